//! Someone in an organization, whichever list told of them.

use async_graphql::{Context, ID, Object};
use futures::join;

use super::activity::{UserActivity, time_range};
use super::login::Login;
use super::organization::Organization;
use super::role::{MembershipStatus, OrganizationRole};
use super::time::Moment;
use super::user::User;
use crate::graph::field::{Field, answer, answer_if_any, loaders};
use crate::graph::id::GlobalId;
use crate::loaders::{Loaders, LoadsList, LoadsObject, Row};
use crate::signnow::v1::CurrentUser;
use crate::signnow::v2::{Admin, Admins, LastLogins, Member, Members, SeatStatus, UsersActivity};
use crate::signnow::{EmailAddress, Error, OrganizationId, UserId};

/// signNow answers admins, members, logins and activity as separate lists; the person is where they meet. What the
/// list that told of a person already said is not asked for again.
pub(in crate::graph) struct Person {
    organization: OrganizationId,
    user: UserId,
    email: String,
    admin: Known<Row<Admin>>,
    member: Known<Row<Member>>,
}

/// Whether a row of another list is known.
enum Known<T> {
    No,
    /// The row, or that there is none.
    Yes(Option<T>),
}

impl Person {
    /// Someone of whom only the identity is known.
    pub(super) fn new(organization: &OrganizationId, user: &UserId, email: &str) -> Self {
        Self {
            organization: organization.clone(),
            user: user.clone(),
            email: email.to_owned(),
            admin: Known::No,
            member: Known::No,
        }
    }

    pub(super) fn from_admin(organization: &OrganizationId, row: Row<Admin>) -> Self {
        Self { admin: Known::Yes(Some(row.clone())), ..Self::new(organization, &row.id, &row.email) }
    }

    pub(super) fn from_member(organization: &OrganizationId, row: Row<Member>) -> Self {
        Self { member: Known::Yes(Some(row.clone())), ..Self::new(organization, &row.id, &row.email) }
    }

    /// Everyone in an organization: admins and moderators as listed, then members who are neither.
    pub(super) async fn everyone(
        loaders: &Loaders,
        organization: &OrganizationId,
    ) -> Result<Vec<Self>, Error> {
        let (all_admins, all_members) = (Admins::of(organization.clone()), Members::of(organization.clone()));
        let (admins, members) = join!(loaders.whole(&all_admins), loaders.whole(&all_members));
        let (admins, members) = (admins?, members?);
        let managing = admins.rows().map(|row| Self {
            member: Known::Yes(members.row(&row.id)),
            ..Self::from_admin(organization, row)
        });
        let others = members.rows().filter(|row| admins.row(&row.id).is_none());
        let belonging =
            others.map(|row| Self { admin: Known::Yes(None), ..Self::from_member(organization, row) });
        Ok(managing.chain(belonging).collect())
    }

    /// The person with this user id; `None` if the organization has no such person.
    pub(in crate::graph) async fn find(
        loaders: &Loaders,
        organization: &OrganizationId,
        user: &UserId,
    ) -> Result<Option<Self>, Error> {
        let (all_admins, all_members) = (Admins::of(organization.clone()), Members::of(organization.clone()));
        let (admin, member) = join!(loaders.row(&all_admins, user), loaders.row(&all_members, user));
        let (admin, member) = (admin?, member?);
        let email = admin.as_ref().map(|row| &row.email).or(member.as_ref().map(|row| &row.email));
        Ok(email.cloned().map(|email| Self {
            organization: organization.clone(),
            user: user.clone(),
            email,
            admin: Known::Yes(admin),
            member: Known::Yes(member),
        }))
    }

    /// Someone who manages an organization, or is invited to.
    pub(in crate::graph) async fn admin(
        loaders: &Loaders,
        organization: &OrganizationId,
        user: &UserId,
    ) -> Result<Option<Self>, Error> {
        let row = loaders.row(&Admins::of(organization.clone()), user).await?;
        Ok(row.map(|row| Self::from_admin(organization, row)))
    }

    /// The same, by address.
    pub(in crate::graph) async fn admin_with_email(
        loaders: &Loaders,
        organization: &OrganizationId,
        email: &str,
    ) -> Result<Option<Self>, Error> {
        let list = Admins { email: Some(email.to_owned()), ..Admins::of(organization.clone()) };
        let whole = loaders.whole(&list).await?;
        let row = whole.rows().find(|row| EmailAddress::same(&row.email, email));
        Ok(row.map(|row| Self::from_admin(organization, row)))
    }

    /// A member, or someone invited to be one, by address.
    pub(in crate::graph) async fn member_with_email(
        loaders: &Loaders,
        organization: &OrganizationId,
        email: &str,
    ) -> Result<Option<Self>, Error> {
        let list = Members { email: Some(email.to_owned()), ..Members::of(organization.clone()) };
        let whole = loaders.whole(&list).await?;
        let row = whole.rows().find(|row| EmailAddress::same(&row.email, email));
        Ok(row.map(|row| Self::from_member(organization, row)))
    }

    /// The same, found among all members: for one of many, who then cost the same few calls.
    pub(in crate::graph) async fn member_among_all(
        loaders: &Loaders,
        organization: &OrganizationId,
        email: &str,
    ) -> Result<Option<Self>, Error> {
        let whole = loaders.whole(&Members::of(organization.clone())).await?;
        let row = whole.rows().find(|row| EmailAddress::same(&row.email, email));
        Ok(row.map(|row| Self::from_member(organization, row)))
    }

