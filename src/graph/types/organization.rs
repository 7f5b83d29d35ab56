//! An organization: what signNow tells of it, and the lists that belong to it.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};

use super::activity::{OrganizationActivity, UserActivity, time_range};
use super::invitation::{Invitation, InvitationStatus};
use super::login::{LastLoginOrder, Login};
use super::membership::Membership;
use super::person::Person;
use super::scalars::{MembershipStatus, OrderDirection, OrganizationRole};
use super::settings::{AllowedTeamAdmin, EmailFooter, Setting};
use crate::graph::field::{Connected, Field, answer, answer_if_any, loaders};
use crate::graph::id::GlobalId;
use crate::graph::page::{PageArguments, connect, connect_rows};
use crate::loaders::{Loaders, LoadsList, LoadsObject, Row};
use crate::signnow::v2::{
    Activity, Admins, AllowedTeamAdmins, EmailFooters, LastLogins, Members, Organizations, Role, Settings,
    UsersActivity,
};
use crate::signnow::{Error, OrganizationId, v2};

/// The viewer's organizations, whatever the viewer is in them: the list that everything else looks organizations up in.
/// Without the roles, signNow answers only those that the viewer manages.
pub(in crate::graph) fn every_role() -> Organizations {
    Organizations { status: None, roles: vec![Role::Admin, Role::Moderator, Role::Member] }
}

/// A row of the viewer's organizations.
pub(in crate::graph) struct Organization {
    row: Row<v2::Organization>,
}

impl Organization {
    pub(in crate::graph) fn new(row: Row<v2::Organization>) -> Self {
        Self { row }
    }

    /// The organization with this id; `None` if the viewer is not in it. signNow has no call for one organization,
    /// so it is looked up among all of the viewer's.
    pub(in crate::graph) async fn find(
        loaders: &Loaders,
        id: &OrganizationId,
    ) -> Result<Option<Self>, Error> {
        Ok(loaders.row(&every_role(), id).await?.map(Self::new))
    }
}

/// An organization that the signed-in user manages or belongs to. What only admins and moderators may see is null,
/// with a `FORBIDDEN` error, for a plain member.
#[Object]
impl Organization {
    /// The global id, for `node` and `organization`.
    pub(in crate::graph) async fn id(&self) -> ID {
        GlobalId::Organization(self.row.id.clone()).encode()
    }

    /// signNow's id of the organization.
    async fn organization_id(&self) -> &str {
        self.row.id.as_str()
    }

    /// The organization's name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Whether the organization is in use.
    async fn is_active(&self) -> bool {
        self.row.is_active
    }

    /// Where the organization's logo lies; null if it has none.
    async fn logo(&self) -> Option<&str> {
        self.row.logo.as_deref()
    }

