//! What is done in an organization: logins and work.

use async_graphql::{Context, Object};

use super::Organization;
use crate::graph::field::{Connected, Field, answer, loaders};
use crate::graph::page::{PageArguments, connect};
use crate::graph::types::activity::{OrganizationActivity, UserActivity, time_range};
use crate::graph::types::login::{LastLoginOrder, Login};
use crate::graph::types::time::Moment;
use crate::loaders::LoadsObject;
use crate::signnow::v2::{Activity, LastLogins, UsersActivity};

/// The fields of an organization that tell what is done in it.
pub(super) struct OrganizationWork<'a>(pub(super) &'a Organization);

#[Object]
impl OrganizationWork<'_> {
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
            let arguments = PageArguments { first, after, last, before };
            let list =
                LastLogins { organization: self.0.key().clone(), email, order: order_by.map(Into::into) };
            let login = |row| Login::new(self.0.key(), row);
            connect(context, "lastLogins", &list, arguments, login).await
        })
        .await
    }

    /// What was done in the organization as a whole.
    async fn activity(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Count from this moment on. Everything, if not given.")] from: Option<Moment>,
        #[graphql(desc = "Count up to this moment. Until now, if not given.")] to: Option<Moment>,
    ) -> Field<OrganizationActivity> {
        answer(async {
            let activity = Activity { organization: self.0.key().clone(), range: time_range(from, to)? };
            Ok(OrganizationActivity(loaders(context).object(activity).await?))
        })
        .await
    }

    /// What each person did in the organization.
    async fn users_activity(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Count from this moment on. Everything, if not given.")] from: Option<Moment>,
        #[graphql(desc = "Count up to this moment. Until now, if not given.")] to: Option<Moment>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<UserActivity> {
        answer(async {
            let arguments = PageArguments { first, after, last, before };
            let list = UsersActivity { organization: self.0.key().clone(), range: time_range(from, to)? };
            let activity = |row| UserActivity::new(self.0.key(), row);
            connect(context, "usersActivity", &list, arguments, activity).await
        })
        .await
    }
}
