//! Invites to sign, by mail and inside other applications.
//!
//! What document 002 demands of an invite is made sure of before anything is sent: the shape of the input by itself, the rest
//! by one look at the document or group, which may be a cached one as long as it refuses nothing. signNow has the last
//! word all the same.

mod arguments;
mod casting;
mod embedded;
mod field;
mod freeform;
mod ground;
mod group;
mod group_ground;
mod letter;
mod link;
mod resend;
mod signer;

use async_graphql::MergedObject;

pub(super) use ground::is_out;

/// Everything that can be done about invites.
#[derive(MergedObject, Default)]
pub(super) struct InviteMutations(
    field::FieldInviteMutations,
    resend::ResendMutations,
    freeform::FreeformInviteMutations,
    embedded::EmbeddedInviteMutations,
    group::GroupInviteMutations,
    link::LinkMutations,
);
