//! The signed-in user, as v1 tells, and the ways on into v2.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object};

use super::document::{Document, DocumentState};
use super::document_group::DocumentGroup;
use super::membership::Membership;
use super::organization::Organization;
use super::plan::{BillingPeriod, Plan, PlanSubscription};
use super::service::{CloudExportAccount, ConnectedServices, IssueNotification, MerchantAccount};
use super::settings::UserSetting;
use super::team::{Company, Team};
use super::time::Moment;
use crate::graph::field::{Connected, Field, answer, answer_if_any, loaders};
use crate::graph::id::GlobalId;
use crate::graph::page::{PageArguments, connect};
use crate::signnow::v1::{self, DocumentGroups, Documents};
use crate::signnow::v2::Organizations;

pub(in crate::graph) struct User(Arc<v1::User>);

impl User {
    pub(in crate::graph) fn new(user: Arc<v1::User>) -> Self {
        Self(user)
    }
}

/// The signed-in signNow user.
#[Object]
impl User {
    /// The global id, for `node`.
    pub(in crate::graph) async fn id(&self) -> ID {
        GlobalId::User(self.0.id.clone()).encode()
    }

    /// signNow's id of the user; the same as `Person.userId`.
    async fn user_id(&self) -> &str {
        self.0.id.as_str()
    }

    /// First name; empty if none was given.
    async fn first_name(&self) -> &str {
        &self.0.first_name
    }

    /// Last name; empty if none was given.
    async fn last_name(&self) -> &str {
        &self.0.last_name
    }

    /// The e-mail address the user signs in with.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// All e-mail addresses of the account.
    async fn emails(&self) -> &[String] {
        &self.0.emails
    }

    /// Whether the account is in use.
    async fn is_active(&self) -> bool {
        self.0.is_active
    }

    /// Whether the e-mail address has been verified; null if signNow does not tell.
    async fn is_verified(&self) -> Option<bool> {
        self.0.is_verified
    }

    /// Whether the user is logged in to signNow.
    async fn is_logged_in(&self) -> bool {
        self.0.is_logged_in
    }

    /// Whether the account has a paid plan.
    async fn is_pro(&self) -> Option<bool> {
        self.0.pro.map(|level| level > 0)
    }

    /// When the account was created.
    async fn created_at(&self) -> Option<Moment> {
        self.0.created_at.map(Moment)
    }

    /// The language of the account, such as `en`; null if signNow does not tell.
    async fn locale(&self) -> Option<&str> {
        self.0.locale.as_deref()
    }

    /// Where the account's picture is; null if it has none.
    async fn avatar_url(&self) -> Option<&str> {
        self.0.avatar_url.as_deref()
    }

    /// The product the account was registered with; null for signNow itself.
    async fn registration_source(&self) -> Option<RegistrationSource> {
        self.0.registration_source.as_deref().map(RegistrationSource::named)
    }

    /// Credits left.
    async fn credits(&self) -> i64 {
        self.0.credits
    }

    /// Documents in the account now.
    async fn document_count(&self) -> u64 {
        self.0.document_count
    }

    /// Documents created in the current billing period.
    async fn monthly_document_count(&self) -> u64 {
        self.0.monthly_document_count
    }

    /// Documents ever created.
    async fn lifetime_document_count(&self) -> u64 {
        self.0.lifetime_document_count
    }

    /// The current billing period.
    async fn billing_period(&self) -> Option<BillingPeriod<'_>> {
        self.0.billing_period.as_ref().map(BillingPeriod)
    }

    /// What the current plan gives.
    async fn plan(&self) -> Option<Plan<'_>> {
        self.0.premium_access.as_ref().map(Plan)
    }

    /// Subscriptions, past ones included.
    async fn subscriptions(&self) -> Vec<PlanSubscription<'_>> {
        self.0.subscriptions.iter().map(PlanSubscription).collect()
    }

    /// Companies the account belongs to.
    async fn companies(&self) -> Vec<Company<'_>> {
        self.0.companies.iter().map(Company).collect()
    }

    /// Teams the account belongs to.
    async fn teams(&self) -> Vec<Team<'_>> {
        self.0.teams.iter().map(Team).collect()
    }

    /// Services the account is connected with.
    async fn connected_services(&self) -> ConnectedServices<'_> {
        ConnectedServices(&self.0.connected_services)
    }

    /// Where documents are exported to; null if nowhere.
    async fn cloud_export_account(&self) -> Option<CloudExportAccount<'_>> {
        self.0.cloud_export_account.as_ref().map(CloudExportAccount)
    }

    /// The user's own settings, by signNow's names; there are about 110.
    async fn settings(&self) -> Vec<UserSetting<'_>> {
        self.0.settings.iter().map(UserSetting).collect()
    }

    /// Settings that the user's organization imposes.
    async fn organization_settings(&self) -> Vec<UserSetting<'_>> {
        self.0.organization_settings.iter().map(UserSetting).collect()
    }

    /// What signNow wants the user to know.
    async fn issue_notifications(&self) -> Vec<IssueNotification<'_>> {
        self.0.issue_notifications.iter().map(IssueNotification).collect()
    }

    /// Accounts that take payments for the user.
    async fn merchant_accounts(&self) -> Vec<MerchantAccount<'_>> {
        self.0.merchant_accounts.iter().map(MerchantAccount).collect()
    }

    /// The organization the user is a member of; null if none. A user can be a member of one organization, and an
    /// admin or moderator of any number: see `memberships`.
    async fn organization(&self, context: &Context<'_>) -> Field<Organization> {
        answer_if_any(async {
            match self.0.organization.as_ref().and_then(|organization| organization.id.as_ref()) {
                Some(id) => Ok(Organization::find(loaders(context), id).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// The user's place in each organization they manage or belong to.
    async fn memberships(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Membership> {
        answer(async {
            let arguments = PageArguments { first, after, last, before };
            connect(context, "memberships", &Organizations::of_every_role(), arguments, Membership::new).await
        })
        .await
    }

    /// The user's documents. signNow does not tell how many a list holds, so `totalCount` and `last` read all of it.
    async fn documents(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which of signNow's two lists. MODIFIED if not given.")] state: Option<
            DocumentState,
        >,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<Document> {
        answer(async {
            let state = state.unwrap_or(DocumentState::Modified);
            let arguments = PageArguments { first, after, last, before };
            let list = Documents { state: state.into() };
            connect(context, state.list_kind(), &list, arguments, Document::from_row).await
        })
        .await
    }

    /// The groups of documents that the user owns, the one changed last first.
    async fn document_groups(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "At most this many rows from the start, 1 to 100. 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Connected<DocumentGroup> {
        answer(async {
            let arguments = PageArguments { first, after, last, before };
            connect(context, "documentGroups", &DocumentGroups, arguments, DocumentGroup::from_row).await
        })
        .await
    }
}

/// The product an account was registered with.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum RegistrationSource {
    /// airSlate.
    Airslate,
    /// pdfFiller.
    Pdffiller,
    /// A product that signNow does not document.
    Unknown,
}

impl RegistrationSource {
    fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "airslate" => Self::Airslate,
            "pdffiller" => Self::Pdffiller,
            _ => Self::Unknown,
        }
    }
}
