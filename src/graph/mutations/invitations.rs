//! Answers to invitations that the signed-in user got.

use async_graphql::{Context, ID, InputObject, Object};

use super::desk::Desk;
use super::input::input;
use super::outcome::Receipt;
use super::payload::payload;
use super::run::mutate;
use crate::directory::Change;
use crate::graph::error::Failure;
use crate::graph::field::Field;
use crate::graph::types::Organization;
use crate::loaders::LoadsObject;
use crate::signnow::v1::CurrentUser;
use crate::signnow::v2::{
    AcceptAdminInvitation, AcceptMemberInvitation, DeclineAdminInvitation, DeclineMemberInvitation,
};
use crate::signnow::{OrganizationId, UserId};

/// An invitation that the signed-in user got.
#[derive(InputObject)]
struct AnswerInvitationInput {
    /// The organization that invited: its global id, or signNow's own.
    organization_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { AnswerInvitationInput => OrganizationId, |input, check| {
    check.organization("organizationId", &input.organization_id)
} }

payload! {
    /// What became of answering an invitation.
    AnswerInvitationPayload(OrganizationId) {
        /// The organization as the signed-in user sees it now; null once they have declined.
        organization: Organization = |loaders, id| Ok(Organization::find(loaders, id).await?);
    }
}

#[derive(Default)]
pub(super) struct InvitationMutations;

#[Object]
impl InvitationMutations {
    /// Accepts to be admin or moderator of an organization.
    async fn accept_admin_invitation(
        &self,
        context: &Context<'_>,
        input: AnswerInvitationInput,
    ) -> Field<AnswerInvitationPayload> {
        mutate(context, input, |id, desk| {
            answer(id, desk, |organization, user| AcceptAdminInvitation { organization, user })
        })
        .await
    }

    /// Declines to be admin or moderator of an organization.
    async fn decline_admin_invitation(
        &self,
        context: &Context<'_>,
        input: AnswerInvitationInput,
    ) -> Field<AnswerInvitationPayload> {
        mutate(context, input, |id, desk| {
            answer(id, desk, |organization, user| DeclineAdminInvitation { organization, user })
        })
        .await
    }

    /// Accepts to be a member of an organization. This ends a membership elsewhere: signNow allows one.
    async fn accept_member_invitation(
        &self,
        context: &Context<'_>,
        input: AnswerInvitationInput,
    ) -> Field<AnswerInvitationPayload> {
        mutate(context, input, |id, desk| {
            answer(id, desk, |organization, user| AcceptMemberInvitation { organization, user })
        })
        .await
    }

    /// Declines to be a member of an organization.
    async fn decline_member_invitation(
        &self,
        context: &Context<'_>,
        input: AnswerInvitationInput,
    ) -> Field<AnswerInvitationPayload> {
        mutate(context, input, |id, desk| {
            answer(id, desk, |organization, user| DeclineMemberInvitation { organization, user })
        })
        .await
    }
}

/// signNow wants to be told who the signed-in user is.
async fn answer<C: Change<Answer = ()>>(
    organization: OrganizationId,
    desk: Desk,
    command: impl FnOnce(OrganizationId, UserId) -> C,
) -> Result<Receipt<OrganizationId>, Failure> {
    let viewer = match desk.loaders.object(CurrentUser).await {
        Ok(viewer) => viewer,
        Err(error) => return desk.held_up(error.into()),
    };
    desk.carry_out(command(organization.clone(), viewer.id.clone()), |_| Some(organization)).await
}
