//! Answers to invitations. Only the invited may give them.

use std::sync::Arc;

use axum::extract::{Path, State};

use super::caller::active_mut;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, Reply, created_empty, no_content};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Id, SeatStatus, World};

/// Organization and invited user, as the path names them.
type Invite = Path<(String, String)>;

#[derive(Clone, Copy, Debug)]
enum Answer {
    Accept,
    Decline,
}

impl Answer {
    fn verb(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Decline => "decline",
        }
    }

    fn status(self) -> SeatStatus {
        match self {
            Self::Accept => SeatStatus::Active,
            Self::Decline => SeatStatus::Declined,
        }
    }
}

/// `POST /v2/organizations/{organization_id}/admins/{user_id}/accept`. The document's curl has a PUT without the
/// last word; its heading and the wire notes (§9 row 26) have this.
pub(super) async fn accept_as_admin(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(invite): Invite,
) -> Reply {
    answer_as_admin(&mut shared.world(), &bearer, invite, Answer::Accept)
}

/// `POST /v2/organizations/{organization_id}/admins/{user_id}/decline`
pub(super) async fn decline_as_admin(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(invite): Invite,
) -> Reply {
    answer_as_admin(&mut shared.world(), &bearer, invite, Answer::Decline)
}

/// `POST /v2/organizations/{organization_id}/members/{user_id}/accept` ends a membership elsewhere.
pub(super) async fn accept_as_member(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(invite): Invite,
) -> Reply {
    answer_as_member(&mut shared.world(), &bearer, invite, Answer::Accept)
}

/// `POST /v2/organizations/{organization_id}/members/{user_id}/decline`
pub(super) async fn decline_as_member(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(invite): Invite,
) -> Reply {
    answer_as_member(&mut shared.world(), &bearer, invite, Answer::Decline)
}

fn answer_as_admin(
    world: &mut World,
    bearer: &Bearer,
    (id, user_id): (String, String),
    answer: Answer,
) -> Reply {
    let (now, known) = (world.now(), registered(world, &user_id));
    let organization = active_mut(world, &id).ok_or(Refusal::OrganizationNotFound(id))?;
    let user = own(known, bearer, user_id, answer)?;
    let mut seats = organization.admins.iter_mut();
    let seat = seats.find(|seat| seat.user_id == user && seat.status == SeatStatus::Pending);
    let seat = seat.ok_or(Refusal::InviteNotFound)?;
    (seat.status, seat.at) = (answer.status(), now);
    no_content()
}

fn answer_as_member(
    world: &mut World,
    bearer: &Bearer,
    (id, user_id): (String, String),
    answer: Answer,
) -> Reply {
    let (now, known) = (world.now(), registered(world, &user_id));
    let organization = active_mut(world, &id).ok_or(Refusal::OrganizationNotFound(id))?;
    let user = own(known, bearer, user_id, answer)?;
    let mut seats = organization.members.iter_mut();
    let seat = seats.find(|seat| seat.user_id == user && seat.status == SeatStatus::Pending);
    let seat = seat.ok_or(Refusal::InviteNotFound)?;
    (seat.status, seat.at) = (answer.status(), now);
    let joined = organization.id;
    if matches!(answer, Answer::Accept) {
        leave_all_but(world, joined, user);
    }
    created_empty()
}

fn registered(world: &World, user_id: &str) -> Option<Id> {
    user_id.parse().ok().filter(|user| world.users.contains_key(user))
}

/// The invited user, who has to be the one who asks.
fn own(known: Option<Id>, bearer: &Bearer, user_id: String, answer: Answer) -> Result<Id, Refusal> {
    let user = known.ok_or(Refusal::UserNotFound(user_id))?;
    (user == bearer.user).then_some(user).ok_or(Refusal::NotYourInvite(answer.verb()))
}

/// "A user can be a Member of only one Organization": joining one cancels the membership before it.
fn leave_all_but(world: &mut World, joined: Id, user: Id) {
    for organization in world.organizations.iter_mut().filter(|organization| organization.id != joined) {
        organization.members.retain(|seat| seat.user_id != user || seat.status != SeatStatus::Active);
    }
}
