//! Signing inside other applications, for documents and for groups of them (document 002, wire section 6.4).
//!
//! The room guarantees every precondition of document 002, and that no mail goes out: what is handed out instead are
//! links, each of them counted. Checks come in one order everywhere: is there such a document or group, is it the
//! caller's, is the request well formed, and does it fit the state of things.

mod document;
mod group;
mod link;
mod refusal;
mod signer;
mod step;

use super::http::{Route, delete, post};

/// The routes of this room, in the order of document 002.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/v2/documents/{document_id}/embedded-invites", document::create),
        post("/v2/documents/{document_id}/embedded-invites/{field_invite_id}/link", link::of_document),
        delete("/v2/documents/{document_id}/embedded-invites", document::remove),
        post("/v2/document-groups/{document_group_id}/embedded-invites", group::create),
        post(
            "/v2/document-groups/{document_group_id}/embedded-invites/{embedded_invite_id}/link",
            link::of_group,
        ),
        delete("/v2/document-groups/{document_group_id}/embedded-invites", group::remove),
    ]
}
