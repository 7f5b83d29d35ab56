//! Embedded invitations of a group of documents.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::refusal::Refusal;
use super::signer::not_owner;
use super::step::{Task, tasks};
use crate::sandbox::document_groups::owned;
use crate::sandbox::http::{Bearer, Fields, PathId, Reply, created, flag, no_content};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Document, DocumentGroup, GroupInvite, Id, Round, Step, World};

/// `POST /v2/document-groups/{document_group_id}/embedded-invites`. `data` is an object, not the array that
/// document 002 prints without closing it (wire section 9 row 29).
pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let group = owned(&world, &bearer, id).map_err(Refusal::from)?;
    if group.documents.is_empty() {
        return Err(Refusal::GroupEmpty.into());
    }
    let merged = fields.get("sign_as_merged").and_then(flag).ok_or(Refusal::SignAsMergedInvalid)?;
    let tasks = tasks(&world, group, &fields)?;
    fit(&world, group, &tasks)?;
    let invite = send(&mut world, tasks, merged);
    let answer = json!({ "data": { "id": invite.id } });
    note(&mut world, id, Some(invite));
    created(answer)
}

fn fit(world: &World, group: &DocumentGroup, tasks: &[Task]) -> Result<(), Refusal> {
    let documents: Vec<&Document> = group.documents.iter().filter_map(|id| world.document(*id)).collect();
    if documents.iter().all(|document| document.fields.is_empty()) {
        return Err(Refusal::GroupWithoutFields);
    }
    if world.is_group_out(group) || documents.iter().any(|document| world.is_out(document)) {
        return Err(Refusal::GroupActiveInvites);
    }
    not_owner(world, group.owner, tasks.iter().map(|task| task.signer.email.as_str()))?;
    let cast: Vec<Id> = tasks.iter().filter_map(|task| task.role).collect();
    documents.iter().try_for_each(|document| document.fully_cast(&cast))?;
    Ok(())
}

fn send(world: &mut World, tasks: Vec<Task>, sign_as_merged: bool) -> GroupInvite {
    let id = world.new_id();
    let orders: BTreeSet<u32> = tasks.iter().map(|task| task.order).collect();
    let steps = orders.into_iter().map(|order| Step { id: world.new_id(), order }).collect();
    let invite = |task: Task| (task.document, task.signer.invite(world, task.role, task.order, Some(id)));
    let invites = tasks.into_iter().map(invite).collect();
    world.send(Round::Group(id), invites);
    GroupInvite { id, sign_as_merged, steps }
}

fn note(world: &mut World, group: Id, invite: Option<GroupInvite>) {
    let now = world.now();
    if let Some(group) = world.document_groups.iter_mut().find(|candidate| candidate.id == group) {
        (group.invite, group.updated) = (invite, now);
    }
}

/// `DELETE /v2/document-groups/{document_group_id}/embedded-invites` takes back what was not signed.
pub(super) async fn remove(State(shared): State<Arc<Shared>>, bearer: Bearer, PathId(id): PathId) -> Reply {
    let mut world = shared.world();
    let group = owned(&world, &bearer, id).map_err(Refusal::from)?;
    let invite = group.invite.as_ref().ok_or(Refusal::NoGroupInvites)?;
    let round = Round::Group(invite.id);
    if !world.invites_in(round).any(|(_, part)| part.status.is_open()) {
        return Err(Refusal::NoGroupInvites.into());
    }
    world.withdraw(round);
    note(&mut world, id, None);
    no_content()
}
