//! What `GET /user` says about a subscription (wire section 4.2).

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::sandbox::world::{Subscription, User};

pub(super) fn issue_notifications(user: &User) -> Value {
    match user.subscription {
        Subscription::Expired => json!([{
            "title": "Your subscription has expired",
            "description": "Renew it to manage your organizations again.",
        }]),
        _ => json!([]),
    }
}

pub(super) fn subscriptions(user: &User) -> Value {
    let Some(plan) = plan(user.subscription) else { return json!([]) };
    let updated = user.password_changed.timestamp();
    json!([{
        "id": user.id,
        "subscription_id": user.id,
        "name": plan,
        "plan": plan,
        "mobile_plan_type": "",
        "seat_admin_email": user.email,
        "expired": i32::from(user.subscription == Subscription::Expired),
        "created": user.created.timestamp(),
        "updated": updated,
        "term": 12,
        "plan_version": 2,
        "credit_card": user.subscription != Subscription::Trial,
        "trial": user.subscription == Subscription::Trial,
        "is_usage_based": false,
        "is_usage_based_seat_free": false,
        "gateway_subscription": { "gateway": "sandbox", "auto_renew": user.subscription != Subscription::Expired },
    }])
}

/// An object for those who have a plan, and PHP's empty map for those who have none.
pub(super) fn premium_access(user: &User) -> Value {
    let Some(plan) = plan(user.subscription) else { return json!([]) };
    let active = user.subscription != Subscription::Expired;
    json!({
        "error": false,
        "user": {
            "username": user.email,
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "added_date": user.created.timestamp(),
            "status": if active { "active" } else { "expired" },
            "admin": true,
        },
        "active": active,
        "subscription": {
            "name": plan,
            "term": 12,
            "seats": 10,
            "used_seats": 1,
            "expired_at": (user.created + TimeDelta::days(if active { 3_650 } else { 365 })).timestamp(),
            "created_at": user.created.timestamp(),
            "updated_at": user.password_changed.timestamp(),
            "admin_email": user.email,
            "status": if active { "active" } else { "expired" },
        },
        "plan": plan,
        "business": user.subscription == Subscription::Business,
        "trial": user.subscription == Subscription::Trial,
        "credit_card": user.subscription != Subscription::Trial,
    })
}

fn plan(subscription: Subscription) -> Option<&'static str> {
    match subscription {
        Subscription::None => None,
        Subscription::Trial => Some("trial"),
        Subscription::Business => Some("business"),
        Subscription::Professional | Subscription::Expired => Some("professional"),
        Subscription::Enterprise => Some("enterprise"),
    }
}
