//! What an account pays for.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::signnow::wire::{
    filled_text, flag, object, optional_count, optional_flag, optional_integer, optional_moment,
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
