//! The id in a path.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use super::refusal::Refusal;
use crate::sandbox::shared::Shared;
use crate::sandbox::world::Id;

/// The first parameter of a path. Where it is not forty hexadecimal characters the path leads nowhere (shape C).
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathId(pub(crate) Id);

impl FromRequestParts<Arc<Shared>> for PathId {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let parameters = RawPathParams::from_request_parts(parts, shared).await.ok();
        let first = parameters.as_ref().and_then(|parameters| parameters.iter().next());
        let id = first.and_then(|(_, text)| text.parse().ok());
        id.map(PathId).ok_or_else(|| Refusal::no_route(&parts.uri))
    }
}
