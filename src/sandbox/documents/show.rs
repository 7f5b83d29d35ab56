//! `GET /document/{document_id}`.

use std::sync::Arc;

use axum::extract::State;

use super::lookup::visible;
use super::view::View;
use crate::sandbox::http::{Bearer, PathId, Reply, ok};
use crate::sandbox::shared::Shared;

/// A document with everything on it.
pub(super) async fn show(State(shared): State<Arc<Shared>>, bearer: Bearer, PathId(id): PathId) -> Reply {
    let world = shared.world();
    let document = visible(&world, &bearer, id)?;
    ok(View { world: &world, url: &shared.url }.of(document))
}
