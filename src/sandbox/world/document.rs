//! Documents.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::id::Id;

/// A document of a user.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Document {
    pub(crate) id: Id,
    pub(crate) owner: Id,
    pub(crate) name: String,
    pub(crate) original_filename: String,
    pub(crate) page_count: u32,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    /// Whether fields, texts or signatures were ever put on it: that decides in which of the two lists it is.
    pub(crate) modified: bool,
    pub(crate) template: bool,
    /// Those who are to fill in and sign, in signing order.
    pub(crate) signers: Vec<Signer>,
}

/// A role on a document and the person who was invited to it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Signer {
    pub(crate) role_id: Id,
    pub(crate) role: String,
    pub(crate) field_id: Id,
    /// Nobody was invited yet without one.
    pub(crate) invite: Option<Invite>,
}

/// An invitation to fill in the fields of a role.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Invite {
    pub(crate) id: Id,
    pub(crate) email: String,
    pub(crate) status: InviteStatus,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) expires: DateTime<Utc>,
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
}
