//! Invitations to sign.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::id::Id;

/// An invitation to fill in the fields of a role, or to look on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Invite {
    pub(crate) id: Id,
    /// Who only looks on has none.
    pub(crate) role_id: Option<Id>,
    /// Whom it is for; empty while nobody of its group has come.
    pub(crate) email: String,
    /// Those of whom anyone may come.
    pub(crate) email_group: Option<EmailGroup>,
    /// The step at which it is this signer's turn, from 1; several signers may share a step.
    pub(crate) order: u32,
    pub(crate) status: InviteStatus,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    /// When it runs out. For an embedded invitation this is the end of its last link, and ends nothing else.
    pub(crate) expires: Option<DateTime<Utc>>,
    pub(crate) channel: Channel,
    /// The invitation of a whole group that this one is a part of.
    pub(crate) group_invite: Option<Id>,
}

impl Invite {
    /// Whether it is for signing inside another application.
    pub(crate) fn is_embedded(&self) -> bool {
        matches!(self.channel, Channel::Embedded(_))
    }

    /// Whether it goes to this address; case does not count.
    pub(crate) fn is_for(&self, email: &str) -> bool {
        self.addresses().iter().any(|address| address.eq_ignore_ascii_case(email))
    }

    /// Whether nobody of its group has come yet.
    pub(crate) fn is_open_to_many(&self) -> bool {
        self.email_group.is_some() && self.email.is_empty()
    }

    /// Where its mails go: to a whole group, until one of them has come.
    pub(crate) fn addresses(&self) -> &[String] {
        match &self.email_group {
            Some(group) if self.is_open_to_many() => &group.emails,
            _ => std::slice::from_ref(&self.email),
        }
    }

    /// How the signer is told that it is their turn.
    pub(crate) fn letter(&self) -> Option<&Letter> {
        match &self.channel {
            Channel::Mail(letter) => Some(letter),
            Channel::Embedded(_) => None,
        }
    }
}

/// People any one of whom may sign for all. Wire sections 6.2 and 6.3 have the fields; that whoever signs first does it
/// for all, and is shown as the signer from then on, is our reading of them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EmailGroup {
    /// As the sender made it up.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) emails: Vec<String>,
}

/// How a signer comes to the document.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Channel {
    Mail(Letter),
    Embedded(EmbeddedSigner),
}

/// What a mailed invitation says and allows (wire section 6.3).
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Letter {
    /// Sent with `?email=disable`: the invitation stands, and no mail goes out.
    pub(crate) quiet: bool,
    pub(crate) subject: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) redirect_target: Option<String>,
    pub(crate) reassign: bool,
    pub(crate) decline_by_signature: bool,
    pub(crate) password_protected: bool,
    /// Days from the invitation to the first reminder; 0 for none.
    pub(crate) reminder: u64,
}

/// Who signs inside another application (document 002).
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EmbeddedSigner {
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    /// One of the seven words of document 002.
    pub(crate) auth_method: String,
}

/// An invitation to sign a document without fields wherever the signer likes.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FreeformInvite {
    pub(crate) id: Id,
    pub(crate) email: String,
    /// Never `created`: there is no order to wait for.
    pub(crate) status: InviteStatus,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    /// Whether the signer had a mail.
    pub(crate) mailed: bool,
    pub(crate) signature_id: Option<Id>,
}

/// How far an invitation to sign has come (wire section 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InviteStatus {
    /// Waits for an earlier signer.
    Created,
    /// Was sent and waits for the signer.
    Pending,
    /// Was signed.
    Fulfilled,
    Declined,
    Expired,
    /// Was withdrawn. A freeform invitation only: of a field invitation nothing is left.
    Canceled,
}

impl InviteStatus {
    /// Whether somebody may still sign.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, InviteStatus::Created | InviteStatus::Pending)
    }

    /// Whether it is waiting or was signed, as opposed to having come to nothing.
    pub(crate) fn is_live(self) -> bool {
        self.is_open() || self == InviteStatus::Fulfilled
    }

    /// What many invitations together have come to: one that ended badly stops all, and all have to be signed.
    pub(crate) fn of_all(statuses: impl Iterator<Item = InviteStatus> + Clone) -> InviteStatus {
        use InviteStatus::{Created, Declined, Expired, Fulfilled, Pending};
        let first =
            [Declined, Expired, Pending].into_iter().find(|status| statuses.clone().any(|s| s == *status));
        first.unwrap_or_else(|| {
            if statuses.clone().all(|status| status == Fulfilled) { Fulfilled } else { Created }
        })
    }
}
