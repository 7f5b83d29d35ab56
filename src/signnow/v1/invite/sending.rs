//! The one call that sends invitations of both kinds.

use crate::signnow::ids::DocumentId;
use crate::signnow::route::{Path, Query, Route, Target};

/// Whether `to` is a list or an address tells the kinds apart.
pub(super) const INVITE: Route = Route::new("POST /document/{document_id}/invite");

/// The call for a document, with its mails or without.
pub(super) fn sending(document: &DocumentId, is_silent: bool) -> Target {
    let query = Query::new().with_some("email", is_silent.then_some("disable"));
    Target::new(Path::root("/document").id(document).word("invite"), &query)
}
