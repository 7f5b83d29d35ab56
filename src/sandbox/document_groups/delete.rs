//! `DELETE /documentgroup/{document_group_id}`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::lookup::owned;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, PathId, Reply, ok};
use crate::sandbox::shared::Shared;

/// A group goes, its documents stay. With an invitation it stays too (OAS).
pub(super) async fn delete(State(shared): State<Arc<Shared>>, bearer: Bearer, PathId(id): PathId) -> Reply {
    let mut world = shared.world();
    if world.is_group_out(owned(&world, &bearer, id)?) {
        return Err(Refusal::HasInvite.into());
    }
    world.document_groups.retain(|group| group.id != id);
    ok(json!({ "status": "success" }))
}
