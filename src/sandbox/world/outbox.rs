//! Mails that would have been sent.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::World;
use super::id::Id;

/// A mail to one address.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Mail {
    pub(crate) kind: MailKind,
    pub(crate) to: String,
    #[serde(flatten)]
    pub(crate) about: About,
    pub(crate) at: DateTime<Utc>,
}

/// Why a mail was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MailKind {
    /// It is a signer's turn.
    FieldInvite,
    FreeformInvite,
    /// An invitation was sent once more.
    InviteResend,
    /// An invitation that was mailed does not stand any more.
    InviteCanceled,
    OrganizationInvite,
    Verification,
    PasswordReset,
}

/// What a mail is about.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct About {
    pub(crate) document_id: Option<Id>,
    pub(crate) invite_id: Option<Id>,
    pub(crate) organization_id: Option<Id>,
}

impl About {
    /// An invitation to sign a document.
    pub(crate) fn invite(document: Id, invite: Id) -> Self {
        About { document_id: Some(document), invite_id: Some(invite), ..About::default() }
    }

    /// A place in an organization.
    pub(crate) fn organization(organization: Id) -> Self {
        About { organization_id: Some(organization), ..About::default() }
    }
}

impl World {
    /// Sends a mail: nothing leaves this machine, and the outbox remembers.
    pub(crate) fn mail(&mut self, kind: MailKind, to: &str, about: About) {
        let at = self.now();
        self.outbox.push(Mail { kind, to: to.to_owned(), about, at });
    }
}
