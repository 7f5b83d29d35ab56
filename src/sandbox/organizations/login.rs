//! When members were last seen.

use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::caller::managed;
use crate::sandbox::http::{Bearer, Reply, ok};
use crate::sandbox::listing::{Field, Key, Query};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Id, Login, MemberSeat, SeatStatus, World};

const FILTERS: &[Field] = &[Field::text("email")];

/// The last login inside a member: an object, or the `[]` that PHP makes of an empty one.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum LastLogin<'world> {
    Some(Details<'world>),
    None([(); 0]),
}

impl<'world> From<Option<&'world Login>> for LastLogin<'world> {
    fn from(login: Option<&'world Login>) -> Self {
        login.map_or(LastLogin::None([]), |login| LastLogin::Some(login.into()))
    }
}

/// Times in unix seconds.
#[derive(Serialize)]
pub(super) struct Details<'world> {
    #[serde(with = "chrono::serde::ts_seconds")]
    last_login: DateTime<Utc>,
    ip: &'world str,
    user_agent: &'world str,
    application: &'world str,
    #[serde(with = "chrono::serde::ts_seconds")]
    created_at: DateTime<Utc>,
}

impl<'world> From<&'world Login> for Details<'world> {
    fn from(login: &'world Login) -> Self {
        Details {
            last_login: login.last_login,
            ip: &login.ip,
            user_agent: &login.user_agent,
            application: &login.application,
            created_at: login.created_at,
        }
    }
}

/// A line of the list of last logins.
#[derive(Serialize)]
struct Row<'world> {
    user_id: Id,
    email: &'world str,
    #[serde(flatten)]
    details: Details<'world>,
}

impl<'world> Row<'world> {
    /// Nothing for those who have not joined, and for those who never logged in.
    fn of(world: &'world World, seat: &MemberSeat) -> Option<Self> {
        let user = world.users.get(&seat.user_id).filter(|_| seat.status == SeatStatus::Active)?;
        let details = world.last_logins.get(&user.id)?.into();
        Some(Row { user_id: user.id, email: &user.email, details })
    }
}

fn sorts<'world>() -> [Key<Row<'world>>; 2] {
    [
        Key { field: "email", compare: |one, other| one.email.cmp(other.email) },
        Key { field: "updated", compare: |one, other| one.details.last_login.cmp(&other.details.last_login) },
    ]
}

/// `GET /v2/organizations/{organization_id}/members/last-logins`
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
    let rows = organization.members.iter().filter_map(|seat| Row::of(&world, seat));
    let mut rows: Vec<Row> = rows.filter(|row| filters.admit_text("email", row.email)).collect();
    query.sort(&mut rows, &sorts());
    ok(page.cut(rows))
}
