//! How an organization is set up.

use async_graphql::{Context, Object};

use super::Organization;
use crate::graph::field::{Connected, Field, answer, answer_if_any, loaders};
use crate::graph::page::{PageArguments, connect};
use crate::graph::types::settings::{AllowedTeamAdmin, EmailFooter, OrganizationSetting};
use crate::loaders::LoadsList;
use crate::signnow::v2::{AllowedTeamAdmins, EmailFooters, Settings};

/// The fields of an organization that tell how it is set up.
pub(super) struct OrganizationSetup<'a>(pub(super) &'a Organization);

#[Object]
impl OrganizationSetup<'_> {
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
    ) -> Connected<OrganizationSetting> {
        answer(async {
            let arguments = PageArguments { first, after, last, before };
            let list = Settings { organization: self.0.key().clone() };
            connect(context, "settings", &list, arguments, OrganizationSetting).await
        })
        .await
    }

    /// One setting; null if the organization has none of this name.
    async fn setting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "signNow's name of the setting, such as `require_login_for_signing`.")] name: String,
    ) -> Field<OrganizationSetting> {
        answer_if_any(async {
            let list = Settings { organization: self.0.key().clone() };
            Ok(loaders(context).row(&list, &name).await?.map(OrganizationSetting))
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
            let arguments = PageArguments { first, after, last, before };
            let list = EmailFooters { organization: self.0.key().clone() };
            connect(context, "emailFooters", &list, arguments, EmailFooter).await
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
            let arguments = PageArguments { first, after, last, before };
            let list = AllowedTeamAdmins { organization: self.0.key().clone(), email, active: is_active };
            let admin = |row| AllowedTeamAdmin::new(self.0.key(), row);
            connect(context, "allowedTeamAdmins", &list, arguments, admin).await
        })
        .await
    }
}
