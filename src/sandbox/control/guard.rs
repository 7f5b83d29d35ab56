//! Who may use the controls.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::Url;

use crate::sandbox::http::is_loopback;
use crate::sandbox::server::Peer;

/// Refuses whoever is not on this machine, does not call it by one of its own names, or speaks for a page from
/// elsewhere.
pub(super) async fn check(request: Request, next: Next) -> Response {
    let near = request.extensions().get::<Peer>().is_some_and(|Peer(address)| address.ip().is_loopback());
    if near && is_for_us(request.headers()) && is_from_here(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "The controls of the sandbox answer to this machine only.\n").into_response()
}

/// The `Host` header is what a rebound name cannot fake in a browser.
fn is_for_us(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    host.is_some_and(|host| names_loopback(&format!("http://{host}")))
}

/// Programs send no `Origin`; a page has to come from this machine.
fn is_from_here(headers: &HeaderMap) -> bool {
    headers.get(ORIGIN).is_none_or(|origin| origin.to_str().is_ok_and(names_loopback))
}

fn names_loopback(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| is_loopback(&url))
}
