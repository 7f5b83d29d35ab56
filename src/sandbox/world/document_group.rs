//! Groups of documents.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::id::Id;

/// Documents that are signed together.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DocumentGroup {
    pub(crate) id: Id,
    pub(crate) owner: Id,
    pub(crate) name: String,
    /// In the order in which they were given.
    pub(crate) documents: Vec<Id>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) invite: Option<GroupInvite>,
}

/// An invitation to all documents of a group. Who is asked for what stands in the invitations of the documents,
/// which name this one.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GroupInvite {
    pub(crate) id: Id,
    /// Whether a signer opens all documents in one session.
    pub(crate) sign_as_merged: bool,
    /// In the order in which they come.
    pub(crate) steps: Vec<Step>,
}

/// What is done at the same time.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Step {
    pub(crate) id: Id,
    pub(crate) order: u32,
}
