//! `/metrics`, on a listener of its own: what watches over a server is neither shed with its callers nor seen by them.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;

use super::error::Refusal;
use super::host::Names;
use super::options::Options;
use super::router::guarded;

/// Serves what `tell` says, anew for every request, as `media_type`. Names are checked as they are for the graph, with this
/// address in the place of the graph's.
pub fn scrape_router(
    address: SocketAddr,
    options: &Options,
    media_type: &'static str,
    tell: impl Fn() -> String + Send + Sync + 'static,
) -> Router {
    let tell = Arc::new(tell);
    let metrics = get(async move || ([(CONTENT_TYPE, media_type)], tell()));
    let routes = Router::new().route("/metrics", metrics).fallback(async || Refusal::not_found());
    guarded(routes, Names::of(&Options { listen: address, ..options.clone() }))
}
