//! Whole tasks, not only endpoints: a file per task.
//!
//! Every task looks before it acts, with reads that are anew, and does only what is found needed: so it is harmless when
//! run again, under the same `idempotencyKey` or none. A dry run looks and sends nothing. One step or item that fails
//! stops no other that does not need it, and each tells what became of it; `conclusion` says what that makes of the whole.
//! The room takes no decision about people that its input does not hold, and never touches the signed-in user's own seat
//! unless that is named.

mod add_members;
mod conclusion;
mod ending;
mod offboard;
mod people;
mod provision;
mod reasons;
mod reconcile;
mod remove_members;
mod role;
mod seats;
mod step;
mod worker;

use async_graphql::MergedObject;

/// The mutations of this room.
#[derive(MergedObject, Default)]
pub(super) struct TaskMutations(
    provision::ProvisionMutation,
    offboard::OffboardMutation,
    reconcile::ReconcileMutation,
    add_members::AddMembersMutation,
    remove_members::RemoveMembersMutation,
);
