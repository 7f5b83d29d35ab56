//! `GET /documentgroup/{document_group_id}/groupinvite/{invite_id}`.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::lookup::owned;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, PathId, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{GroupInvite, Id, Invite, InviteStatus, Round, Step, World};

/// How far the invitation of a group has come, step by step.
pub(super) async fn show(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
    Path((_, invite_id)): Path<(String, String)>,
) -> Reply {
    let world = shared.world();
    let group = owned(&world, &bearer, id)?;
    let invite = group.invite.as_ref().filter(|invite| invite.id.to_string() == invite_id);
    let invite = invite.ok_or(Refusal::InviteNotFound)?;
    let steps: Value = invite.steps.iter().map(|step| shown_step(&world, invite, *step)).collect();
    ok(json!({
        "invite": { "id": invite.id, "status": world.status_of_group_invite(invite), "steps": steps },
    }))
}

fn shown_step(world: &World, invite: &GroupInvite, step: Step) -> Value {
    let parts = world.invites_in(Round::Group(invite.id)).filter(|(_, part)| part.order == step.order);
    let status = InviteStatus::of_all(parts.clone().map(|(_, part)| part.status));
    let actions: Value = parts.map(|(document, part)| shown_action(world, document, part)).collect();
    json!({ "id": step.id, "status": status, "order": step.order, "actions": actions })
}

fn shown_action(world: &World, document: Id, invite: &Invite) -> Value {
    let role = world.document(document).and_then(|document| document.role(invite.role_id?));
    json!({
        "action": if invite.role_id.is_some() { "sign" } else { "view" },
        "email": invite.email,
        "document_id": document,
        "status": invite.status,
        "role_name": role.map(|role| &role.name),
    })
}
