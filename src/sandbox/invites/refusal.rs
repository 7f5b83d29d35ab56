//! What the invitation endpoints refuse.

use axum::http::StatusCode;
use thiserror::Error;

use crate::sandbox::world::Miscast;
use crate::sandbox::{documents, http};

/// Why a call about invitations is refused. Known are 65585, 22200 and the text of `FromRequired` (wire sections 3.2
/// and 6.3). The other codes are those v1 uses for what is missing (65582) and for what makes no sense (65536), with
/// texts of our own.
#[derive(Clone, Debug, Error, PartialEq)]
pub(crate) enum Refusal {
    /// `from` is missing or empty.
    #[error("From must not be empty")]
    FromRequired,
    /// `from` is somebody else's address.
    #[error("From must be the email of the current user")]
    FromElsewhere,
    /// The sender never confirmed the address.
    #[error("unverified sender email")]
    SenderUnverified,
    /// `to` is missing or empty.
    #[error("To must not be empty")]
    ToRequired,
    /// A signer's address is none.
    #[error("Email is invalid")]
    EmailInvalid,
    /// One of `email_groups` has no id, no name or no addresses, or has the name of another.
    #[error("Email group is invalid")]
    EmailGroupInvalid,
    /// A signer is said to be a group that is none of `email_groups`.
    #[error("Email group does not exist")]
    EmailGroupUnknown,
    /// A template is not signed; a document made of it is.
    #[error("Template can not be sent for signing")]
    Template,
    /// There is nothing to fill in.
    #[error("Document has no fields")]
    NoFields,
    /// A document with fields takes a field invitation.
    #[error("Document has fields, send a role-based invite")]
    HasFields,
    /// An invitation is waiting or was signed.
    #[error("Document already has an invite")]
    Invited,
    /// Signers and roles do not go together.
    #[error("{}", miscast(.0))]
    Miscast(Miscast),
    /// `order` is no whole number from 1.
    #[error("Order must be an integer greater than 0")]
    OrderInvalid,
    /// `reminder` is neither a number of days nor the object with three of them.
    #[error("Reminder is invalid")]
    ReminderInvalid,
    /// `expiration_days` is out of its range.
    #[error("Expiration days must be between 3 and 180")]
    ExpirationInvalid,
    /// No field invitation of the document is waiting.
    #[error("Document has no invite to cancel")]
    NothingToCancel,
    /// There is no such invitation.
    #[error("Invite not found")]
    NotFound,
    /// Only the one who sent it may do this.
    #[error("Only the sender of the invite may do this")]
    NotSender,
    /// It was signed, declined, withdrawn or has run out.
    #[error("Invite is not pending")]
    NotPending,
    /// An embedded invitation never went by mail.
    #[error("Embedded invite can not be resent")]
    Embedded,
}

fn miscast(miscast: &Miscast) -> String {
    match miscast {
        Miscast::Unnamed => "Role must not be empty".to_owned(),
        Miscast::Unknown(role) => format!("Role `{role}` does not exist in the document"),
        Miscast::Conflict => "Role and role_id are different roles".to_owned(),
        Miscast::Twice(role) => format!("Role `{role}` has more than one signer"),
        Miscast::Unused(role) => format!("Role `{role}` has no signer"),
    }
}

impl Refusal {
    fn code(&self) -> u32 {
        match self {
            Self::SenderUnverified => 22_200,
            Self::EmailInvalid => 65_585,
            Self::FromRequired | Self::ToRequired | Self::NotFound => 65_582,
            _ => 65_536,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotSender => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// Of an invitation, the same is said as of its document.
impl From<documents::Refusal> for Refusal {
    fn from(refusal: documents::Refusal) -> Self {
        match refusal {
            documents::Refusal::NotOwner => Self::NotSender,
            _ => Self::NotFound,
        }
    }
}

impl From<Miscast> for Refusal {
    fn from(miscast: Miscast) -> Self {
        Self::Miscast(miscast)
    }
}

impl From<Refusal> for http::Refusal {
    fn from(refusal: Refusal) -> Self {
        http::Refusal::business(refusal.status(), refusal.code(), refusal.to_string())
    }
}
