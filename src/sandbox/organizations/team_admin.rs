//! Allowed team admins of an organization.

use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::admin;
use super::caller::{Caller, active_mut, managed};
use super::input;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, Fields, Reply, created_empty, no_content, ok};
use crate::sandbox::listing::{Field, Filters, Query};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{AllowedTeamAdmin, Id};

const FILTERS: &[Field] = &[Field::text("email"), Field::flag("active")];

/// Times in unix seconds.
#[derive(Serialize)]
struct Row<'world> {
    user_id: Id,
    email: &'world str,
    active: bool,
    #[serde(with = "chrono::serde::ts_seconds")]
    created: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_seconds")]
    updated: DateTime<Utc>,
}

impl Row<'_> {
    fn passes(&self, filters: &Filters) -> bool {
        filters.admit_text("email", self.email) && filters.admit_flag("active", self.active)
    }
}

impl<'world> From<&'world AllowedTeamAdmin> for Row<'world> {
    fn from(admin: &'world AllowedTeamAdmin) -> Self {
        let AllowedTeamAdmin { user_id, email, active, created, updated } = admin;
        Row { user_id: *user_id, email, active: *active, created: *created, updated: *updated }
    }
}

/// `GET /v2/organizations/{organization_id}/allowed-team-admins`
pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    query: Query,
) -> Reply {
    let world = shared.world();
    let organization = managed(&world, &bearer, &id)?;
    let page = query.page()?;
    let filters = query.filters(FILTERS)?;
    let rows = organization.allowed_team_admins.iter().map(Row::from);
    ok(page.cut(rows.filter(|row| row.passes(&filters)).collect()))
}

/// `POST /v2/organizations/{organization_id}/allowed-team-admins`: someone registered who does not manage the
/// organization anyway. The new one is active. Here an address that is none is just nobody's (12004008).
pub(super) async fn add(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let now = world.now();
    let person = fields.text("email").and_then(|email| world.user_by_email(email));
    let person = person.map(|user| (user.id, user.email.clone()));
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationMissing(id))?;
    caller.manages(organization)?;
    let given = input::required(&fields, "email", Refusal::AdminEmailRequired)?;
    let shown = || given.as_str().map_or_else(|| given.to_string(), str::to_owned);
    let (user_id, email) = person.ok_or_else(|| Refusal::AdminUserNotFound(shown()))?;
    if admin::has_seat(organization, user_id) {
        return Err(Refusal::AdminExists.into());
    }
    if organization.allowed_team_admins.iter().any(|admin| admin.user_id == user_id) {
        return Err(Refusal::TeamAdminExists.into());
    }
    let admin = AllowedTeamAdmin { user_id, email, active: true, created: now, updated: now };
    organization.allowed_team_admins.push(admin);
    created_empty()
}

/// `PUT /v2/organizations/{organization_id}/allowed-team-admins` switches one on or off.
pub(super) async fn switch(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let now = world.now();
    let person = fields.text("email").and_then(|email| world.user_by_email(email)).map(|user| user.id);
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationMissing(id))?;
    caller.manages(organization)?;
    let (email, active) = switched(&fields)?;
    let person = person.ok_or_else(|| Refusal::UserNotFound(email.to_owned()))?;
    let admin = organization.allowed_team_admins.iter_mut().find(|admin| admin.user_id == person);
    let admin = admin.ok_or_else(|| Refusal::TeamAdminNotFound(email.to_owned()))?;
    (admin.active, admin.updated) = (active, now);
    no_content()
}

fn switched(fields: &Fields) -> Result<(&str, bool), Refusal> {
    use Refusal::{TeamAdminEmailInvalid, TeamAdminEmailNotString, TeamAdminEmailRequired};
    let email = input::email(fields, TeamAdminEmailRequired, TeamAdminEmailNotString, TeamAdminEmailInvalid)?;
    let active = input::required(fields, "active", Refusal::ActiveRequired)?;
    Ok((email, active.as_bool().ok_or(Refusal::ActiveNotBoolean)?))
}