    /// The place of the signed-in user in this organization, and who invited them.
    async fn viewer_membership(&self) -> Option<Membership> {
        self.row.membership.as_ref().map(|_| Membership::new(self.row.clone()))
    }

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
            let slice = PageArguments { first, after, last, before }.check("admins")?;
            let list = Admins {
                organization: self.row.id.clone(),
                email,
                status: MembershipStatus::filter(status, MembershipStatus::OF_PEOPLE)?,
                roles: OrganizationRole::filter(
                    roles,
                    &[OrganizationRole::Admin, OrganizationRole::Moderator],
                )?,
            };
            let person = |row| Person::from_admin(&self.row.id, row);
            Ok(connect(loaders(context), &list, &slice, false, person).await?)
        })
        .await
    }

    /// Members, and those invited to be.
    async fn members(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only the one with exactly this e-mail address.")] email: Option<String>,
        #[graphql(desc = "Only those whose invitation has come this far.")] status: Option<MembershipStatus>,
        #[graphql(desc = "Order by e-mail address. signNow's own order, if not given.")]
        order_by_email: Option<OrderDirection>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Person> {
        answer(async {
            let slice = PageArguments { first, after, last, before }.check("members")?;
            let list = Members {
                organization: self.row.id.clone(),
                email,
                status: MembershipStatus::filter(status, MembershipStatus::OF_PEOPLE)?,
                order: order_by_email.map(Into::into),
            };
            let person = |row| Person::from_member(&self.row.id, row);
            Ok(connect(loaders(context), &list, &slice, false, person).await?)
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
            let slice = PageArguments { first, after, last, before }.check("people")?;
            let people = Person::everyone(loaders(context), &self.row.id).await;
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
            let slice = PageArguments { first, after, last, before }.check("invitations")?;
            let status = status.unwrap_or(InvitationStatus::Pending);
            let invitations = Invitation::all(loaders(context), &self.row.id, status).await;
            Ok(connect_rows(invitations?, &slice))
        })
        .await
    }

    /// The organization's settings.
    async fn settings(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Setting> {
        answer(async {
            let slice = PageArguments { first, after, last, before }.check("settings")?;
            let list = Settings { organization: self.row.id.clone() };
            Ok(connect(loaders(context), &list, &slice, false, Setting).await?)
        })
        .await
    }

    /// One setting; null if the organization has none of this name.
    async fn setting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "signNow's name of the setting, such as `require_login_for_signing`.")] name: String,
    ) -> Field<Setting> {
        answer_if_any(async {
            let list = Settings { organization: self.row.id.clone() };
            Ok(loaders(context).row(&list, &name).await?.map(Setting))
        })
        .await
    }

    /// Footers of the e-mails that are sent in the organization's name.
    async fn email_footers(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<EmailFooter> {
        answer(async {
            let slice = PageArguments { first, after, last, before }.check("emailFooters")?;
            let list = EmailFooters { organization: self.row.id.clone() };
            Ok(connect(loaders(context), &list, &slice, false, EmailFooter).await?)
        })
        .await
    }

    /// People who may be admins of a team in this organization.
    async fn allowed_team_admins(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only the one with exactly this e-mail address.")] email: Option<String>,
        #[graphql(desc = "Only those who are active, or only those who are not.")] is_active: Option<bool>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<AllowedTeamAdmin> {
        answer(async {
            let slice = PageArguments { first, after, last, before }.check("allowedTeamAdmins")?;
            let list = AllowedTeamAdmins { organization: self.row.id.clone(), email, active: is_active };
            let admin = |row| AllowedTeamAdmin::new(&self.row.id, row);
            Ok(connect(loaders(context), &list, &slice, false, admin).await?)
        })
        .await
    }

    /// The last login of each member who ever logged in.
    async fn last_logins(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only the member with exactly this e-mail address.")] email: Option<String>,
        #[graphql(desc = "The order of the list. signNow's own order, if not given.")] order_by: Option<
            LastLoginOrder,
        >,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Login> {
        answer(async {
            let slice = PageArguments { first, after, last, before }.check("lastLogins")?;
            let list =
                LastLogins { organization: self.row.id.clone(), email, order: order_by.map(Into::into) };
            let login = |row| Login::new(&self.row.id, row);
            Ok(connect(loaders(context), &list, &slice, false, login).await?)
        })
        .await
    }

    /// What was done in the organization as a whole.
    async fn activity(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Count from this moment on. Everything, if not given.")] from: Option<DateTime<Utc>>,
        #[graphql(desc = "Count up to this moment. Until now, if not given.")] to: Option<DateTime<Utc>>,
    ) -> Field<OrganizationActivity> {
        answer(async {
            let activity = Activity { organization: self.row.id.clone(), range: time_range(from, to)? };
            Ok(OrganizationActivity(loaders(context).object(activity).await?))
        })
        .await
    }

    /// What each person did in the organization.
    async fn users_activity(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Count from this moment on. Everything, if not given.")] from: Option<DateTime<Utc>>,
        #[graphql(desc = "Count up to this moment. Until now, if not given.")] to: Option<DateTime<Utc>>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<UserActivity> {
        answer(async {
            let slice = PageArguments { first, after, last, before }.check("usersActivity")?;
            let list = UsersActivity { organization: self.row.id.clone(), range: time_range(from, to)? };
            let activity = |row| UserActivity::new(&self.row.id, row);
            Ok(connect(loaders(context), &list, &slice, false, activity).await?)
        })
        .await
    }
}
