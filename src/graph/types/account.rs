//! What belongs to an account: plan and subscriptions, companies and teams, connected services, settings.

use async_graphql::Object;
use chrono::{DateTime, Utc};

use super::settings::{setting_flag, setting_text};
use crate::signnow::v1;

pub(in crate::graph) struct BillingPeriod<'a>(pub(super) &'a v1::BillingPeriod);

/// A stretch of time for which one bill is written.
#[Object]
impl BillingPeriod<'_> {
    /// Its first moment.
    async fn starts_at(&self) -> Option<DateTime<Utc>> {
        self.0.starts_at
    }

    /// Its last moment.
    async fn ends_at(&self) -> Option<DateTime<Utc>> {
        self.0.ends_at
    }
}

pub(in crate::graph) struct Plan<'a>(pub(super) &'a v1::PremiumAccess);

/// What the current plan gives.
#[Object]
impl Plan<'_> {
    /// The plan, in signNow's words.
    async fn name(&self) -> Option<&str> {
        self.0.plan.as_deref()
    }

    /// Whether it is in force.
    async fn is_active(&self) -> bool {
        self.0.is_active
    }

    /// Whether it is a business plan.
    async fn is_business(&self) -> bool {
        self.0.is_business
    }

    /// Whether it is a trial.
    async fn is_trial(&self) -> bool {
        self.0.is_trial
    }

    /// Whether a credit card pays it.
    async fn has_credit_card(&self) -> bool {
        self.0.has_credit_card
    }

    /// Seats bought.
    async fn seats(&self) -> Option<u64> {
        self.0.subscription.as_ref()?.seats
    }

    /// Seats taken.
    async fn used_seats(&self) -> Option<u64> {
        self.0.subscription.as_ref()?.used_seats
    }

    /// Who administers it.
    async fn admin_email(&self) -> Option<&str> {
        self.0.subscription.as_ref()?.admin_email.as_deref()
    }

    /// When it ends or ended.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.subscription.as_ref()?.expires_at
    }
}

pub(in crate::graph) struct Subscription<'a>(pub(super) &'a v1::Subscription);

/// A subscription of an account.
#[Object]
impl Subscription<'_> {
    /// The id under which it is billed.
    async fn subscription_id(&self) -> Option<&str> {
        self.0.subscription_id.as_deref()
    }

    /// Its name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The plan, in signNow's words.
    async fn plan(&self) -> Option<&str> {
        self.0.plan.as_deref()
    }

    /// Who administers its seats.
    async fn seat_admin_email(&self) -> Option<&str> {
        self.0.seat_admin_email.as_deref()
    }

    /// Whether it is a trial.
    async fn is_trial(&self) -> bool {
        self.0.is_trial
    }

    /// Whether it is billed by use.
    async fn is_usage_based(&self) -> bool {
        self.0.is_usage_based
    }

    /// Whether a credit card pays it.
    async fn has_credit_card(&self) -> bool {
        self.0.has_credit_card
    }

    /// Whether it renews itself; null if signNow does not tell.
    async fn renews(&self) -> Option<bool> {
        self.0.gateway_subscription.as_ref()?.renews
    }

    /// When it began.
    async fn created_at(&self) -> Option<DateTime<Utc>> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> Option<DateTime<Utc>> {
        self.0.updated_at
    }

    /// When it ends or ended.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }
}

pub(in crate::graph) struct Company<'a>(pub(super) &'a v1::Company);

/// A company an account belongs to.
#[Object]
impl Company<'_> {
    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether the account sees everything of it.
    async fn has_full_access(&self) -> bool {
        self.0.has_full_access
    }
}

pub(in crate::graph) struct Team<'a>(pub(super) &'a v1::Team);

/// A team an account belongs to.
#[Object]
impl Team<'_> {
    /// signNow's id of the team.
    async fn team_id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// signNow's word for its kind, such as `VIEWABLE` or `SHAREABLE`.
    async fn kind(&self) -> Option<&str> {
        self.0.kind.as_deref()
    }

    /// What the account is in it, in signNow's words.
    async fn role(&self) -> Option<&str> {
        self.0.role.as_deref()
    }

    /// Documents in it.
    async fn document_count(&self) -> u64 {
        self.0.document_count
    }

    /// Since when it exists.
    async fn created_at(&self) -> Option<DateTime<Utc>> {
        self.0.created_at
    }

    /// Who administers it.
    async fn admins(&self) -> Vec<TeamAdmin<'_>> {
        self.0.admins.iter().map(TeamAdmin).collect()
    }
}

