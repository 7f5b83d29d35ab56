//! The roots of writing, a file per noun.
//!
//! Every mutation takes one `input` and goes the one way of `run`: the input is checked before any call, the
//! `idempotencyKey` is claimed before anything is sent, the work runs to its end whoever hangs up, and the payload tells
//! the outcome, which is never guessed. What a caller can correct is data; what they cannot is an error.

mod account;
mod admins;
mod check;
mod desk;
mod documents;
mod event_callback;
mod events;
mod input;
mod invitations;
mod invites;
mod key;
mod members;
mod note;
mod organizations;
mod outcome;
mod payload;
mod refusal;
mod run;
mod secret;
mod settings;
mod tasks;
mod user_error;
mod users;

use async_graphql::MergedObject;

pub(super) use self::run::Session;

/// Where every mutation starts.
#[derive(MergedObject, Default)]
pub(super) struct Mutation(
    organizations::OrganizationMutations,
    admins::AdminMutations,
    members::MemberMutations,
    invitations::InvitationMutations,
    settings::SettingMutations,
    users::UserMutations,
    events::EventMutations,
    tasks::TaskMutations,
    invites::InviteMutations,
    documents::DocumentMutations,
);
