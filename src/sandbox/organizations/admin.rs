//! Admins and moderators of an organization.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::json;

use super::caller::{Caller, active_mut, managed};
use super::input;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, Fields, Reply, created, no_content, ok};
use crate::sandbox::listing::{Field, Filters, Query};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{About, AdminRole, AdminSeat, Id, MailKind, Organization, SeatStatus, World};

const FILTERS: &[Field] = &[Field::text("email"), Field::text("status"), Field::any_of("type")];

/// An admin or moderator; `id` is the user's.
#[derive(Serialize)]
struct Row<'world> {
    id: Id,
    email: &'world str,
    #[serde(rename = "type")]
    role: AdminRole,
    status: SeatStatus,
}

impl<'world> Row<'world> {
    fn of(world: &'world World, seat: &AdminSeat) -> Option<Self> {
        let user = world.users.get(&seat.user_id)?;
        Some(Row { id: user.id, email: &user.email, role: seat.role, status: seat.status })
    }

    fn passes(&self, filters: &Filters) -> bool {
        filters.admit_text("email", self.email)
            && filters.admit_text("status", self.status.name())
            && filters.admit_text("type", self.role.name())
    }
}

/// `GET /v2/organizations/{organization_id}/admins`: active, invited and declined ones.
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
    let rows = organization.admins.iter().filter_map(|seat| Row::of(&world, seat));
    ok(page.cut(rows.filter(|row| row.passes(&filters)).collect()))
}

/// `POST /v2/organizations/{organization_id}/admins` invites. The `id` of the answer is the invitation's, not the
/// user's (document 003: "Returns id of the invitation"); no call takes it.
pub(super) async fn add(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let (now, invitation) = (world.now(), world.new_id());
    let invited = fields.text("email").and_then(|email| world.user_by_email(email)).map(|user| user.id);
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationMissing(id))?;
    let rank = caller.manages(organization)?;
    let (email, role) = invitee(&fields)?;
    if (rank, role) == (AdminRole::Moderator, AdminRole::Admin) {
        return Err(Refusal::ModeratorMakesAdmin.into());
    }
    let user_id = invited.ok_or_else(|| Refusal::AdminUserNotFound(email.to_owned()))?;
    if has_seat(organization, user_id) {
        return Err(Refusal::AdminExists.into());
    }
    let (status, invited_by) = (SeatStatus::Pending, Some(caller.id));
    organization.admins.retain(|declined| declined.user_id != user_id);
    organization.admins.push(AdminSeat { user_id, role, status, invited_by, at: now });
    let about = About::organization(organization.id);
    world.mail(MailKind::OrganizationInvite, email, about);
    created(json!({ "data": { "id": invitation, "email": email, "type": role, "status": status } }))
}

fn invitee(fields: &Fields) -> Result<(&str, AdminRole), Refusal> {
    use Refusal::{AdminEmailInvalid, AdminEmailRequired, AdminTypeRequired, AdminTypeUnknown};
    let email = input::email(fields, AdminEmailRequired, AdminEmailInvalid, AdminEmailInvalid)?;
    Ok((email, input::admin_role(fields, AdminTypeRequired, AdminTypeUnknown)?))
}

/// `PUT /v2/organizations/{organization_id}/admins/{user_id}` makes a moderator an admin, or the reverse.
pub(super) async fn change_type(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path((id, user_id)): Path<(String, String)>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let now = world.now();
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationNotFound(id))?;
    let rank = caller.role(organization)?;
    let role = input::admin_role(&fields, Refusal::NewTypeRequired, Refusal::NewTypeUnknown)?;
    let target = seated(organization, &user_id)?;
    match (rank, target.role, role) {
        (AdminRole::Moderator, AdminRole::Admin, _) => return Err(Refusal::Role.into()),
        (AdminRole::Moderator, _, AdminRole::Admin) => return Err(Refusal::ModeratorMakesAdmin.into()),
        (_, AdminRole::Admin, AdminRole::Moderator) => another_admin(organization)?,
        _ => {}
    }
    let target = target.user_id;
    for seat in organization.admins.iter_mut().filter(|seat| seat.user_id == target) {
        (seat.role, seat.at) = (role, now);
    }
    no_content()
}

/// `DELETE /v2/organizations/{organization_id}/admins/{user_id}`. Giving up one's own seat is the same call.
pub(super) async fn remove(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path((id, user_id)): Path<(String, String)>,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationNotFound(id))?;
    let rank = caller.manages(organization)?;
    let target = seated(organization, &user_id)?;
    match (rank, target.role) {
        (AdminRole::Moderator, AdminRole::Admin) => return Err(Refusal::ModeratorRemovesAdmin.into()),
        (_, AdminRole::Admin) => another_admin(organization)?,
        _ => {}
    }
    let target = target.user_id;
    organization.admins.retain(|seat| seat.user_id != target);
    no_content()
}

/// The accepted seat of the user a path names: an invited admin is "not found" yet.
fn seated<'world>(organization: &'world Organization, user_id: &str) -> Result<&'world AdminSeat, Refusal> {
    let seat = user_id.parse().ok().and_then(|user| organization.admin(user));
    let accepted = seat.filter(|seat| seat.status == SeatStatus::Active);
    accepted.ok_or_else(|| Refusal::AdminNotFound(user_id.to_owned()))
}

/// "An organization should consist of at least one Admin": the last one stays one.
fn another_admin(organization: &Organization) -> Result<(), Refusal> {
    let admin = |seat: &&AdminSeat| seat.role == AdminRole::Admin && seat.status == SeatStatus::Active;
    (organization.admins.iter().filter(admin).count() > 1).then_some(()).ok_or(Refusal::LastAdmin)
}

/// Whether the user manages the organization or is invited to. Who declined may be asked again.
pub(super) fn has_seat(organization: &Organization, user: Id) -> bool {
    organization.admin(user).is_some_and(|seat| seat.status != SeatStatus::Declined)
}
