//! Groups of documents (wire section 6.5).
//!
//! It guarantees OAS's rules: a group has one owner, whose documents they are; none is a template or in two groups,
//! and one at least has fields. How a group is invited is for `embedded` to say; here its state can be read.

mod create;
mod delete;
mod invite;
mod list;
mod lookup;
mod refusal;
mod show;

pub(crate) use lookup::owned;
pub(crate) use refusal::Refusal;

use super::http::{Route, delete, get, post};

/// The routes of this room.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/documentgroup", create::create),
        get("/documentgroup/{document_group_id}", show::show),
        delete("/documentgroup/{document_group_id}", delete::delete),
        get("/user/documentgroups", list::list),
        get("/documentgroup/{document_group_id}/groupinvite/{invite_id}", invite::show),
    ]
}
