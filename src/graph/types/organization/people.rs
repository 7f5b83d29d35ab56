//! Who belongs to an organization, and who is invited to.

use async_graphql::{Context, Object};

use super::Organization;
use crate::graph::field::{Connected, answer, loaders};
use crate::graph::page::{PageArguments, connect, connect_rows};
use crate::graph::types::invitation::{Invitation, InvitationStatus};
use crate::graph::types::order::MemberOrder;
use crate::graph::types::person::Person;
use crate::graph::types::role::{MembershipStatus, OrganizationRole};
use crate::signnow::v2::{Admins, Members};

/// The fields of an organization that list people.
pub(super) struct OrganizationPeople<'a>(pub(super) &'a Organization);

#[Object]
impl OrganizationPeople<'_> {
    /// Admins and moderators, and those invited to be.
    async fn admins(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only the one with exactly this e-mail address.")] email: Option<String>,
        #[graphql(desc = "Only those whose invitation has come this far.")] status: Option<MembershipStatus>,
        #[graphql(desc = "Only these roles: ADMIN, MODERATOR or both.")] roles: Option<Vec<OrganizationRole>>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Person> {
        answer(async {
            let arguments = PageArguments { first, after, last, before };
            let list = Admins {
                organization: self.0.key().clone(),
                email,
                status: MembershipStatus::filter(status, MembershipStatus::OF_PEOPLE)?,
                roles: OrganizationRole::filter(roles, OrganizationRole::OF_ADMINS)?,
            };
            let person = |row| Person::from_admin(self.0.key(), row);
            connect(context, "admins", &list, arguments, person).await
        })
        .await
    }

    /// Members, and those invited to be.
    async fn members(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only the one with exactly this e-mail address.")] email: Option<String>,
        #[graphql(desc = "Only those whose invitation has come this far.")] status: Option<MembershipStatus>,
        #[graphql(desc = "The order of the list. signNow's own order, if not given.")] order_by: Option<
            MemberOrder,
        >,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Person> {
        answer(async {
            let arguments = PageArguments { first, after, last, before };
            let list = Members {
                organization: self.0.key().clone(),
                email,
                status: MembershipStatus::filter(status, MembershipStatus::OF_PEOPLE)?,
                order: order_by.map(|order| order.direction.into()),
            };
            let person = |row| Person::from_member(self.0.key(), row);
            connect(context, "members", &list, arguments, person).await
        })
        .await
    }

    /// Everyone, each once: admins and moderators first, then members who are neither. Reads both lists whole.
    async fn people(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Person> {
        answer(async {
            let slice =
                PageArguments { first, after, last, before }.check("people", self.0.key().as_str())?;
            let people = Person::everyone(loaders(context), self.0.key()).await;
            Ok(connect_rows(people?, &slice))
        })
        .await
    }

    /// Invitations that are not accepted: to be an admin or moderator, then to be a member.
    async fn invitations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "PENDING if not given.")] status: Option<InvitationStatus>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Invitation> {
        answer(async {
            let status = status.unwrap_or(InvitationStatus::Pending);
            let question = format!("{} {status:?}", self.0.key());
            let slice = PageArguments { first, after, last, before }.check("invitations", &question)?;
            let invitations = Invitation::all(loaders(context), self.0.key(), status).await;
            Ok(connect_rows(invitations?, &slice))
        })
        .await
    }
}
