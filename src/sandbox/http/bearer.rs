//! The user behind an access token.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use super::refusal::Refusal;
use crate::sandbox::shared::Shared;
use crate::sandbox::world::Id;

/// An accepted `Authorization: Bearer …`. Without one the request ends as `invalid_token` with status 400.
#[derive(Clone, Debug)]
pub(crate) struct Bearer {
    /// Whose token it is.
    pub(crate) user: Id,
    /// The access token itself, for the calls that are about it.
    pub(crate) token: String,
}

impl FromRequestParts<Arc<Shared>> for Bearer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let token = presented(&parts.headers).ok_or_else(Refusal::invalid_token)?;
        let world = shared.world();
        let user = world.user_of_token(token).ok_or_else(Refusal::invalid_token)?;
        Ok(Bearer { user: user.id, token: token.to_owned() })
    }
}

/// The token of a `Bearer` header; the scheme is compared without regard to case (RFC 9110 section 11.1).
pub(crate) fn presented(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
