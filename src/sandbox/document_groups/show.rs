//! `GET /documentgroup/{document_group_id}`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Value, json};

use super::lookup::owned;
use crate::sandbox::documents::{organization_settings, thumbnail};
use crate::sandbox::http::{Bearer, PathId, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Document, DocumentGroup, World};

/// A group with its documents; `invite_id` is null as long as it was not invited.
pub(super) async fn show(State(shared): State<Arc<Shared>>, bearer: Bearer, PathId(id): PathId) -> Reply {
    let world = shared.world();
    let group = owned(&world, &bearer, id)?;
    let removable = !world.is_group_out(group);
    let documents = documents(&world, group).map(|document| shown(document, removable, &shared.url));
    ok(json!({
        "id": group.id,
        "group_name": group.name,
        "invite_id": group.invite.as_ref().map(|invite| invite.id),
        "documents": documents.collect::<Value>(),
        "originator_organization_settings": organization_settings(world.organization_of_member(group.owner)),
    }))
}

/// The documents of a group, in its order.
pub(super) fn documents<'world>(
    world: &'world World,
    group: &'world DocumentGroup,
) -> impl Iterator<Item = &'world Document> {
    group.documents.iter().filter_map(|id| world.document(*id))
}

/// The names of a document's roles.
pub(super) fn role_names(document: &Document) -> Value {
    document.roles.iter().map(|role| role.name.as_str()).collect()
}

fn shown(document: &Document, removable: bool, url: &str) -> Value {
    json!({
        "id": document.id,
        "document_name": document.name,
        "roles": role_names(document),
        "thumbnail": thumbnail(url, document.id),
        "origin_document_id": null,
        "has_unassigned_field": false,
        "has_credit_card_number": false,
        "allowed_to_remove": removable,
    })
}
