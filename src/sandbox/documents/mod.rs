//! Documents, as far as the user endpoints show them (document 004, wire section 6.2).
//!
//! It reads only: how documents come to be and are signed is not imitated here.

mod fields;
mod list;
mod show;
mod view;

use super::http::{Route, get};

/// The routes of this room.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/user/documentsv2", list::modified),
        get("/user/documents", list::untouched),
        get("/document/{document_id}", show::show),
    ]
}
