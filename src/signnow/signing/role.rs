//! The part somebody plays in a document.

use serde::Serialize;

/// A role of a document, as [`Document::roles`](crate::signnow::v1::Document::roles) tells of it. signNow takes
/// either of the two, or both where they agree (document 002); one of them is enough.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum SigningRole {
    /// By its name, which is unique in the document: `Signer 1`.
    #[serde(rename = "role")]
    Name(String),
    /// By signNow's id for it.
    #[serde(rename = "role_id")]
    Id(String),
}
