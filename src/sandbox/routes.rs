//! Every route of the sandbox, on one page.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::Uri;
use axum::{Router, middleware};

use super::http::{Refusal, Route};
use super::shared::Shared;
use super::{
    control, document_groups, documents, embedded, events, gate, invites, oauth, organizations, users,
};

/// The routes that stand for signNow's, in the order of its documents.
pub(crate) fn upstream() -> Vec<Route> {
    [
        oauth::routes(),
        users::routes(),
        documents::routes(),
        invites::routes(),
        document_groups::routes(),
        embedded::routes(),
        events::routes(),
        organizations::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The names of the given routes, as the ledger and the faults use them.
pub(crate) fn names(routes: &[Route]) -> BTreeSet<String> {
    routes.iter().map(Route::name).collect()
}

/// The service that answers the given routes, anything else as signNow answers an unknown path, and the controls.
pub(crate) fn router(routes: Vec<Route>, shared: Arc<Shared>) -> Router {
    let router =
        routes.into_iter().fold(Router::new(), |router, route| router.route(route.path, route.handler));
    let gate = middleware::from_fn_with_state(shared.clone(), gate::pass);
    let router = router.fallback(unknown).method_not_allowed_fallback(unknown);
    // How large a body may be is decided at the gate.
    let upstream = router.layer(DefaultBodyLimit::disable()).layer(gate);
    upstream.with_state(shared.clone()).merge(control::router(shared))
}

async fn unknown(uri: Uri) -> Refusal {
    Refusal::no_route(&uri)
}
