//! Who belongs to an organization.

use async_graphql::{Context, ID, InputObject, Object};

use super::input::input;
use super::payload::payload;
use super::run::mutate;
use crate::graph::field::Field;
use crate::graph::id::GlobalId;
use crate::graph::types::Person;
use crate::signnow::v2::{AddMember, RemoveMember};
use crate::signnow::{OrganizationId, UserId};

/// Someone to belong to an organization.
#[derive(InputObject)]
struct AddMemberInput {
    /// The organization: its global id, or signNow's own.
    organization_id: ID,
    /// The address of someone who has an account.
    email: String,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { AddMemberInput => AddMember, |input, check| {
    let organization = check.organization("organizationId", &input.organization_id);
    let email = check.email("email", &input.email);
    Some(AddMember { organization: organization?, email: email? })
} }

/// Someone who is to belong to an organization no more.
#[derive(InputObject)]
struct RemoveMemberInput {
    /// The `id` of the person, which holds the organization.
    person_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { RemoveMemberInput => RemoveMember, |input, check| {
    let (organization, user) = check.person("personId", &input.person_id)?;
    Some(RemoveMember { organization, user })
} }

payload! {
    /// What became of inviting someone to an organization.
    AddMemberPayload((OrganizationId, String)) {
        /// The person who was invited.
        person: Person = |loaders, place| Ok(Person::member_with_email(loaders, &place.0, &place.1).await?);
    }
}

payload! {
    /// What became of removing someone from an organization.
    RemoveMemberPayload((OrganizationId, UserId)) {
        /// The `id` of the person; null unless they are a member no more.
        removed_person_id: ID = |loaders, place| Ok(Some(GlobalId::person(&place.0, &place.1).encode()));
    }
}

#[derive(Default)]
pub(super) struct MemberMutations;

#[Object]
impl MemberMutations {
    /// Invites someone who has an account to be a member of an organization. signNow mails them.
    async fn add_member(&self, context: &Context<'_>, input: AddMemberInput) -> Field<AddMemberPayload> {
        mutate(context, input, |add: AddMember, desk| async move {
            let place = (add.organization.clone(), add.email.as_str().to_owned());
            desk.carry_out(add, |_| Some(place)).await
        })
        .await
    }

    /// Removes a member from an organization. Everyone may remove themselves.
    async fn remove_member(
        &self,
        context: &Context<'_>,
        input: RemoveMemberInput,
    ) -> Field<RemoveMemberPayload> {
        mutate(context, input, |remove: RemoveMember, desk| async move {
            let place = (remove.organization.clone(), remove.user.clone());
            desk.carry_out(remove, |done| done.map(|()| place)).await
        })
        .await
    }
}
