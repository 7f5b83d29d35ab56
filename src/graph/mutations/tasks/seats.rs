//! Ending someone's place in an organization.

use super::ending::{Ending, StepOutcome};
use super::people::is_last_admin;
use super::reasons::{invitation_open, last_admin};
use super::worker::Worker;
use crate::graph::mutations::refusal;
use crate::graph::mutations::user_error::UserErrorCode::{AdminNotFound, MemberNotFound};
use crate::signnow::v2::{Admin, Member, RemoveAdmin, RemoveMember, Role, SeatStatus};
use crate::signnow::{OrganizationId, UserId};

/// Takes the role of an admin or moderator, given the row that was read.
pub(super) async fn end_management(
    worker: &Worker,
    organization: &OrganizationId,
    seat: Option<&Admin>,
) -> Ending {
    let Some(seat) = seat.filter(|seat| seat.status != SeatStatus::Declined) else {
        return StepOutcome::NotNeeded.into();
    };
    if seat.status != SeatStatus::Active {
        return Ending::rejected(invitation_open());
    }
    if seat.role == Role::Admin
        && let Err(stays) = is_spare(worker, organization, &seat.id).await
    {
        return stays;
    }
    let remove = RemoveAdmin { organization: organization.clone(), user: seat.id.clone() };
    worker.act(remove).await.so_already_if(&[AdminNotFound])
}

/// Ends a membership, given the row that was read.
pub(super) async fn end_membership(
    worker: &Worker,
    organization: &OrganizationId,
    seat: Option<&Member>,
) -> Ending {
    let Some(seat) = seat.filter(|seat| seat.status != SeatStatus::Declined) else {
        return StepOutcome::NotNeeded.into();
    };
    if seat.status != SeatStatus::Active {
        return Ending::rejected(invitation_open());
    }
    let remove = RemoveMember { organization: organization.clone(), user: seat.id.clone() };
    worker.act(remove).await.so_already_if(&[MemberNotFound])
}

/// Whether an organization can do without this admin; what became of the step where it cannot, or cannot tell.
pub(super) async fn is_spare(
    worker: &Worker,
    organization: &OrganizationId,
    admin: &UserId,
) -> Result<(), Ending> {
    match is_last_admin(worker.loaders(), organization, admin).await {
        Ok(false) => Ok(()),
        Ok(true) => Err(Ending::rejected(last_admin())),
        Err(error) => Err(Ending::rejected(refusal::item_error(&error))),
    }
}
