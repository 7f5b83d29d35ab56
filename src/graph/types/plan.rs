//! What an account pays for: plan, subscriptions, billing period.

use async_graphql::Object;

use super::time::Moment;
use crate::signnow::v1;

pub(in crate::graph) struct BillingPeriod<'a>(pub(super) &'a v1::BillingPeriod);

/// A stretch of time for which one bill is written.
#[Object]
impl BillingPeriod<'_> {
    /// Its first moment.
    async fn starts_at(&self) -> Option<Moment> {
        self.0.starts_at.map(Moment)
    }

    /// Its last moment.
    async fn ends_at(&self) -> Option<Moment> {
        self.0.ends_at.map(Moment)
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
    async fn expires_at(&self) -> Option<Moment> {
        self.0.subscription.as_ref()?.expires_at.map(Moment)
    }
}

pub(in crate::graph) struct PlanSubscription<'a>(pub(super) &'a v1::Subscription);

/// A subscription of an account.
#[Object]
impl PlanSubscription<'_> {
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
    async fn created_at(&self) -> Option<Moment> {
        self.0.created_at.map(Moment)
    }

    /// When it last changed.
    async fn updated_at(&self) -> Option<Moment> {
        self.0.updated_at.map(Moment)
    }

    /// When it ends or ended.
    async fn expires_at(&self) -> Option<Moment> {
        self.0.expires_at.map(Moment)
    }
}
