//! Subscriptions to events.

use serde_json::{Value, json};

use super::{DRAFT, GROUP, nowhere};
use crate::mutations::case::{
    BadInput, Case, Class, FORBIDDEN, NO_NUMBER, Proof, at, bad, deed, deed_after, general, said,
};
use crate::mutations::world::{World, global_id};

const EVENTS: &str = "GET /api/v2/events";
const OLD: &str = "https://hooks.example/old";
const NEW: &str = "https://hooks.example/new";

pub(super) fn cases() -> Vec<Case> {
    vec![create(), change(), delete()]
}

/// A subscription of the application's.
fn subscribed() -> Value {
    let old = json!({
        "event": "user.document.complete", "entity": "viewer@sandbox.test", "secret_key": "the-first-key",
    });
    json!({ "event_subscriptions": { OLD: old } })
}

/// The subscription whose calls go there, perhaps with more behind it; `null` if there is none.
fn calling<'world>(world: &'world World, url: &str) -> &'world Value {
    let mut subscriptions = world.event_subscriptions.as_array().unwrap().iter();
    let calls = |one: &&Value| one["callback"].as_str().is_some_and(|callback| callback.starts_with(url));
    subscriptions.find(calls).unwrap_or(&Value::Null)
}

fn id(world: &World, url: &str) -> String {
    calling(world, url)["id"].as_str().unwrap().to_owned()
}

/// A whole description.
fn description(entity: &str, url: &str) -> Value {
    json!({
        "event": "USER_DOCUMENT_COMPLETE", "entityId": entity, "callbackUrl": url, "secretKey": "another-key",
        "headers": [{ "name": "x-tenant", "value": "seven" }],
    })
}

/// One of another event.
fn of(event: &str, entity: &str) -> Value {
    let mut input = description(entity, NEW);
    input["event"] = event.into();
    input
}

fn user(world: &World) -> String {
    global_id("User", &[&world.user_id("viewer")])
}

fn document(world: &World) -> String {
    global_id("Document", &[&world.document_id(DRAFT)])
}

fn group(world: &World) -> String {
    global_id("DocumentGroup", &[&world.group_id(GROUP)])
}

/// The description of another subscription for one that is there.
fn changed(subscription: &str, entity: &str) -> Value {
    let mut input = description(entity, NEW);
    input["subscriptionId"] = subscription.into();
    input
}

const SHOWN: &str =
    "eventSubscription { subscriptionId event entityId isSigned omitsAccessToken headerNames }";

fn seen(after: &World) -> Value {
    json!({ "eventSubscription": {
        "subscriptionId": id(after, NEW), "event": "USER_DOCUMENT_COMPLETE", "entityId": after.user_id("viewer"),
        "isSigned": true, "omitsAccessToken": true, "headerNames": ["x-tenant"],
    } })
}