    async fn admin_row(&self, loaders: &Loaders) -> Result<Option<Row<Admin>>, Error> {
        match &self.admin {
            Known::Yes(row) => Ok(row.clone()),
            Known::No => loaders.row(&Admins::of(self.organization.clone()), &self.user).await,
        }
    }

    async fn member_row(&self, loaders: &Loaders) -> Result<Option<Row<Member>>, Error> {
        match &self.member {
            Known::Yes(row) => Ok(row.clone()),
            Known::No => loaders.row(&Members::of(self.organization.clone()), &self.user).await,
        }
    }

    /// Both lists are waited for, so that which failure is told does not depend on who is faster.
    async fn seats(&self, loaders: &Loaders) -> Result<(Option<Row<Admin>>, Option<Row<Member>>), Error> {
        let (admin, member) = join!(self.admin_row(loaders), self.member_row(loaders));
        Ok((admin?, member?))
    }

    async fn roles_in_force(&self, loaders: &Loaders) -> Result<Vec<OrganizationRole>, Error> {
        let (admin, member) = self.seats(loaders).await?;
        let admin = admin.filter(|row| row.status == SeatStatus::Active).map(|row| row.role.into());
        let member = member.filter(|row| row.status == SeatStatus::Active).map(|_| OrganizationRole::Member);
        Ok(admin.into_iter().chain(member).collect())
    }

    async fn login(&self, loaders: &Loaders) -> Result<Option<Login>, Error> {
        // The list of logins holds members only, and the list of members has their logins.
        if let Known::Yes(member) = &self.member {
            return Ok(member.as_ref().and_then(|row| Login::of_member(&self.organization, row)));
        }
        let row = loaders.row(&LastLogins::of(self.organization.clone()), &self.user).await?;
        Ok(row.map(|row| Login::new(&self.organization, row)))
    }
}

/// Someone in an organization: an admin, a moderator, a member, or someone invited to be one. The same person has the
/// same `id` in every list of one organization; signNow tells nothing of them beyond it.
#[Object]
impl Person {
    /// The global id, for `node`.
    pub(in crate::graph) async fn id(&self) -> ID {
        GlobalId::person(&self.organization, &self.user).encode()
    }

    /// signNow's id of the user.
    async fn user_id(&self) -> &str {
        self.user.as_str()
    }

    /// The e-mail address the user signs in with.
    async fn email(&self) -> &str {
        &self.email
    }

    /// The person's full name; null where signNow's list of members does not tell it, which is usual.
    async fn full_name(&self, context: &Context<'_>) -> Field<String> {
        answer_if_any(async {
            let member = self.member_row(loaders(context)).await?;
            Ok(member.and_then(|row| row.full_name.clone()))
        })
        .await
    }

    /// The organization this person is seen in.
    async fn organization(&self, context: &Context<'_>) -> Field<Organization> {
        answer_if_any(async { Ok(Organization::find(loaders(context), &self.organization).await?) }).await
    }

    /// The roles in force, the highest first; empty for someone who has accepted no invitation. What someone is invited to
    /// be, or has declined, is told by `adminRole` with `adminStatus`, and by `memberStatus`.
    async fn roles(&self, context: &Context<'_>) -> Field<Vec<OrganizationRole>> {
        answer(async { Ok(self.roles_in_force(loaders(context)).await?) }).await
    }

    /// ADMIN or MODERATOR, in force or not (see `adminStatus`); null for someone who was never invited to be either.
    async fn admin_role(&self, context: &Context<'_>) -> Field<OrganizationRole> {
        answer_if_any(async { Ok(self.admin_row(loaders(context)).await?.map(|row| row.role.into())) }).await
    }

    /// How far the invitation to be an admin or moderator has come; null for someone who was not invited to be one.
    async fn admin_status(&self, context: &Context<'_>) -> Field<MembershipStatus> {
        answer_if_any(async { Ok(self.admin_row(loaders(context)).await?.map(|row| row.status.into())) })
            .await
    }

    /// How far the invitation to be a member has come; null for someone who was not invited to be one.
    async fn member_status(&self, context: &Context<'_>) -> Field<MembershipStatus> {
        answer_if_any(async { Ok(self.member_row(loaders(context)).await?.map(|row| row.status.into())) })
            .await
    }

    /// When and from where this person last logged in; null if never, or if signNow does not tell.
    async fn last_login(&self, context: &Context<'_>) -> Field<Login> {
        answer_if_any(async { Ok(self.login(loaders(context)).await?) }).await
    }

    /// What this person did in the organization; null for someone signNow keeps no count of.
    async fn activity(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Count from this moment on. Everything, if not given.")] from: Option<Moment>,
        #[graphql(desc = "Count up to this moment. Until now, if not given.")] to: Option<Moment>,
    ) -> Field<UserActivity> {
        answer_if_any(async {
            let list =
                UsersActivity { organization: self.organization.clone(), range: time_range(from, to)? };
            let row = loaders(context).row(&list, &self.user).await?;
            Ok(row.map(|row| UserActivity::new(&self.organization, row)))
        })
        .await
    }

    /// Whether this person is the signed-in user.
    async fn is_viewer(&self, context: &Context<'_>) -> Field<bool> {
        answer(async { Ok(loaders(context).object(CurrentUser).await?.id == self.user) }).await
    }

    /// The signed-in user, if that is this person: the way from the organization to everything signNow tells about
    /// the user. Null for everyone else, because signNow answers for the signed-in user alone.
    async fn viewer(&self, context: &Context<'_>) -> Field<User> {
        answer_if_any(async {
            let user = loaders(context).object(CurrentUser).await?;
            Ok((user.id == self.user).then(|| User::new(user)))
        })
        .await
    }
}
