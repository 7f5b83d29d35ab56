//! `GET /user/documentgroups`.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::show::{documents, role_names};
use crate::sandbox::documents::{organization_settings, thumbnail};
use crate::sandbox::http::{Bearer, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{DocumentGroup, World};

/// The caller's groups, the one changed last first. `limit` and `offset` are both required; past the end there is
/// nothing.
pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Query(query): Query<BTreeMap<String, String>>,
) -> Reply {
    let number = |name: &str| query.get(name).and_then(|text| text.parse::<usize>().ok());
    let limit = number("limit").filter(|limit| (1..=50).contains(limit)).ok_or(Refusal::LimitInvalid)?;
    let offset = number("offset").ok_or(Refusal::OffsetInvalid)?;
    let world = shared.world();
    let mut groups: Vec<_> =
        world.document_groups.iter().filter(|group| group.owner == bearer.user).collect();
    groups.sort_by_key(|group| (Reverse(group.updated), group.id));
    let shown = groups.iter().skip(offset).take(limit).map(|group| shown(&world, group, &shared.url));
    ok(json!({
        "document_groups": shown.collect::<Value>(),
        "document_group_total_count": groups.len(),
        "originator_organization_settings": organization_settings(world.organization_of_member(bearer.user)),
    }))
}

fn shown(world: &World, group: &DocumentGroup, url: &str) -> Value {
    let documents = documents(world, group).map(|document| {
        json!({
            "id": document.id,
            "name": document.name,
            "thumbnail": thumbnail(url, document.id),
            "has_credit_card_number": false,
            "roles": role_names(document),
        })
    });
    json!({
        "last_updated": group.updated.timestamp().to_string(),
        "group_id": group.id,
        "group_name": group.name,
        "invite_id": group.invite.as_ref().map(|invite| invite.id),
        "invite_status": group.invite.as_ref().map(|invite| world.status_of_group_invite(invite)),
        "documents": documents.collect::<Value>(),
    })
}
