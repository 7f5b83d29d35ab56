//! Every `/v2/organizations…` endpoint of document 003.

use super::http::Route;

/// The routes of this room.
pub(crate) fn routes() -> Vec<Route> {
    vec![]
}
