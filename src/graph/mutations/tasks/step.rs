//! The steps that tasks are made of.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

use super::ending::Ending;

/// One of the things that a task looks for or does.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum TaskStepKind {
    /// Reading the organization's people, which takes an organization that the signed-in user manages.
    FindOrganization,
    /// Making an account for the address. signNow mails a link to verify it. CONFIRMED_BY_READ where signNow's answer was
    /// lost and the invitation that followed found the account.
    CreateAccount,
    /// Inviting as a member. signNow mails an invitation.
    AddMember,
    /// Inviting as an admin or moderator. signNow mails an invitation.
    AddAdmin,
    /// Making a moderator an admin, or an admin a moderator.
    ChangeRole,
    /// Ending a membership.
    RemoveMember,
    /// Taking the admin or moderator role.
    RemoveAdmin,
    /// Reading that the person appears in the organization.
    Confirm,
}

/// One step of a task, and what became of it.
#[derive(SimpleObject, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct TaskStep {
    /// What it is.
    pub(super) kind: TaskStepKind,
    #[graphql(flatten)]
    #[serde(flatten)]
    pub(super) ending: Ending,
}

impl TaskStep {
    pub(super) fn new(kind: TaskStepKind, ending: impl Into<Ending>) -> Self {
        Self { kind, ending: ending.into() }
    }
}
