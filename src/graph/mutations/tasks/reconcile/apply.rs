//! Making differences go away.

use super::difference::{Change, Difference};
use crate::graph::mutations::tasks::ending::{Ending, StepOutcome};
use crate::graph::mutations::tasks::worker::{Worker, side_by_side};
use crate::graph::mutations::user_error::UserErrorCode::{AdminNotFound, MemberExists, MemberNotFound};
use crate::signnow::EmailAddress;
use crate::signnow::v2::{AddAdmin, AddMember, ChangeAdminRole, RemoveAdmin, RemoveMember};

/// Carries every change out, and notes what became of it. New admins come before old ones go, so that there is one at any
/// time; members go before others are invited, because invitations need seats of the plan.
pub(super) async fn apply(worker: &Worker, differences: &mut [Difference]) {
    for turn in [Turn::Promotions, Turn::Rights, Turn::Members, Turn::Invitations] {
        let is_due = |difference: &Difference| difference.change.as_ref().map(Turn::of) == Some(turn);
        let due: Vec<usize> = (0..differences.len()).filter(|index| is_due(&differences[*index])).collect();
        let endings = side_by_side(due.iter().map(|index| end(worker, &differences[*index]))).await;
        for (index, ending) in due.into_iter().zip(endings) {
            differences[index].ending = ending;
        }
    }
}

/// When a change is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Promotions,
    Rights,
    Members,
    Invitations,
}

impl Turn {
    fn of(change: &Change) -> Self {
        match change {
            Change::Promote(..) => Self::Promotions,
            Change::Demote(..) | Change::RemoveAdmin(_) => Self::Rights,
            Change::RemoveMember(_) => Self::Members,
            Change::InviteAdmin(_) | Change::InviteMember => Self::Invitations,
        }
    }
}

async fn end(worker: &Worker, difference: &Difference) -> Ending {
    let Some(change) = difference.change.clone() else { return StepOutcome::Reported.into() };
    let ending = send(worker, difference, change).await;
    match difference.entry {
        Some(index) => ending.about(&["directory", &index.to_string(), "email"]),
        None => ending.about_nobody(),
    }
}

async fn send(worker: &Worker, difference: &Difference, change: Change) -> Ending {
    let organization = difference.organization.clone();
    let email = EmailAddress::new(&difference.email);
    match change {
        Change::Promote(user, role) | Change::Demote(user, role) => {
            worker.act(ChangeAdminRole { organization, user, role }).await
        }
        Change::RemoveAdmin(user) => {
            worker.act(RemoveAdmin { organization, user }).await.so_already_if(&[AdminNotFound])
        }
        Change::RemoveMember(user) => {
            worker.act(RemoveMember { organization, user }).await.so_already_if(&[MemberNotFound])
        }
        Change::InviteAdmin(role) => worker.act(AddAdmin { organization, email, role }).await,
        Change::InviteMember => {
            worker.act(AddMember { organization, email }).await.so_already_if(&[MemberExists])
        }
    }
}
