//! Someone in an organization, whichever list told of them.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};

use super::activity::{UserActivity, time_range};
use super::login::Login;
use super::organization::Organization;
use super::scalars::{MembershipStatus, OrganizationRole};
use super::user::User;
use crate::graph::field::{Field, answer, answer_if_any, loaders};
use crate::graph::id::GlobalId;
use crate::loaders::{Loaders, LoadsList, LoadsObject, Row};
use crate::signnow::v1::CurrentUser;
use crate::signnow::v2::{Admin, Admins, LastLogins, Member, Members, UsersActivity};
use crate::signnow::{Error, OrganizationId, UserId};

/// signNow answers admins, members, logins and activity as separate lists; the person is where they meet. What the
/// list that told of a person already said is not asked for again.
pub(in crate::graph) struct Person {
    organization: OrganizationId,
    user: UserId,
    email: String,
    admin: Told<Row<Admin>>,
    member: Told<Row<Member>>,
}

/// What is known of a row of another list.
enum Told<T> {
    Nothing,
    /// The row, or that there is none.
    All(Option<T>),
}

impl Person {
    /// Someone of whom only the identity is known.
    pub(super) fn new(organization: &OrganizationId, user: &UserId, email: &str) -> Self {
        Self {
            organization: organization.clone(),
            user: user.clone(),
            email: email.to_owned(),
            admin: Told::Nothing,
            member: Told::Nothing,
        }
    }

    pub(super) fn from_admin(organization: &OrganizationId, row: Row<Admin>) -> Self {
        Self { admin: Told::All(Some(row.clone())), ..Self::new(organization, &row.id, &row.email) }
    }

    pub(super) fn from_member(organization: &OrganizationId, row: Row<Member>) -> Self {
        Self { member: Told::All(Some(row.clone())), ..Self::new(organization, &row.id, &row.email) }
    }

    /// Everyone in an organization: admins and moderators as listed, then members who are neither.
    pub(super) async fn everyone(
        loaders: &Loaders,
        organization: &OrganizationId,
    ) -> Result<Vec<Self>, Error> {
        let (all_admins, all_members) = (Admins::of(organization.clone()), Members::of(organization.clone()));
        let (admins, members) = futures::try_join!(loaders.whole(&all_admins), loaders.whole(&all_members))?;
        let managing = admins.rows().map(|row| Self {
            member: Told::All(members.row(&row.id)),
            ..Self::from_admin(organization, row)
        });
        let others = members.rows().filter(|row| admins.row(&row.id).is_none());
        let belonging =
            others.map(|row| Self { admin: Told::All(None), ..Self::from_member(organization, row) });
        Ok(managing.chain(belonging).collect())
    }

    /// The person with this user id; `None` if the organization has no such person.
    pub(in crate::graph) async fn find(
        loaders: &Loaders,
        organization: &OrganizationId,
        user: &UserId,
    ) -> Result<Option<Self>, Error> {
        let (all_admins, all_members) = (Admins::of(organization.clone()), Members::of(organization.clone()));
        let (admin, member) =
            futures::try_join!(loaders.row(&all_admins, user), loaders.row(&all_members, user))?;
        let email = admin.as_ref().map(|row| &row.email).or(member.as_ref().map(|row| &row.email));
        Ok(email.cloned().map(|email| Self {
            organization: organization.clone(),
            user: user.clone(),
            email,
            admin: Told::All(admin),
            member: Told::All(member),
        }))
    }

    async fn admin_row(&self, loaders: &Loaders) -> Result<Option<Row<Admin>>, Error> {
        match &self.admin {
            Told::All(row) => Ok(row.clone()),
            Told::Nothing => loaders.row(&Admins::of(self.organization.clone()), &self.user).await,
        }
    }

    async fn member_row(&self, loaders: &Loaders) -> Result<Option<Row<Member>>, Error> {
        match &self.member {
            Told::All(row) => Ok(row.clone()),
            Told::Nothing => loaders.row(&Members::of(self.organization.clone()), &self.user).await,
        }
    }

    async fn all_roles(&self, loaders: &Loaders) -> Result<Vec<OrganizationRole>, Error> {
        let (admin, member) = futures::try_join!(self.admin_row(loaders), self.member_row(loaders))?;
        let member = member.map(|_| OrganizationRole::Member);
        Ok(admin.map(|row| row.role.into()).into_iter().chain(member).collect())
    }

    async fn login(&self, loaders: &Loaders) -> Result<Option<Login>, Error> {
        if let Told::All(Some(member)) = &self.member {
            return Ok(Login::of_member(&self.organization, member));
        }
        let row = loaders.row(&LastLogins::of(self.organization.clone()), &self.user).await?;
        Ok(row.map(|row| Login::new(&self.organization, row)))
    }
}

/// Someone in an organization: an admin, a moderator, a member, or someone invited to be one. The same person has the
/// same `id` in every list of the organization.
#[Object]
impl Person {
    /// The global id, for `node`.
    pub(in crate::graph) async fn id(&self) -> ID {
        GlobalId::Person { organization: self.organization.clone(), user: self.user.clone() }.encode()
    }

    /// signNow's id of the user.
    async fn user_id(&self) -> &str {
        self.user.as_str()
    }

    /// The e-mail address the user signs in with.
    async fn email(&self) -> &str {
        &self.email
    }

    /// The organization this person is seen in.
    async fn organization(&self, context: &Context<'_>) -> Field<Organization> {
        answer_if_any(async { Ok(Organization::find(loaders(context), &self.organization).await?) }).await
    }

    /// Every role this person has or is invited to, the highest first.
    async fn roles(&self, context: &Context<'_>) -> Field<Vec<OrganizationRole>> {
        answer(async { Ok(self.all_roles(loaders(context)).await?) }).await
    }

    /// ADMIN or MODERATOR; null for someone who is neither.
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
        #[graphql(desc = "Count from this moment on. Everything, if not given.")] from: Option<DateTime<Utc>>,
        #[graphql(desc = "Count up to this moment. Until now, if not given.")] to: Option<DateTime<Utc>>,
    ) -> Field<UserActivity> {
        answer_if_any(async {
            let list =
                UsersActivity { organization: self.organization.clone(), range: time_range(from, to)? };
            let row = loaders(context).row(&list, &self.user).await?;
            Ok(row.map(|row| UserActivity::new(&self.organization, row)))
        })
        .await
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
