//! Changes to the subscriptions to events.

use serde_json::Map;

use super::edit::user_named;
use super::input::{Complaint, Input};
use crate::sandbox::world::{EventSubscription, Id, World};

/// Applies `event_subscriptions`. What was there keeps what the edit does not name. What was not is made by the
/// application, with its name for a callback; any event will do, so that there can be those that signNow adds later.
pub(super) fn edit(subscriptions: &Input<'_>, world: &mut World) -> Result<(), Complaint> {
    for name in subscriptions.wording().keys() {
        let is_meant = |one: &EventSubscription| one.id.to_string() == *name || one.callback == *name;
        let place = world.event_subscriptions.iter().position(is_meant);
        match (subscriptions.object(name)?, place) {
            (Some(input), Some(place)) => {
                let old = world.event_subscriptions[place].clone();
                world.event_subscriptions[place] = changed(&input, old, world)?;
            }
            (Some(input), None) => {
                let new = new(&input, name, world)?;
                world.event_subscriptions.push(new);
            }
            (None, Some(place)) => drop(world.event_subscriptions.remove(place)),
            (None, None) => return Err(subscriptions.complaint(name, "is no subscription")),
        }
    }
    Ok(())
}

fn new(input: &Input<'_>, callback: &str, world: &mut World) -> Result<EventSubscription, Complaint> {
    let event = input.required(input.text("event")?, "event")?.to_owned();
    let entity_id = input.required(entity(input, world)?, "entity")?;
    let subscription = EventSubscription {
        id: world.new_id(),
        event,
        entity_id,
        callback: callback.to_owned(),
        secret_key: None,
        attributes: Map::new(),
        user: None,
        created: world.now(),
    };
    changed(input, subscription, world)
}

fn changed(input: &Input<'_>, old: EventSubscription, world: &World) -> Result<EventSubscription, Complaint> {
    input.only(&["event", "entity", "secret_key"])?;
    Ok(EventSubscription {
        event: input.text("event")?.map_or(old.event, str::to_owned),
        entity_id: entity(input, world)?.unwrap_or(old.entity_id),
        secret_key: input.text("secret_key")?.map(str::to_owned).or(old.secret_key),
        ..old
    })
}

/// A user by id or address, or else anything by its id.
fn entity(input: &Input<'_>, world: &World) -> Result<Option<Id>, Complaint> {
    let Some(name) = input.text("entity")? else { return Ok(None) };
    let id = name.parse().or_else(|_| user_named(input, name, world));
    id.map(Some).map_err(|_| input.complaint("entity", "is neither an id nor the address of a user"))
}
