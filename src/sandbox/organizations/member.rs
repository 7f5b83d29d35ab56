//! Members of an organization.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;

use super::caller::{Caller, active_mut, managed};
use super::input;
use super::login::LastLogin;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, Fields, Reply, created_empty, no_content, ok};
use crate::sandbox::listing::{Field, Filters, Key, Query};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{About, Id, MailKind, MemberSeat, Organization, SeatStatus, World};

const FILTERS: &[Field] = &[Field::text("email"), Field::text("status")];

/// A member; `id` is the user's.
#[derive(Serialize)]
struct Row<'world> {
    id: Id,
    email: &'world str,
    status: SeatStatus,
    last_login: LastLogin<'world>,
}

impl<'world> Row<'world> {
    /// An organization does not see the logins of those who have not joined it (the document's pending example).
    fn of(world: &'world World, seat: &MemberSeat) -> Option<Self> {
        let user = world.users.get(&seat.user_id)?;
        let login = world.last_logins.get(&user.id).filter(|_| seat.status == SeatStatus::Active);
        Some(Row { id: user.id, email: &user.email, status: seat.status, last_login: login.into() })
    }

    fn passes(&self, filters: &Filters) -> bool {
        filters.admit_text("email", self.email) && filters.admit_text("status", self.status.name())
    }
}

fn sorts<'world>() -> [Key<Row<'world>>; 1] {
    [Key { field: "email", compare: |one, other| one.email.cmp(other.email) }]
}

/// `GET /v2/organizations/{organization_id}/members`: active, invited and declined ones.
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
    let mut rows: Vec<Row> = rows.filter(|row| row.passes(&filters)).collect();
    query.sort(&mut rows, &sorts());
    ok(page.cut(rows))
}

/// `POST /v2/organizations/{organization_id}/members` invites someone who is registered.
pub(super) async fn add(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let now = world.now();
    let invited = fields.text("email").and_then(|email| world.user_by_email(email)).map(|user| user.id);
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationMissing(id))?;
    caller.manages(organization)?;
    let email = email(&fields)?;
    let user_id = invited.ok_or_else(|| Refusal::UserNotFound(email.to_owned()))?;
    room_for(caller, organization, user_id)?;
    let (status, invited_by) = (SeatStatus::Pending, Some(caller.id));
    organization.members.retain(|declined| declined.user_id != user_id);
    organization.members.push(MemberSeat { user_id, status, invited_by, at: now });
    let about = About::organization(organization.id);
    world.mail(MailKind::OrganizationInvite, email, about);
    created_empty()
}

/// The document also prints 12004003 for a missing address; 12007007 is the code of this family.
fn email(fields: &Fields) -> Result<&str, Refusal> {
    use Refusal::{MemberEmailInvalid, MemberEmailNotString, MemberEmailRequired};
    input::email(fields, MemberEmailRequired, MemberEmailNotString, MemberEmailInvalid)
}

/// Active and pending members count, those who declined do not: they may be asked again.
fn room_for(caller: Caller, organization: &Organization, user: Id) -> Result<(), Refusal> {
    let mut counting = organization.members.iter().filter(|seat| seat.status != SeatStatus::Declined);
    if counting.clone().any(|seat| seat.user_id == user) {
        return Err(Refusal::MemberExists);
    }
    let full = caller.subscription.member_limit().is_some_and(|limit| counting.nth(limit - 1).is_some());
    if full { Err(Refusal::TooManyMembers) } else { Ok(()) }
}

/// `DELETE /v2/organizations/{organization_id}/members/{user_id}`. Everybody may leave; removing others is for
/// those who manage. An invitation is no membership yet and is not found.
pub(super) async fn remove(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path((id, user_id)): Path<(String, String)>,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationMissing(id))?;
    let user = user_id.parse().ok();
    if user != Some(caller.id) {
        caller.role(organization)?;
        caller.subscribed().map_err(|_| Refusal::SubscriptionForRemoval)?;
    }
    let member = user.filter(|user| organization.has_member(*user)).ok_or(Refusal::MemberNotFound)?;
    organization.members.retain(|seat| seat.user_id != member);
    no_content()
}
