//! Making, renaming and deleting organizations.

use async_graphql::{Context, ID, InputObject, Object};

use super::input::input;
use super::payload::payload;
use super::run::mutate;
use crate::graph::field::Field;
use crate::graph::id::GlobalId;
use crate::graph::types::Organization;
use crate::signnow::OrganizationId;
use crate::signnow::v2::{CreateOrganization, DeleteOrganization, RenameOrganization};

/// The most characters of a name (document 003).
const LONGEST_NAME: usize = 255;

/// A new organization.
#[derive(InputObject)]
struct CreateOrganizationInput {
    /// Its name, 1 to 255 characters.
    name: String,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { CreateOrganizationInput => CreateOrganization, |input, check| {
    Some(CreateOrganization { name: check.text("name", input.name, LONGEST_NAME)? })
} }

/// A new name for an organization.
#[derive(InputObject)]
struct RenameOrganizationInput {
    /// The organization: its global id, or signNow's own.
    organization_id: ID,
    /// The new name, 1 to 255 characters.
    name: String,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { RenameOrganizationInput => RenameOrganization, |input, check| {
    let organization = check.organization("organizationId", &input.organization_id);
    let name = check.text("name", input.name, LONGEST_NAME);
    Some(RenameOrganization { organization: organization?, name: name? })
} }

/// An organization to delete.
#[derive(InputObject)]
struct DeleteOrganizationInput {
    /// The organization: its global id, or signNow's own.
    organization_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { DeleteOrganizationInput => DeleteOrganization, |input, check| {
    Some(DeleteOrganization { organization: check.organization("organizationId", &input.organization_id)? })
} }

payload! {
    /// What became of making an organization.
    CreateOrganizationPayload(OrganizationId) {
        /// The new organization.
        organization: Organization = |loaders, id| Ok(Organization::find(loaders, id).await?);
    }
}

payload! {
    /// What became of renaming an organization.
    RenameOrganizationPayload(OrganizationId) {
        /// The organization as it is now.
        organization: Organization = |loaders, id| Ok(Organization::find(loaders, id).await?);
    }
}

payload! {
    /// What became of deleting an organization.
    DeleteOrganizationPayload(OrganizationId) {
        /// The global id that the organization had; null unless it is gone.
        deleted_organization_id: ID = |loaders, id| Ok(Some(GlobalId::Organization(id.clone()).encode()));
    }
}

#[derive(Default)]
pub(super) struct OrganizationMutations;

#[Object]
impl OrganizationMutations {
    /// Makes an organization, with the signed-in user as its admin. A plan allows so many.
    async fn create_organization(
        &self,
        context: &Context<'_>,
        input: CreateOrganizationInput,
    ) -> Field<CreateOrganizationPayload> {
        mutate(context, input, |create, desk| async move { desk.carry_out(create, |id| id.cloned()).await })
            .await
    }

    /// Renames an organization. For its admins.
    async fn rename_organization(
        &self,
        context: &Context<'_>,
        input: RenameOrganizationInput,
    ) -> Field<RenameOrganizationPayload> {
        mutate(context, input, |rename: RenameOrganization, desk| async move {
            let id = rename.organization.clone();
            desk.carry_out(rename, |_| Some(id)).await
        })
        .await
    }

    /// Deletes an organization, with everyone's place in it. For its admins; there is no way back.
    async fn delete_organization(
        &self,
        context: &Context<'_>,
        input: DeleteOrganizationInput,
    ) -> Field<DeleteOrganizationPayload> {
        mutate(context, input, |delete: DeleteOrganization, desk| async move {
            let id = delete.organization.clone();
            desk.carry_out(delete, |done| done.map(|()| id)).await
        })
        .await
    }
}
