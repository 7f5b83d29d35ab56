//! The application behind a request.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::refusal::Refusal;
use crate::sandbox::options::{CLIENT_ID, CLIENT_SECRET};
use crate::sandbox::shared::Shared;

/// An accepted `Authorization: Basic …` of the one known application; anything else ends as `invalid_client`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Basic;

impl Basic {
    /// The application of the header, if it is the known one.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Basic> {
        let (id, secret) = presented(headers)?;
        Basic::accepts(&id, &secret).then_some(Basic)
    }

    /// Whether the pair is the known application's.
    pub(crate) fn accepts(client_id: &str, client_secret: &str) -> bool {
        client_id == CLIENT_ID && client_secret == CLIENT_SECRET
    }
}

impl FromRequestParts<Arc<Shared>> for Basic {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Shared>) -> Result<Self, Refusal> {
        Basic::of(&parts.headers).ok_or_else(Refusal::invalid_client)
    }
}

/// The pair of a `Basic` header (RFC 7617).
fn presented(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, encoded) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(encoded.trim()))?.ok()?;
    let (id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}
