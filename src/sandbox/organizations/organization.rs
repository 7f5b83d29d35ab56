//! Organizations themselves: create, rename, list, delete.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::json;

use super::caller::{Caller, active_mut};
use super::input;
use super::membership::{self, Membership};
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, Fields, Reply, created, no_content, ok};
use crate::sandbox::listing::Query;
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Id, Logo, Organization};

/// In characters, not bytes.
const LONGEST_NAME: usize = 255;

/// An organization as the list shows it: one page of document 003 calls `active` and `membership` arrays, the
/// example and every other source has a boolean and an object.
#[derive(Serialize)]
struct Row<'world> {
    id: Id,
    name: &'world str,
    active: bool,
    logo: Option<&'world Logo>,
    membership: Membership<'world>,
}

/// `POST /v2/organizations`: the caller becomes its admin.
pub(super) async fn create(State(shared): State<Arc<Shared>>, bearer: Bearer, fields: Fields) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    caller.subscribed()?;
    let name = name(&fields)?;
    let mine = |organization: &&Organization| organization.active && organization.created_by == caller.id;
    if world.organizations.iter().filter(mine).count() >= caller.subscription.organization_limit() {
        return Err(Refusal::TooManyOrganizations.into());
    }
    let (id, now) = (world.new_id(), world.now());
    world.organizations.push(Organization::founded(id, name, caller.id, now));
    created(json!({ "id": id }))
}

/// `PUT /v2/organizations/{organization_id}`. Whoever holds no seat is told less than a moderator or a member.
pub(super) async fn rename(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let now = world.now();
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationMissing(id))?;
    if !caller.is_admin(organization) {
        let related = organization.has_member(caller.id) || caller.role(organization).is_ok();
        return Err(if related { Refusal::Role } else { Refusal::Stranger }.into());
    }
    caller.subscribed()?;
    organization.name = name(&fields)?.to_owned();
    organization.updated = now;
    no_content()
}

fn name(fields: &Fields) -> Result<&str, Refusal> {
    let name = input::text(fields, "name", Refusal::NameRequired, Refusal::NameNotString)?;
    (name.chars().count() <= LONGEST_NAME).then_some(name).ok_or(Refusal::NameTooLong)
}

/// `GET /v2/organizations`: those the caller has a seat in, of the types and the status asked for.
pub(super) async fn list(State(shared): State<Arc<Shared>>, bearer: Bearer, query: Query) -> Reply {
    let world = shared.world();
    let page = query.page()?;
    let filters = query.filters(membership::FILTERS)?;
    let active = world.organizations.iter().filter(|organization| organization.active);
    let rows = active.filter_map(|organization| {
        let Organization { id, name, active, logo, .. } = organization;
        let membership = Membership::highest(&world, organization, bearer.user, &filters)?;
        Some(Row { id: *id, name, active: *active, logo: logo.as_ref(), membership })
    });
    ok(page.cut(rows.collect()))
}

/// `DELETE /v2/organizations/{organization_id}`: it stays in the world, and nobody finds it any more.
pub(super) async fn remove(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let now = world.now();
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationMissing(id))?;
    if !caller.is_admin(organization) {
        return Err(Refusal::Role.into());
    }
    organization.active = false;
    organization.updated = now;
    no_content()
}