pub(in crate::graph) struct TeamAdmin<'a>(pub(super) &'a v1::TeamAdmin);

/// Someone who administers a team.
#[Object]
impl TeamAdmin<'_> {
    /// signNow's id of the user.
    async fn user_id(&self) -> Option<&str> {
        self.0.id.as_ref().map(|id| id.as_str())
    }

    /// Their e-mail address.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// Whether they are the first admin of the team.
    async fn is_primary(&self) -> bool {
        self.0.is_primary
    }

    /// Whether they stand in for the first admin.
    async fn is_secondary(&self) -> bool {
        self.0.is_secondary
    }

    /// Whether they see the bills.
    async fn has_billing_access(&self) -> bool {
        self.0.has_billing_access
    }

    /// Whether they see the documents.
    async fn has_document_access(&self) -> bool {
        self.0.has_document_access
    }
}

pub(in crate::graph) struct ConnectedServices<'a>(pub(super) &'a v1::ConnectedServices);

/// Services an account is connected with.
#[Object]
impl ConnectedServices<'_> {
    /// Google.
    async fn google(&self) -> bool {
        self.0.google
    }

    /// Facebook.
    async fn facebook(&self) -> bool {
        self.0.facebook
    }

    /// Microsoft.
    async fn microsoft(&self) -> bool {
        self.0.microsoft
    }

    /// Atticus, a legal document service.
    async fn atticus(&self) -> bool {
        self.0.atticus
    }

    /// Salesforce.
    async fn salesforce(&self) -> bool {
        self.0.salesforce
    }

    /// A cloud storage to export to.
    async fn cloud_export(&self) -> bool {
        self.0.cloud_export
    }

    /// Whether the connection to that storage no longer works.
    async fn is_cloud_export_broken(&self) -> bool {
        self.0.cloud_export_is_broken
    }

    /// A storage that receives copies.
    async fn copy(&self) -> bool {
        self.0.copy
    }

    /// Whether the connection to that storage no longer works.
    async fn is_copy_broken(&self) -> bool {
        self.0.copy_is_broken
    }
}

pub(in crate::graph) struct CloudExportAccount<'a>(pub(super) &'a v1::CloudExportAccount);

/// Where documents are exported to.
#[Object]
impl CloudExportAccount<'_> {
    /// The account there.
    async fn username(&self) -> Option<&str> {
        self.0.username.as_deref()
    }

    /// The service.
    async fn service_name(&self) -> Option<&str> {
        self.0.service_name.as_deref().or(self.0.short_service_name.as_deref())
    }
}

pub(in crate::graph) struct IssueNotification<'a>(pub(super) &'a v1::IssueNotification);

/// What signNow wants a user to know.
#[Object]
impl IssueNotification<'_> {
    /// In a few words.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// In full.
    async fn description(&self) -> &str {
        &self.0.description
    }
}

pub(in crate::graph) struct MerchantAccount<'a>(pub(super) &'a v1::MerchantAccount);

/// An account that takes payments.
#[Object]
impl MerchantAccount<'_> {
    /// signNow's id of the account.
    async fn merchant_account_id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Its name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The service that takes the payments.
    async fn kind(&self) -> Option<&str> {
        self.0.kind.as_deref()
    }

    /// For whom it takes them, in signNow's words.
    async fn scope(&self) -> Option<&str> {
        self.0.scope.as_deref()
    }

    /// The currency it takes.
    async fn currency(&self) -> Option<&str> {
        self.0.currency.as_deref()
    }

    /// The currencies it can take.
    async fn currencies(&self) -> &[String] {
        &self.0.currencies
    }
}

pub(in crate::graph) struct UserSetting<'a>(pub(super) &'a v1::NamedValue);

/// A setting of a user.
#[Object]
impl UserSetting<'_> {
    /// signNow's name of the setting.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The value as text; `true` or `false` for a setting that is either on or off.
    async fn value(&self) -> String {
        setting_text(&self.0.value)
    }

    /// Whether the setting is on; null for a setting that holds a text or a number.
    async fn is_enabled(&self) -> Option<bool> {
        setting_flag(&self.0.value)
    }
}
