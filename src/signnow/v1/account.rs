//! What belongs to an account: subscriptions, teams, companies, payments.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::wire::{
    count, filled_text, flag, list, object, optional_count, optional_flag, optional_id, optional_integer,
    optional_moment, text,
};

/// A subscription of an account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Subscription {
    /// signNow's id for the record.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// The id under which it is billed.
    #[serde(default, deserialize_with = "filled_text")]
    pub subscription_id: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "filled_text")]
    pub name: Option<String>,
    /// The plan, in signNow's words.
    #[serde(default, deserialize_with = "filled_text")]
    pub plan: Option<String>,
    /// The version of the plan.
    #[serde(default, deserialize_with = "optional_integer")]
    pub plan_version: Option<i64>,
    /// The kind of mobile plan, in signNow's words.
    #[serde(default, deserialize_with = "filled_text")]
    pub mobile_plan_type: Option<String>,
    /// Who administers its seats.
    #[serde(default, deserialize_with = "filled_text")]
    pub seat_admin_email: Option<String>,
    /// When it ends or ended.
    #[serde(rename = "expired", default, deserialize_with = "optional_moment")]
    pub expires_at: Option<DateTime<Utc>>,
    /// When it began.
    #[serde(rename = "created", default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    #[serde(rename = "updated", default, deserialize_with = "optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
    /// Its length, in signNow's own unit.
    #[serde(default, deserialize_with = "optional_integer")]
    pub term: Option<i64>,
    /// Whether a credit card pays it.
    #[serde(rename = "credit_card", default, deserialize_with = "flag")]
    pub has_credit_card: bool,
    /// Whether it is a trial.
    #[serde(rename = "trial", default, deserialize_with = "flag")]
    pub is_trial: bool,
    /// Whether it is billed by use.
    #[serde(default, deserialize_with = "flag")]
    pub is_usage_based: bool,
    /// Whether its seats cost nothing while it is billed by use.
    #[serde(default, deserialize_with = "flag")]
    pub is_usage_based_seat_free: bool,
    /// The payment gateway behind it.
    #[serde(default, deserialize_with = "object")]
    pub gateway_subscription: Option<GatewaySubscription>,
}

/// The payment gateway behind a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GatewaySubscription {
    /// Its name.
    #[serde(default, deserialize_with = "filled_text")]
    pub gateway: Option<String>,
    /// Whether the subscription renews itself.
    #[serde(rename = "auto_renew", default, deserialize_with = "optional_flag")]
    pub renews: Option<bool>,
}

/// A stretch of time for which one bill is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct BillingPeriod {
    /// Its first moment.
    #[serde(rename = "start_timestamp", default, deserialize_with = "optional_moment")]
    pub starts_at: Option<DateTime<Utc>>,
    /// Its last moment.
    #[serde(rename = "end_timestamp", default, deserialize_with = "optional_moment")]
    pub ends_at: Option<DateTime<Utc>>,
}

/// What the current plan gives. The API key inside the wire's object is left out: it is a credential.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PremiumAccess {
    /// Whether a plan is in force.
    #[serde(rename = "active", default, deserialize_with = "flag")]
    pub is_active: bool,
    /// The plan, in signNow's words.
    #[serde(default, deserialize_with = "filled_text")]
    pub plan: Option<String>,
    /// Whether it is a business plan.
    #[serde(rename = "business", default, deserialize_with = "flag")]
    pub is_business: bool,
    /// Whether it is a trial.
    #[serde(rename = "trial", default, deserialize_with = "flag")]
    pub is_trial: bool,
    /// Whether a credit card pays it.
    #[serde(rename = "credit_card", default, deserialize_with = "flag")]
    pub has_credit_card: bool,
    /// The subscription behind it.
    #[serde(default, deserialize_with = "object")]
    pub subscription: Option<PremiumSubscription>,
}

/// The subscription behind a plan.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PremiumSubscription {
    /// Its name.
    #[serde(default, deserialize_with = "filled_text")]
    pub name: Option<String>,
    /// signNow's word for its state.
    #[serde(default, deserialize_with = "filled_text")]
    pub status: Option<String>,
    /// Seats bought.
    #[serde(default, deserialize_with = "optional_count")]
    pub seats: Option<u64>,
    /// Seats taken.
    #[serde(default, deserialize_with = "optional_count")]
    pub used_seats: Option<u64>,
    /// Who administers it.
    #[serde(default, deserialize_with = "filled_text")]
    pub admin_email: Option<String>,
    /// When it began.
    #[serde(default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it ends or ended.
    #[serde(rename = "expired_at", default, deserialize_with = "optional_moment")]
    pub expires_at: Option<DateTime<Utc>>,
}

/// A company an account belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Company {
    /// Its name.
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    /// Whether the account sees everything of it.
    #[serde(rename = "full_access", default, deserialize_with = "flag")]
    pub has_full_access: bool,
}

/// A team an account belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Team {
    /// signNow's id for it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// Its name.
    #[serde(rename = "team", default, deserialize_with = "text")]
    pub name: String,
    /// signNow's word for its kind, such as `VIEWABLE` or `SHAREABLE`.
    #[serde(rename = "type", default, deserialize_with = "filled_text")]
    pub kind: Option<String>,
    /// What the account is in it, in signNow's words.
    #[serde(default, deserialize_with = "filled_text")]
    pub role: Option<String>,
    /// Since when it exists.
    #[serde(rename = "created_since", default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// Documents in it.
    #[serde(default, deserialize_with = "count")]
    pub document_count: u64,
    /// Who administers it.
    #[serde(default, deserialize_with = "list")]
    pub admins: Vec<TeamAdmin>,
}

