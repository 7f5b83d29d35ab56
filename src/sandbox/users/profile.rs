//! `GET /user`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Value, json};

use super::{plan, profile_parts as parts};
use crate::sandbox::http::{Bearer, Refusal, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Subscription, User, World};

/// The owner of the token, with the types of the live answer (wire section 4.2): flags and times as strings
/// here, booleans and integers there, and no `email`.
pub(super) async fn show(State(shared): State<Arc<Shared>>, bearer: Bearer) -> Reply {
    let world = shared.world();
    let user = world.users.get(&bearer.user).ok_or_else(Refusal::invalid_token)?;
    ok(profile(user, &world))
}

fn profile(user: &User, world: &World) -> Value {
    let organization = world.organization_of_member(user.id);
    let created: Vec<_> = world
        .documents
        .iter()
        .filter(|document| document.owner == user.id)
        .map(|document| document.created)
        .collect();
    let period = parts::billing_period(world.now());
    let this_month = created.iter().filter(|created| **created >= period.start).count();
    json!({
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "active": if user.active { "1" } else { "0" },
        "verified": user.verified,
        "type": 1,
        "pro": i32::from(matches!(user.subscription, Subscription::Professional | Subscription::Enterprise)),
        "created": user.created.timestamp().to_string(),
        "emails": [user.email],
        "primary_email": user.email,
        "subscriptions": plan::subscriptions(user),
        "credits": 0,
        "has_atticus_access": false,
        "cloud_export_account_details": null,
        "is_logged_in": true,
        "billing_period": period.shown(),
        "premium_access": plan::premium_access(user),
        "companies": parts::companies(user),
        "document_count": created.len(),
        "monthly_document_count": this_month.to_string(),
        "lifetime_document_count": created.len(),
        "teams": parts::teams(user, organization, world),
        "googleapps": false,
        "facebookapps": false,
        "microsoftapps": false,
        "status": parts::status(),
        "settings": parts::settings(organization),
        "organization_settings": parts::organization_settings(organization),
        "issue_notifications": plan::issue_notifications(user),
        "merchant_accounts": [],
        "organization": parts::organization(user, organization),
        "registration_source": user.registration_source,
        "locale": "en",
        "password_changed": user.password_changed.timestamp(),
    })
}