fn create() -> Case {
    Case {
        field: "createEventSubscription",
        edit: json!({}),
        input: |world| description(&world.user_id("viewer"), NEW),
        is_done: |world| calling(world, NEW)["secret_key"] == "another-key",
        payload: (SHOWN, |_, world| seen(world)),
        route: "POST /api/v2/events",
        class: Class::Keyless,
        // The callback holds the id of the operation.
        proof: Proof::Read(EVENTS),
        bad: vec![
            BadInput {
                input: |_| {
                    let headers =
                        json!([{ "name": "x-tenant", "value": "1" }, { "name": "two words", "value": " " }]);
                    json!({
                        "event": "UNKNOWN", "entityId": "viewer", "callbackUrl": "hooks.example", "secretKey": "",
                        "headers": headers, "retries": 11, "delay": -1,
                    })
                },
                told: vec![
                    ("INVALID", "event"),
                    ("INVALID_ID", "entityId"),
                    ("INVALID", "callbackUrl"),
                    ("BLANK", "secretKey"),
                    ("INVALID", "headers.1.name"),
                    ("BLANK", "headers.1.value"),
                    ("OUT_OF_RANGE", "retries"),
                    ("OUT_OF_RANGE", "delay"),
                ],
            },
            bad(
                |world| {
                    let mut input = description(&world.user_id("viewer"), NEW);
                    input["headers"] = vec![json!({ "name": "x-tenant", "value": "1" }); 21].into();
                    input
                },
                "OUT_OF_RANGE",
                "headers",
            ),
            BadInput {
                input: |world| {
                    let header = |name: &str, value: &str| json!({ "name": name, "value": value });
                    let mut input = description(&world.user_id("viewer"), NEW);
                    input["secretKey"] = "two\nlines".into();
                    input["headers"] = json!([
                        header("x-b", "1\r\nEvil: y"),
                        header("x-tenant", "seven"),
                        header("X-Tenant", "eight"),
                        header("Content-Length", "0"),
                        header("transfer-encoding", "chunked"),
                        header("Host", "elsewhere.example"),
                        header("connection", "close"),
                        header("x-c\r\nEvil", "y"),
                    ]);
                    input
                },
                told: vec![
                    ("INVALID", "secretKey"),
                    ("DUPLICATE", "headers.2.name"),
                    ("INVALID", "headers.0.value"),
                    ("INVALID", "headers.3.name"),
                    ("INVALID", "headers.4.name"),
                    ("INVALID", "headers.5.name"),
                    ("INVALID", "headers.6.name"),
                    ("INVALID", "headers.7.name"),
                ],
            },
            bad(|world| of("USER_DOCUMENT_COMPLETE", &document(world)), "INVALID_ID", "entityId"),
            bad(|world| of("DOCUMENT_COMPLETE", &user(world)), "INVALID_ID", "entityId"),
            bad(|world| of("INVITE_EXPIRED", &group(world)), "INVALID_ID", "entityId"),
            bad(|world| of("DOCUMENT_GROUP_COMPLETE", &document(world)), "INVALID_ID", "entityId"),
        ],
        refusals: vec![
            deed(NO_NUMBER, |_| description(&nowhere(), NEW), FORBIDDEN),
            said(NO_NUMBER, 400, general("REFUSED")),
            said(65_582, 400, general("INVALID")),
        ],
    }
}

fn change() -> Case {
    Case {
        field: "changeEventSubscription",
        edit: subscribed(),
        input: |world| changed(&id(world, OLD), &world.user_id("viewer")),
        is_done: |world| calling(world, NEW)["secret_key"] == "another-key" && calling(world, OLD).is_null(),
        payload: (SHOWN, |_, world| seen(world)),
        route: "PUT /api/v2/events/{event_subscription_id}",
        class: Class::Idempotent,
        // No list tells the key.
        proof: Proof::Nothing,
        bad: vec![
            bad(|world| changed("subscription", &user(world)), "INVALID_ID", "subscriptionId"),
            bad(|world| changed(&nowhere(), &document(world)), "INVALID_ID", "entityId"),
        ],
        refusals: vec![
            deed(
                NO_NUMBER,
                |world| changed(&nowhere(), &world.user_id("viewer")),
                at("subscriptionId", "EVENT_SUBSCRIPTION_NOT_FOUND"),
            ),
            deed_after(NO_NUMBER, subscribed(), |world| changed(&id(world, OLD), &nowhere()), FORBIDDEN),
            said(NO_NUMBER, 400, general("REFUSED")),
            said(65_582, 400, general("INVALID")),
        ],
    }
}

fn delete() -> Case {
    Case {
        field: "deleteEventSubscription",
        edit: subscribed(),
        input: |world| json!({ "subscriptionId": global_id("EventSubscription", &[&id(world, OLD)]) }),
        is_done: |world| calling(world, OLD).is_null(),
        payload: (
            "deletedSubscriptionId",
            |world, _| json!({ "deletedSubscriptionId": global_id("EventSubscription", &[&id(world, OLD)]) }),
        ),
        route: "DELETE /api/v2/events/{event_subscription_id}",
        class: Class::NaturalKey,
        proof: Proof::Read(EVENTS),
        bad: vec![bad(
            |world| json!({ "subscriptionId": global_id("User", &[&world.user_id("viewer")]) }),
            "INVALID_ID",
            "subscriptionId",
        )],
        refusals: vec![
            deed(
                NO_NUMBER,
                |_| json!({ "subscriptionId": nowhere() }),
                at("subscriptionId", "EVENT_SUBSCRIPTION_NOT_FOUND"),
            ),
            said(NO_NUMBER, 403, FORBIDDEN),
        ],
    }
}
