//! Subscriptions to events.

use serde_json::{Value, json};
use signgraph::signnow::EventSubscriptionId;
use signgraph::signnow::events::{
    CallbackUrl, ChangeEventSubscription, CreateEventSubscription, DeleteEventSubscription, EventCallback,
    EventName,
};

use super::{Case, UNNUMBERED};
use crate::client::writing::stage::{Act, World};

const CALLBACK: &str = "https://example.test/hook";

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case {
            edit: json!({}),
            act: |world| create(world, EventName::UserDocumentComplete),
            is_done: |world| {
                let marked = format!("{CALLBACK}?signgraph_operation=7");
                let made = world.event_subscriptions(&marked);
                made.len() == 1 && made.iter().all(|one| is_signed_and_free_of_tokens(one))
            },
            refused: (|world| create(world, EventName::Other(String::new())), 65_582),
        },
        Case {
            edit: subscribed(),
            act: |world| change(world, EventName::UserDocumentUpdate),
            is_done: |world| {
                let one = world.event_subscriptions(CALLBACK)[0];
                one["event"] == "user.document.update" && is_signed_and_free_of_tokens(one)
            },
            refused: (|world| change(world, EventName::Other(String::new())), 65_582),
        },
        Case {
            edit: subscribed(),
            act: |world| Act::of(DeleteEventSubscription { subscription: existing(world) }),
            is_done: |world| world.event_subscriptions(CALLBACK).is_empty(),
            refused: (|_| Act::of(DeleteEventSubscription { subscription: nowhere() }), UNNUMBERED),
        },
    ]
}

/// A world where the application has a subscription.
fn subscribed() -> Value {
    let subscription =
        json!({ "event": "user.document.open", "entity": "viewer@sandbox.test", "secret_key": "old" });
    json!({ "event_subscriptions": { CALLBACK: subscription } })
}

fn create(world: &World, event: EventName) -> Act {
    let mut callback = callback();
    callback.url = callback.url.with_marker("7");
    Act::of(CreateEventSubscription { event, entity: world.user_id("viewer").into(), callback })
}

fn change(world: &World, event: EventName) -> Act {
    let entity = world.user_id("viewer").into();
    let subscription = existing(world);
    Act::of(ChangeEventSubscription { subscription, event, entity, callback: callback() })
}

fn callback() -> EventCallback {
    EventCallback::new(CallbackUrl::parse(CALLBACK).unwrap(), "a-secret-key".to_owned().into())
}

/// The one of [`subscribed`]. Without it, as where routes alone are looked at, one that is not there.
fn existing(world: &World) -> EventSubscriptionId {
    let found = world.event_subscriptions(CALLBACK);
    let id = found.first().and_then(|one| one["id"].as_str());
    id.map_or_else(nowhere, |id| EventSubscriptionId::parse(id).unwrap())
}

fn nowhere() -> EventSubscriptionId {
    EventSubscriptionId::parse(&"0".repeat(40)).unwrap()
}

fn is_signed_and_free_of_tokens(subscription: &Value) -> bool {
    subscription["secret_key"] == "a-secret-key" && subscription["attributes"]["delete_access_token"] == true
}
