//! Who manages an organization.

use async_graphql::{Context, Enum, ID, InputObject, Object};

use super::input::input;
use super::payload::payload;
use super::run::mutate;
use crate::graph::field::Field;
use crate::graph::id::GlobalId;
use crate::graph::types::Person;
use crate::signnow::v2::{self, AddAdmin, ChangeAdminRole, RemoveAdmin};
use crate::signnow::{OrganizationId, UserId};

/// The two ways to manage an organization.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AdminRole {
    /// Manages the organization and everyone in it. Only an admin can make one.
    Admin,
    /// Manages moderators and members.
    Moderator,
}

impl From<AdminRole> for v2::AdminRole {
    fn from(role: AdminRole) -> Self {
        match role {
            AdminRole::Admin => Self::Admin,
            AdminRole::Moderator => Self::Moderator,
        }
    }
}

/// Someone to manage an organization.
#[derive(InputObject)]
struct AddAdminInput {
    /// The organization: its global id, or signNow's own.
    organization_id: ID,
    /// The address of someone who has an account.
    email: String,
    /// What they are to be.
    role: AdminRole,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { AddAdminInput => AddAdmin, |input, check| {
    let organization = check.organization("organizationId", &input.organization_id);
    let email = check.email("email", &input.email);
    Some(AddAdmin { organization: organization?, email: email?, role: input.role.into() })
} }

/// Another role for someone who manages an organization.
#[derive(InputObject)]
struct ChangeAdminRoleInput {
    /// The `id` of the person, which holds the organization.
    person_id: ID,
    /// What they are to be.
    role: AdminRole,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { ChangeAdminRoleInput => ChangeAdminRole, |input, check| {
    let (organization, user) = check.person("personId", &input.person_id)?;
    Some(ChangeAdminRole { organization, user, role: input.role.into() })
} }

/// Someone who is to manage an organization no more.
#[derive(InputObject)]
struct RemoveAdminInput {
    /// The `id` of the person, which holds the organization.
    person_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { RemoveAdminInput => RemoveAdmin, |input, check| {
    let (organization, user) = check.person("personId", &input.person_id)?;
    Some(RemoveAdmin { organization, user })
} }

payload! {
    /// What became of inviting someone to manage an organization.
    AddAdminPayload((OrganizationId, String)) {
        /// The person who was invited.
        person: Person = |loaders, place| Ok(Person::admin_with_email(loaders, &place.0, &place.1).await?);
    }
}

payload! {
    /// What became of changing the role of someone who manages an organization.
    ChangeAdminRolePayload((OrganizationId, UserId)) {
        /// The person as they are now.
        person: Person = |loaders, place| Ok(Person::admin(loaders, &place.0, &place.1).await?);
    }
}

payload! {
    /// What became of taking the management of an organization from someone.
    RemoveAdminPayload((OrganizationId, UserId)) {
        /// The `id` of the person; null unless they manage the organization no more.
        removed_person_id: ID = |loaders, place| Ok(Some(GlobalId::person(&place.0, &place.1).encode()));
    }
}

#[derive(Default)]
pub(super) struct AdminMutations;

#[Object]
impl AdminMutations {
    /// Invites someone who has an account to manage an organization as admin or moderator. signNow mails them.
    async fn add_admin(&self, context: &Context<'_>, input: AddAdminInput) -> Field<AddAdminPayload> {
        mutate(context, input, |add: AddAdmin, desk| async move {
            let place = (add.organization.clone(), add.email.as_str().to_owned());
            desk.carry_out(add, |_| Some(place)).await
        })
        .await
    }

    /// Makes a moderator an admin, or an admin a moderator.
    async fn change_admin_role(
        &self,
        context: &Context<'_>,
        input: ChangeAdminRoleInput,
    ) -> Field<ChangeAdminRolePayload> {
        mutate(context, input, |change: ChangeAdminRole, desk| async move {
            let place = (change.organization.clone(), change.user.clone());
            desk.carry_out(change, |_| Some(place)).await
        })
        .await
    }

    /// Takes the management of an organization from someone, who may stay a member. The last admin stays.
    async fn remove_admin(
        &self,
        context: &Context<'_>,
        input: RemoveAdminInput,
    ) -> Field<RemoveAdminPayload> {
        mutate(context, input, |remove: RemoveAdmin, desk| async move {
            let place = (remove.organization.clone(), remove.user.clone());
            desk.carry_out(remove, |done| done.map(|()| place)).await
        })
        .await
    }
}
