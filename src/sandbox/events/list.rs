//! `GET /api/v2/events`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Value, json};

use super::caller::Caller;
use super::refusal::Refusal;
use crate::sandbox::http::{Reply, ok};
use crate::sandbox::listing::Query;
use crate::sandbox::options::APPLICATION_NAME;
use crate::sandbox::shared::Shared;
use crate::sandbox::world::EventSubscription;

/// The subscriptions of a user, or all that were made with the application.
pub(super) async fn list(State(shared): State<Arc<Shared>>, caller: Caller, query: Query) -> Reply {
    let world = shared.world();
    let page = query.page().map_err(Refusal::Page)?;
    let subscriptions = world.event_subscriptions.iter().filter(|subscription| caller.owns(subscription));
    ok(page.cut(subscriptions.map(row).collect()))
}

/// Here the callback is called `callback_url`, and the entity has a number beside its id.
fn row(subscription: &EventSubscription) -> Value {
    let mut attributes = subscription.attributes.clone();
    attributes.insert("callback_url".to_owned(), json!(subscription.callback));
    attributes.insert("secret_key".to_owned(), json!(subscription.secret_key));
    json!({
        "id": subscription.id,
        "event": subscription.event,
        "entity_id": subscription.entity_id.row_number(),
        "entity_unique_id": subscription.entity_id,
        "action": "callback",
        "json_attributes": attributes,
        "application_name": APPLICATION_NAME,
        "created": subscription.created.timestamp(),
    })
}
