//! What the document group endpoints refuse.

use axum::http::StatusCode;
use thiserror::Error;

use crate::sandbox::http;

/// Why a call about a group is refused. The rules are OAS's; of the codes only that of `NotFound` is known, with its
/// status (wire section 8). The others are those v1 uses for what is missing (65582) and for what makes no sense
/// (65536), with texts of our own.
#[derive(Clone, Debug, Error, PartialEq)]
pub(crate) enum Refusal {
    /// There is no group with this id, or it is somebody else's.
    #[error("Document group not found")]
    NotFound,
    /// `group_name` is missing or empty.
    #[error("group_name must not be empty")]
    NameRequired,
    /// `document_ids` is missing, empty or no list of texts.
    #[error("document_ids must not be empty")]
    DocumentsRequired,
    /// A document that is not there, or not the caller's.
    #[error("Document `{0}` not found")]
    DocumentNotFound(String),
    /// The same document twice.
    #[error("Document `{0}` is named more than once")]
    DocumentTwice(String),
    /// A template is no document of a group.
    #[error("Document `{0}` is a template")]
    Template(String),
    /// A document is in one group at most.
    #[error("Document `{0}` is already a part of another document group")]
    InOtherGroup(String),
    /// A document is out for signing by itself.
    #[error("Document `{0}` already has an invite")]
    Invited(String),
    /// None of the documents has fields.
    #[error("At least one of the documents must have fields")]
    NoFields,
    /// A group with an invitation stays.
    #[error("Document group with an invite can not be deleted")]
    HasInvite,
    /// The group has no such invitation.
    #[error("Document group invite not found")]
    InviteNotFound,
    /// `limit` is missing or out of its range.
    #[error("limit must be greater than 0 and less than or equal to 50")]
    LimitInvalid,
    /// `offset` is missing or no number.
    #[error("offset must be 0 or greater")]
    OffsetInvalid,
}

impl Refusal {
    fn code(&self) -> u32 {
        match self {
            Self::NotFound | Self::InviteNotFound | Self::NameRequired | Self::DocumentsRequired => 65_582,
            _ => 65_536,
        }
    }
}

/// Always 400, also for a group that is not there: that is one of the two answers an official client expects.
impl From<Refusal> for http::Refusal {
    fn from(refusal: Refusal) -> Self {
        http::Refusal::business(StatusCode::BAD_REQUEST, refusal.code(), refusal.to_string())
    }
}
