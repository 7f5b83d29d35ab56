//! Documents: uploading, reading, placing fields, deleting (document 004, wire sections 6.1 and 6.2).
//!
//! It guarantees that a document shows truly what stands in the world: its fields, roles, signatures, invitations of
//! either kind and its group. It refuses to know how invitations come about; that is for `invites` and `embedded`.

mod delete;
mod download;
mod edit;
mod fetch;
mod fields;
mod freeform_invites;
mod invites;
mod list;
mod lookup;
mod placement;
mod refusal;
mod show;
mod signatures;
mod upload;
mod view;

pub(crate) use lookup::{owned, visible};
pub(crate) use refusal::Refusal;
pub(crate) use view::{organization_settings, thumbnail};

use super::http::{Route, delete, get, post, put};

/// The routes of this room.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/user/documentsv2", list::modified),
        get("/user/documents", list::untouched),
        post("/document", upload::from_form),
        post("/v2/documents/url", upload::from_url),
        get("/document/{document_id}", show::show),
        put("/document/{document_id}", edit::edit),
        delete("/document/{document_id}", delete::delete),
        get("/document/{document_id}/download", download::download),
    ]
}
