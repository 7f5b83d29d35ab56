//! `DELETE /document/{document_id}`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::lookup::owned;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, PathId, Reply, ok};
use crate::sandbox::shared::Shared;

/// A document goes with everything on it, and out of its group. Only from a group that was invited as a whole none
/// may be taken: no source says so, but the group's invitation would lose a part.
pub(super) async fn delete(State(shared): State<Arc<Shared>>, bearer: Bearer, PathId(id): PathId) -> Reply {
    let mut world = shared.world();
    owned(&world, &bearer, id)?;
    if world.group_of_document(id).is_some_and(|group| world.is_group_out(group)) {
        return Err(Refusal::InInvitedGroup.into());
    }
    world.documents.retain(|document| document.id != id);
    for group in &mut world.document_groups {
        group.documents.retain(|document| *document != id);
    }
    ok(json!({ "status": "success" }))
}
