//! Invites by mail to fill in and sign fields.

use std::collections::HashSet;

use async_graphql::{Context, ID, InputObject, Object};

use super::arguments::order;
use super::casting::{RoleWording, each_role_once};
use super::ground::{DocumentGround, Plan, upon};
use super::letter::{
    InviteCopiesInput, InviteCopyStepInput, InviteEmailGroupInput, InviteLetterInput, InviteRemindersInput,
    InviteViewerInput, MOST_ADDRESSES, copies, copy_step, days, email_group, letter, viewer,
};
use super::signer::{
    IdentityCheckInput, RedirectsInput, SignatureNameInput, SigningLanguage, identity_check, redirects,
    signature_name,
};
use crate::graph::field::Field;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::input::input;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::Document;
use crate::signnow::v1::{CancelFieldInvites, InvitedSigner, Recipient, SendFieldInvite};
use crate::signnow::{DocumentId, EmailAddress, InviteStatus};

/// More characters than anyone gives as a reason.
pub(super) const LONGEST_REASON: usize = 10_000;
/// More signers than any document has.
pub(super) const MOST_SIGNERS: usize = 250;
/// More groups of addresses than any document has roles.
const MOST_GROUPS: usize = MOST_SIGNERS;

/// Somebody who is to fill in and sign the fields of a role.
#[derive(InputObject)]
struct FieldInviteInput {
    /// Their address.
    email: Option<String>,
    /// In place of `email`, the name of one of `emailGroups`: whoever of them comes first signs for all.
    email_group: Option<String>,
    /// The role, by its name. Every role of the document needs one signer.
    role: Option<String>,
    /// The role, by signNow's id for it.
    role_id: Option<String>,
    /// The step at which it is their turn, from 1. Several may share a step.
    order: i32,
    /// What their mail says, where that is not what everyone's says.
    letter: Option<InviteLetterInput>,
    /// The language of their mails and their session; that of the sender's account if not given.
    language: Option<SigningLanguage>,
    /// Whether they may decline; signNow decides if not given.
    may_decline: Option<bool>,
    /// signNow's flag `reassign`, about passing the invite on to somebody else. signNow's own sources disagree whether it allows
    /// or forbids that; signNow decides if not given.
    reassign: Option<bool>,
    /// When they are reminded by mail.
    reminders: Option<InviteRemindersInput>,
    /// How many days the invite stands, 3 to 180; signNow's default is 30.
    expires_in_days: Option<i32>,
    /// What they have to show to signNow before the document opens.
    identity_check: Option<IdentityCheckInput>,
    /// The name in their signature.
    signature_name: Option<SignatureNameInput>,
    /// Whether a signature they have kept with signNow will not do. False if not given.
    needs_new_signature: Option<bool>,
    /// Where their browser goes afterwards.
    redirects: Option<RedirectsInput>,
}

/// People to sign a document, each of whom gets a mail when it is their turn.
#[derive(InputObject)]
struct SendFieldInviteInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// Who is to sign.
    invites: Vec<FieldInviteInput>,
    /// Who looks on.
    viewers: Option<Vec<InviteViewerInput>>,
    /// The groups that invites name, up to 250, each by a name of its own.
    email_groups: Option<Vec<InviteEmailGroupInput>>,
    /// What mails say to everyone of whom nothing else is said.
    letter: Option<InviteLetterInput>,
    /// Who gets a copy in the end.
    copies: Option<InviteCopiesInput>,
    /// Who gets a copy on the way.
    copy_steps: Option<Vec<InviteCopyStepInput>>,
    /// Whether signNow keeps the mails back, though the invites stand. False if not given.
    without_mail: Option<bool>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

/// Who is to sign, and the command that says so once the sender is known.
struct FieldInvites {
    document: DocumentId,
    roles: Vec<RoleWording>,
    send: Box<dyn FnOnce(EmailAddress) -> SendFieldInvite + Send + Sync>,
}

input! { SendFieldInviteInput => FieldInvites, |input, check| {
    let document = check.document("documentId", &input.document_id);
    let groups = check.length("emailGroups", input.email_groups.unwrap_or_default(), 0..=MOST_GROUPS);
    let names: HashSet<String> = groups.iter().flatten().map(|group| group.name.clone()).collect();
    check.once("emailGroups", "name", groups.iter().flatten().map(|group| Some(group.name.clone())));
    let email_groups = groups.and_then(|groups| check.each("emailGroups", groups, email_group));
    let invites = check.length("invites", input.invites, 1..=MOST_SIGNERS);
    let invites = invites.and_then(|it| check.each("invites", it, |check, it| it.check(&names, check)));
    let viewers = check.length("viewers", input.viewers.unwrap_or_default(), 0..=MOST_ADDRESSES);
    let viewers = viewers.and_then(|viewers| check.each("viewers", viewers, viewer));
    let letter = letter(check, "letter", input.letter);
    let copies = copies(check, input.copies);
    let steps = check.length("copySteps", input.copy_steps.unwrap_or_default(), 0..=MOST_ADDRESSES);
    let copy_steps = steps.and_then(|steps| check.each("copySteps", steps, copy_step));
    let (roles, signers) = invites?.into_iter().unzip();
    let (viewers, email_groups, copy_steps) = (viewers?, email_groups?, copy_steps?);
    let (document, letter, copies) = (document?, letter?, copies?);
    let (to_sign, is_silent) = (document.clone(), input.without_mail.unwrap_or_default());
    let send = Box::new(move |from| SendFieldInvite {
        viewers,
        email_groups,
        letter,
        copies,
        copy_steps,
        is_silent,
        ..SendFieldInvite::new(to_sign, from, signers)
    });
    Some(FieldInvites { document, roles, send })
} }

