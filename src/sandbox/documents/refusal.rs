//! What the document endpoints refuse.

use axum::http::StatusCode;
use thiserror::Error;

use crate::sandbox::http;

/// Why a call about a document is refused. No source prints these: the codes are those v1 uses for what is missing
/// (65582) and for what makes no sense (65536, wire section 3.2), the texts are our own.
#[derive(Clone, Debug, Error, PartialEq)]
pub(crate) enum Refusal {
    /// There is none with this id, or none that the caller may know of.
    #[error("Document not found")]
    NotFound,
    /// The caller was invited to sign it, and no more.
    #[error("Only the owner of the document may do this")]
    NotOwner,
    /// An upload without a file, or with an empty one.
    #[error("file must not be empty")]
    FileRequired,
    /// An upload by URL without a URL.
    #[error("url must not be empty")]
    UrlRequired,
    /// The URL is not of this machine, or not plain HTTP: the sandbox fetches from nowhere else.
    #[error("url must be an http:// URL of this machine: the sandbox reaches no other")]
    UrlElsewhere,
    /// Nothing came back from the URL.
    #[error("Could not download the file from the url")]
    UrlUnreadable,
    /// A new name without a letter in it.
    #[error("document_name must be a string and must not be empty")]
    NameInvalid,
    /// `fields` is something else than a list of objects.
    #[error("fields must be an array of objects")]
    FieldsNotList,
    /// A field has a part that is missing or makes no sense.
    #[error("fields[{0}].{1} is missing or invalid")]
    FieldInvalid(usize, &'static str),
    /// A field on a page that the document does not have.
    #[error("fields[{0}].page_number is beyond the last page")]
    PageMissing(usize),
    /// Fields stay as they are once somebody was invited.
    #[error("Fields can not be changed after an invite was sent")]
    FieldsInvited,
    /// The document is part of a group that was invited as a whole.
    #[error("Document is part of a document group with an invite")]
    InInvitedGroup,
}

impl Refusal {
    fn code(&self) -> u32 {
        match self {
            Self::NotFound | Self::FileRequired | Self::UrlRequired => 65_582,
            _ => 65_536,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotOwner => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<Refusal> for http::Refusal {
    fn from(refusal: Refusal) -> Self {
        http::Refusal::business(refusal.status(), refusal.code(), refusal.to_string())
    }
}