/// Someone who administers a team.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TeamAdmin {
    /// Their account.
    #[serde(default, deserialize_with = "optional_id")]
    pub id: Option<UserId>,
    /// Their address.
    #[serde(default, deserialize_with = "filled_text")]
    pub email: Option<String>,
    /// Whether they are the first admin of the team.
    #[serde(rename = "primary", default, deserialize_with = "flag")]
    pub is_primary: bool,
    /// Whether they stand in for the first admin.
    #[serde(default, deserialize_with = "flag")]
    pub is_secondary: bool,
    /// Whether they see the bills.
    #[serde(rename = "billing", default, deserialize_with = "flag")]
    pub has_billing_access: bool,
    /// Whether they see the documents.
    #[serde(rename = "document_access", default, deserialize_with = "flag")]
    pub has_document_access: bool,
}

/// The organization of an account, as far as v1 tells. Absent ids are usual (wire section 9 row 39).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserOrganization {
    /// Its id; `None` when the user belongs to no organization.
    #[serde(default, deserialize_with = "optional_id")]
    pub id: Option<OrganizationId>,
    /// Its name.
    #[serde(default, deserialize_with = "filled_text")]
    pub name: Option<String>,
    /// Whether it was deleted.
    #[serde(rename = "deleted", default, deserialize_with = "flag")]
    pub is_deleted: bool,
    /// When it was made.
    #[serde(rename = "created", default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    #[serde(rename = "updated", default, deserialize_with = "optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
    /// Whether the user is a moderator of it: v1 keeps the old names, and calls that admin.
    #[serde(default, deserialize_with = "flag")]
    pub is_admin: bool,
    /// Whether the user is an admin of it: v1 keeps the old names, and calls that super admin.
    #[serde(default, deserialize_with = "flag")]
    pub is_superadmin: bool,
    /// Whether it is a workspace.
    #[serde(default, deserialize_with = "flag")]
    pub is_workspace: bool,
    /// Domains whose addresses belong to it.
    #[serde(default, deserialize_with = "list")]
    pub domains: Vec<UserOrganizationDomain>,
    /// Its logos.
    #[serde(default, deserialize_with = "list")]
    pub logos: Vec<UserOrganizationLogo>,
    /// Its teams.
    #[serde(default, deserialize_with = "list")]
    pub teams: Vec<UserOrganizationTeam>,
}

/// A domain whose addresses belong to an organization.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserOrganizationDomain {
    /// signNow's id for the record.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// The domain.
    #[serde(default, deserialize_with = "text")]
    pub domain: String,
}

/// A logo of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserOrganizationLogo {
    /// signNow's id for it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "filled_text")]
    pub name: Option<String>,
    /// Whether it is in use.
    #[serde(rename = "active", default, deserialize_with = "flag")]
    pub is_active: bool,
}

/// A team of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserOrganizationTeam {
    /// signNow's id for it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "text")]
    pub name: String,
}

/// Which services an account is connected with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectedServices {
    /// Google.
    pub google: bool,
    /// Facebook.
    pub facebook: bool,
    /// Microsoft.
    pub microsoft: bool,
    /// Atticus, a legal document service.
    pub atticus: bool,
    /// Salesforce.
    pub salesforce: bool,
    /// A cloud storage to export to.
    pub cloud_export: bool,
    /// The connection to the cloud storage no longer works.
    pub cloud_export_is_broken: bool,
    /// A storage that receives copies.
    pub copy: bool,
    /// The connection to the storage for copies no longer works.
    pub copy_is_broken: bool,
}

/// Where documents are exported to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CloudExportAccount {
    /// The account there.
    #[serde(default, deserialize_with = "filled_text")]
    pub username: Option<String>,
    /// The service, in short.
    #[serde(rename = "short_files_servicename", default, deserialize_with = "filled_text")]
    pub short_service_name: Option<String>,
    /// The service, in full.
    #[serde(rename = "long_files_servicename", default, deserialize_with = "filled_text")]
    pub service_name: Option<String>,
}

/// What signNow wants a user to know.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IssueNotification {
    /// In a few words.
    #[serde(default, deserialize_with = "text")]
    pub title: String,
    /// In full.
    #[serde(default, deserialize_with = "text")]
    pub description: String,
}

/// An account that takes payments.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MerchantAccount {
    /// signNow's id for it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// For whom it takes them, in signNow's words.
    #[serde(default, deserialize_with = "filled_text")]
    pub scope: Option<String>,
    /// Which service takes them.
    #[serde(rename = "merchant_type", default, deserialize_with = "filled_text")]
    pub kind: Option<String>,
    /// Its name.
    #[serde(rename = "merchant_account_name", default, deserialize_with = "filled_text")]
    pub name: Option<String>,
    /// The currencies it can take.
    #[serde(default, deserialize_with = "list")]
    pub currencies: Vec<String>,
    /// The currency it takes now.
    #[serde(default, deserialize_with = "filled_text")]
    pub currency: Option<String>,
    /// That currency's name.
    #[serde(default, deserialize_with = "filled_text")]
    pub currency_name: Option<String>,
}