impl FieldInviteInput {
    fn check(self, groups: &HashSet<String>, check: &mut Check) -> Option<(RoleWording, InvitedSigner)> {
        let recipient = recipient(check, self.email, self.email_group, groups);
        let role = RoleWording::read(check, self.role, self.role_id);
        let order = order(check, "order", self.order);
        let letter = letter(check, "letter", self.letter);
        let days = days(check, self.reminders, self.expires_in_days);
        let identity_check = identity_check(check, self.identity_check);
        let needs_new_signature = self.needs_new_signature.unwrap_or_default();
        let signature_name = signature_name(check, self.signature_name, needs_new_signature);
        let redirects = redirects(check, self.redirects);
        let (role, (reminders, expires_in)) = (role?, days?);
        let signer = InvitedSigner {
            letter: letter?,
            language: self.language.map(Into::into),
            may_decline: self.may_decline,
            reassign: self.reassign,
            reminders,
            expires_in,
            identity_check: identity_check?,
            signature_name: signature_name?,
            needs_new_signature,
            redirects: redirects?,
            ..InvitedSigner::new(recipient?, role.role(), order?)
        };
        Some((role, signer))
    }
}

fn recipient(
    check: &mut Check,
    email: Option<String>,
    group: Option<String>,
    groups: &HashSet<String>,
) -> Option<Recipient> {
    match (email, group) {
        (Some(email), None) => check.email("email", &email).map(Recipient::Email),
        (None, Some(group)) if groups.contains(&group) => Some(Recipient::EmailGroup(group)),
        (None, Some(_)) => check.refuse("emailGroup", Invalid, "None of `emailGroups` has this name."),
        (None, None) => check.refuse("email", Blank, "Name who is to sign, by `email` or by `emailGroup`."),
        (Some(_), Some(_)) => {
            check.refuse("emailGroup", Invalid, "Pass `email` or `emailGroup`, and not both.")
        }
    }
}

impl Plan for FieldInvites {
    type Ground = DocumentGround;

    fn ground(&self) -> &DocumentId {
        &self.document
    }

    fn check(&self, ground: &DocumentGround, check: &mut Check) {
        if ground.is_own(check) {
            ground.takes_invites(check);
            each_role_once(check, &ground.document, "invites", self.roles.iter());
        }
    }
}

/// The invites of a document that are to be taken back.
#[derive(InputObject)]
struct CancelFieldInvitesInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// Why, for those who were invited.
    reason: Option<String>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { CancelFieldInvitesInput => CancelFieldInvites, |input, check| {
    let document = check.document("documentId", &input.document_id);
    let reason = check.lines_if_any("reason", input.reason, LONGEST_REASON);
    Some(CancelFieldInvites { document: document?, reason: reason? })
} }

impl Plan for CancelFieldInvites {
    type Ground = DocumentGround;

    fn ground(&self) -> &DocumentId {
        &self.document
    }

    fn check(&self, ground: &DocumentGround, check: &mut Check) {
        let mut invites = ground.document.field_invites.iter();
        if ground.is_own(check) && invites.all(|invite| invite.status == InviteStatus::Fulfilled) {
            let wrong = "The document has no invite that was not signed.";
            check.note("documentId", InviteNotFound, wrong);
        }
    }
}

payload! {
    /// What became of inviting people to sign a document.
    SendFieldInvitePayload(DocumentId) {
        /// The document, with its invites.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

payload! {
    /// What became of taking the invites of a document back.
    CancelFieldInvitesPayload(DocumentId) {
        /// The document. Signatures stay.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

#[derive(Default)]
pub(super) struct FieldInviteMutations;

#[Object]
impl FieldInviteMutations {
    /// Invites people by mail to fill in and sign the fields of a document. The signed-in user is the sender. Those of the first
    /// step get their mail at once, the others when it is their turn.
    async fn send_field_invite(
        &self,
        context: &Context<'_>,
        input: SendFieldInviteInput,
    ) -> Field<SendFieldInvitePayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |plan: FieldInvites, ground, desk| async move {
                let from = match ground.sender() {
                    Ok(from) => from,
                    Err(failure) => return desk.held_up(failure),
                };
                desk.carry_out(ground.inviting((plan.send)(from)), |_| Some(plan.document)).await
            })
        })
        .await
    }

    /// Takes back every invite of a document that was not signed, by mail or embedded. Whoever had a mail gets another one.
    async fn cancel_field_invites(
        &self,
        context: &Context<'_>,
        input: CancelFieldInvitesInput,
    ) -> Field<CancelFieldInvitesPayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |cancel: CancelFieldInvites, ground, desk| async move {
                let document = cancel.document.clone();
                desk.carry_out(ground.inviting(cancel), |_| Some(document)).await
            })
        })
        .await
    }
}
