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
}
