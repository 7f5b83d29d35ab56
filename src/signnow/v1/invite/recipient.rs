//! Who mails go to.

use std::num::NonZeroU32;

use serde::Serialize;

use super::letter::Letter;
use crate::signnow::email_address::EmailAddress;
use crate::signnow::signing::RedirectTarget;

/// Whom an invitation goes to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// One person.
    Email(EmailAddress),
    /// Everyone in a group of [`SendFieldInvite::email_groups`](super::SendFieldInvite::email_groups), by its
    /// name: whoever comes first signs for all.
    EmailGroup(String),
}

/// People any one of whom may sign: one of `email_groups`. In the form of signNow's Java SDK.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailGroup {
    /// The sender's id for it, 40 characters.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who belongs to it.
    pub emails: Vec<EmailAddress>,
}

/// Somebody who looks on: one of `viewers`. In the form of signNow's Java SDK.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InvitedViewer {
    /// Who.
    pub email: EmailAddress,
    /// The name of the part they play.
    pub role: String,
    /// The step at which the document is theirs to see, from 1.
    pub order: NonZeroU32,
    /// What their mail says.
    pub letter: Letter,
    /// Where their browser goes when they close the document.
    pub closed: Option<String>,
    /// In which tab.
    pub target: Option<RedirectTarget>,
}

/// Somebody who gets a copy at a step: one of `cc_step`. In the form of signNow's Java SDK.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CopyStep {
    /// Who.
    pub email: EmailAddress,
    /// Their name.
    pub name: Option<String>,
    /// Which step, from 1.
    pub step: NonZeroU32,
}

#[derive(Serialize)]
pub(super) struct EmailGroupOnWire<'a> {
    id: &'a str,
    name: &'a str,
    emails: Vec<EmailOnWire<'a>>,
}

#[derive(Serialize)]
struct EmailOnWire<'a> {
    email: &'a str,
}

#[derive(Serialize)]
pub(super) struct ViewerOnWire<'a> {
    email: &'a str,
    role: &'a str,
    order: NonZeroU32,
    #[serde(flatten)]
    letter: &'a Letter,
    #[serde(skip_serializing_if = "Option::is_none")]
    close_redirect_uri: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_target: Option<RedirectTarget>,
}

#[derive(Serialize)]
pub(super) struct CopyStepOnWire<'a> {
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    step: NonZeroU32,
}

impl EmailGroup {
    pub(super) fn on_wire(&self) -> EmailGroupOnWire<'_> {
        let emails = self.emails.iter().map(|email| EmailOnWire { email: email.as_str() }).collect();
        EmailGroupOnWire { id: &self.id, name: &self.name, emails }
    }
}

impl InvitedViewer {
    pub(super) fn on_wire(&self) -> ViewerOnWire<'_> {
        ViewerOnWire {
            email: self.email.as_str(),
            role: &self.role,
            order: self.order,
            letter: &self.letter,
            close_redirect_uri: self.closed.as_deref(),
            redirect_target: self.target,
        }
    }
}

impl CopyStep {
    pub(super) fn on_wire(&self) -> CopyStepOnWire<'_> {
        CopyStepOnWire { email: self.email.as_str(), name: self.name.as_deref(), step: self.step }
    }
}
