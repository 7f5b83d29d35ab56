//! What mails say, and who else gets them.

use async_graphql::InputObject;

use super::arguments::{bounded, order, page};
use super::signer::RedirectTarget;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::signnow::EmailAddress;
use crate::signnow::v1::{
    Copies, CopyStep, EmailGroup, ExpirationDays, InvitedViewer, Letter, ReminderDays, ReminderInterval,
    Reminders,
};

/// More characters than anyone writes in the subject of a mail.
const LONGEST_SUBJECT: usize = 1_000;
/// More characters than anyone writes in a mail.
const LONGEST_MESSAGE: usize = 10_000;
/// The most characters of a name.
const LONGEST_NAME: usize = 255;
/// More than anyone sends copies to.
pub(super) const MOST_ADDRESSES: usize = 250;

/// A mail in the sender's own words; signNow has its own where one is missing.
#[derive(InputObject)]
pub(super) struct InviteLetterInput {
    /// Its subject.
    subject: Option<String>,
    /// Its text, which may have several lines.
    message: Option<String>,
}

/// Copies of what was signed, for people who do not sign.
#[derive(InputObject)]
pub(super) struct InviteCopiesInput {
    /// Who gets one.
    emails: Vec<String>,
    /// What comes with it.
    letter: Option<InviteLetterInput>,
}

/// Somebody who gets a copy when a step is done.
#[derive(InputObject)]
pub(super) struct InviteCopyStepInput {
    /// Who.
    email: String,
    /// Their name.
    name: Option<String>,
    /// After which step, from 1.
    step: i32,
}

/// More people than anyone has wait for one signature.
const MOST_IN_GROUP: usize = 100;

/// People any one of whom may sign for all.
#[derive(InputObject)]
pub(super) struct InviteEmailGroupInput {
    /// Its name, by which invites name it.
    pub(super) name: String,
    /// Who belongs to it: 1 to 100 addresses, each once.
    emails: Vec<String>,
}

/// Somebody who looks on.
#[derive(InputObject)]
pub(super) struct InviteViewerInput {
    /// Who.
    email: String,
    /// The name of the part they play.
    role: String,
    /// The step at which the document is theirs to see, from 1.
    order: i32,
    /// What their mail says.
    letter: Option<InviteLetterInput>,
    /// Where their browser goes when they close the document.
    closed_redirect: Option<String>,
    /// In which tab.
    redirect_target: Option<RedirectTarget>,
}

/// When a signer is reminded by mail.
#[derive(InputObject)]
pub(super) struct InviteRemindersInput {
    /// So many days after the invite, 1 to 179.
    after_days: Option<i32>,
    /// So many days before it ends, 1 to 179.
    before_days: Option<i32>,
    /// Again and again after so many days, 1 to 7.
    every_days: Option<i32>,
}

pub(super) fn letter(check: &mut Check, argument: &str, asked: Option<InviteLetterInput>) -> Option<Letter> {
    let Some(asked) = asked else { return Some(Letter::default()) };
    check.within(argument, |check| {
        let subject = check.text_if_any("subject", asked.subject, LONGEST_SUBJECT);
        let message = check.lines_if_any("message", asked.message, LONGEST_MESSAGE);
        Some(Letter { subject: subject?, message: message? })
    })
}

pub(super) fn copies(check: &mut Check, asked: Option<InviteCopiesInput>) -> Option<Copies> {
    let Some(asked) = asked else { return Some(Copies::default()) };
    check.within("copies", |check| {
        let emails = check.length("emails", asked.emails, 1..=MOST_ADDRESSES);
        let to =
            emails.and_then(|emails| check.each("emails", emails, |check, email| check.email("", &email)));
        let letter = letter(check, "letter", asked.letter);
        Some(Copies { to: to?, letter: letter? })
    })
}

pub(super) fn copy_step(check: &mut Check, asked: InviteCopyStepInput) -> Option<CopyStep> {
    let email = check.email("email", &asked.email);
    let name = check.text_if_any("name", asked.name, LONGEST_NAME);
    let step = order(check, "step", asked.step);
    Some(CopyStep { email: email?, name: name?, step: step? })
}

/// signNow has the sender make up an id of forty characters.
pub(super) fn email_group(check: &mut Check, asked: InviteEmailGroupInput) -> Option<EmailGroup> {
    let name = check.text("name", asked.name, LONGEST_NAME);
    let emails = check.length("emails", asked.emails, 1..=MOST_IN_GROUP);
    let address = |check: &mut Check, email: String| check.email("", &email);
    let emails = emails.and_then(|it| check.each_once("emails", "", it, address, EmailAddress::clone));
    let id = rand::random::<[u8; 20]>().iter().map(|byte| format!("{byte:02x}")).collect();
    Some(EmailGroup { id, name: name?, emails: emails? })
}

pub(super) fn viewer(check: &mut Check, asked: InviteViewerInput) -> Option<InvitedViewer> {
    let email = check.email("email", &asked.email);
    let role = check.text("role", asked.role, LONGEST_NAME);
    let order = order(check, "order", asked.order);
    let letter = letter(check, "letter", asked.letter);
    let closed = page(check, "closedRedirect", asked.closed_redirect);
    let target = asked.redirect_target.map(Into::into);
    Some(InvitedViewer {
        email: email?,
        role: role?,
        order: order?,
        letter: letter?,
        closed: closed?,
        target,
    })
}

/// Reminders, and how long the invite stands, which they cannot go beyond.
pub(super) fn days(
    check: &mut Check,
    asked: Option<InviteRemindersInput>,
    expires_in: Option<i32>,
) -> Option<(Reminders, Option<ExpirationDays>)> {
    let expiration = bounded(check, "expiresInDays", expires_in, ExpirationDays::RANGE, ExpirationDays::new);
    let Some(asked) = asked else { return Some((Reminders::default(), expiration?)) };
    let reminders = check.within("reminders", |check| {
        let day = |check: &mut Check, argument, days| {
            let days = bounded(check, argument, days, ReminderDays::RANGE, ReminderDays::new)?;
            let end = expiration.flatten().map(ExpirationDays::get);
            match (days.map(ReminderDays::get), end) {
                (Some(days), Some(end)) if days >= end => {
                    check.refuse(argument, OutOfRange, format!("The invite stands for {end} days alone."))
                }
                _ => Some(days),
            }
        };
        let (after, before) =
            (day(check, "afterDays", asked.after_days), day(check, "beforeDays", asked.before_days));
        let (range, make) = (ReminderInterval::RANGE, ReminderInterval::new);
        let every = bounded(check, "everyDays", asked.every_days, range, make);
        Some(Reminders { after: after?, before: before?, every: every? })
    });
    Some((reminders?, expiration?))
}
