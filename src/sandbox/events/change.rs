//! Making, changing and ending subscriptions.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::json;

use super::body::Body;
use super::caller::Caller;
use super::refusal::Refusal;
use crate::sandbox::http::{Fields, Reply, created, no_content};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{EventSubscription, World};

/// `POST /api/v2/events`. The answer is empty: whoever wants the id has to look for it in the list.
pub(super) async fn subscribe(State(shared): State<Arc<Shared>>, caller: Caller, fields: Fields) -> Reply {
    let mut world = shared.world();
    let Body { event, entity_id, callback, secret_key, attributes } = Body::read(&world, caller, &fields)?;
    let (id, user, created) = (world.new_id(), caller.user(), world.now());
    let subscription =
        EventSubscription { id, event, entity_id, callback, secret_key, attributes, user, created };
    world.event_subscriptions.push(subscription);
    no_content()
}

/// `PUT /api/v2/events/{event_subscription_id}` puts a whole new description in place of the old one.
pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let place = place(&world, &id)?;
    let old = world.event_subscriptions[place].clone();
    if !caller.owns(&old) {
        return Err(Refusal::NotAllowed.into());
    }
    let Body { event, entity_id, callback, secret_key, attributes } = Body::read(&world, caller, &fields)?;
    let changed = EventSubscription { event, entity_id, callback, secret_key, attributes, ..old };
    world.event_subscriptions[place] = changed;
    created(json!({ "id": id }))
}

/// `DELETE /api/v2/events/{event_subscription_id}`
pub(super) async fn unsubscribe(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Reply {
    let mut world = shared.world();
    let place = place(&world, &id)?;
    if !caller.owns(&world.event_subscriptions[place]) {
        return Err(Refusal::RemovalNotAllowed.into());
    }
    world.event_subscriptions.remove(place);
    no_content()
}

fn place(world: &World, id: &str) -> Result<usize, Refusal> {
    let is_meant = |subscription: &EventSubscription| subscription.id.to_string() == id;
    let place = world.event_subscriptions.iter().position(is_meant);
    place.ok_or_else(|| Refusal::NotFound(id.to_owned()))
}
