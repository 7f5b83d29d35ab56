//! Every route of the sandbox, on one page.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::http::Uri;

use super::http::{Refusal, Route};
use super::organizations;
use super::shared::Shared;

/// The routes that stand for signNow's, in the order of its documents.
pub(crate) fn upstream() -> Vec<Route> {
    let mut routes = vec![];
    routes.extend(organizations::routes());
    routes
}

/// The names of the given routes, as the ledger and the faults use them.
pub(crate) fn names(routes: &[Route]) -> BTreeSet<String> {
    routes.iter().map(Route::name).collect()
}

/// The service that answers the given routes, and anything else as signNow answers an unknown path.
pub(crate) fn router(routes: Vec<Route>, shared: Arc<Shared>) -> Router {
    let router =
        routes.into_iter().fold(Router::new(), |router, route| router.route(route.path, route.handler));
    router.fallback(unknown).method_not_allowed_fallback(unknown).with_state(shared)
}

async fn unknown(uri: Uri) -> Refusal {
    Refusal::no_route(&uri)
}
