//! Changes to the places in an organization.

use chrono::{DateTime, Utc};

use super::edit::user_named;
use super::input::{Complaint, Input};
use crate::sandbox::world::{
    AdminRole, AdminSeat, AllowedTeamAdmin, Id, MemberSeat, Organization, SeatStatus, World,
};

/// Applies `admins`, `members` and `allowed_team_admins` of an organization's edit. A seat that was there keeps
/// what the edit does not name; a new one is an active admin's or an active member's unless it says otherwise.
pub(super) fn edit(
    input: &Input<'_>,
    organization: &mut Organization,
    world: &World,
) -> Result<(), Complaint> {
    let now = world.now();
    for (user, seat) in named_seats(input, "admins", &["role", "status"], world)? {
        let old = taken(&mut organization.admins, |seat| seat.user_id == user);
        organization.admins.extend(seat.map(|seat| admin(&seat, user, old, now)).transpose()?);
    }
    for (user, seat) in named_seats(input, "members", &["status"], world)? {
        let old = taken(&mut organization.members, |seat| seat.user_id == user);
        organization.members.extend(seat.map(|seat| member(&seat, user, old, now)).transpose()?);
    }
    for (user, seat) in named_seats(input, "allowed_team_admins", &["active"], world)? {
        let old = taken(&mut organization.allowed_team_admins, |seat| seat.user_id == user);
        let seat = seat.map(|seat| team_admin(&seat, user, old, world)).transpose()?;
        organization.allowed_team_admins.extend(seat);
    }
    Ok(())
}

/// The users of one kind of seat, each with what is to become of the seat.
fn named_seats<'a>(
    input: &Input<'a>,
    kind: &str,
    fields: &[&str],
    world: &World,
) -> Result<Vec<(Id, Option<Input<'a>>)>, Complaint> {
    let Some(seats) = input.object(kind)? else { return Ok(vec![]) };
    let mut named = vec![];
    for name in seats.wording().keys() {
        let seat = seats.object(name)?;
        seat.as_ref().map_or(Ok(()), |seat| seat.only(fields))?;
        named.push((user_named(&seats, name, world)?, seat));
    }
    Ok(named)
}

fn admin(
    input: &Input<'_>,
    user_id: Id,
    old: Option<AdminSeat>,
    at: DateTime<Utc>,
) -> Result<AdminSeat, Complaint> {
    let (role, status) = (AdminRole::Admin, SeatStatus::Active);
    let old = old.unwrap_or(AdminSeat { user_id, role, status, invited_by: None, at });
    let role = input.choice("role")?.unwrap_or(old.role);
    Ok(AdminSeat { role, status: input.choice("status")?.unwrap_or(old.status), ..old })
}

fn member(
    input: &Input<'_>,
    user_id: Id,
    old: Option<MemberSeat>,
    at: DateTime<Utc>,
) -> Result<MemberSeat, Complaint> {
    let old = old.unwrap_or(MemberSeat { user_id, status: SeatStatus::Active, invited_by: None, at });
    Ok(MemberSeat { status: input.choice("status")?.unwrap_or(old.status), ..old })
}

fn team_admin(
    input: &Input<'_>,
    user_id: Id,
    old: Option<AllowedTeamAdmin>,
    world: &World,
) -> Result<AllowedTeamAdmin, Complaint> {
    let email = world.users.get(&user_id).map_or_else(String::new, |user| user.email.clone());
    let (created, updated) = (world.now(), world.now());
    let old = old.unwrap_or(AllowedTeamAdmin { user_id, email, active: true, created, updated });
    Ok(AllowedTeamAdmin { active: input.flag("active")?.unwrap_or(old.active), updated, ..old })
}

/// Takes the seat out of its list.
fn taken<T>(seats: &mut Vec<T>, is_meant: impl Fn(&T) -> bool) -> Option<T> {
    let place = seats.iter().position(is_meant)?;
    Some(seats.remove(place))
}
