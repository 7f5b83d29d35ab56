//! Everything the event endpoints refuse, in shape E.

use serde_json::{Value, json};

use super::desk::text;
use crate::sandbox_organizations::stage::Stage;

const PATH: &str = "/api/v2/events";

/// What is wrong with a body: a field, its value (null takes it away), and the refusal.
fn cases(
    nowhere: &str,
    member: &str,
    document: &str,
) -> Vec<(&'static str, Value, u16, Option<u32>, String)> {
    let of = |field, value, code, message: &str| (field, value, 400, code, message.to_owned());
    let not_allowed =
        |field, value| (field, value, 403, None, "Subscription to event is not allowed".to_owned());
    vec![
        of("event", Value::Null, Some(65582), "event must not be empty"),
        of("event", json!(""), Some(65582), "event must not be empty"),
        of("event", json!(5), Some(65582), "event must be string"),
        of("action", Value::Null, None, "Action must be equal 'callback'"),
        of("action", json!("mail"), None, "Action must be equal 'callback'"),
        of("attributes", Value::Null, Some(400), "attributes must not be empty"),
        of("attributes", json!({}), Some(400), "attributes must not be empty"),
        of("attributes", json!({ "delay": 1 }), Some(400), "'callback' is missing."),
        of("attributes", json!({ "callback": 1 }), Some(65582), "callback must be string"),
        of("attributes", json!({ "callback": "example.test" }), Some(400), "callback must be url"),
        of(
            "attributes",
            json!({ "callback": "https://example.test", "integration_id": "abc" }),
            None,
            "Invalid integration id - abc",
        ),
        of("entity_id", Value::Null, Some(65582), "entity_id must not be empty"),
        not_allowed("entity_id", json!("no id")),
        not_allowed("entity_id", json!(nowhere)),
        not_allowed("entity_id", json!(member)),
        not_allowed("entity_id", json!(document)),
        not_allowed("event", json!("document.complete")),
        not_allowed("event", json!("document_group.complete")),
        not_allowed("event", json!("user.create")),
        not_allowed("event", json!("invite.complete")),
        not_allowed("event", json!("user.user.document.complete")),
    ]
}

fn refusal(code: Option<u32>, message: &str) -> Value {
    match code {
        Some(code) => json!({ "code": code, "message": message }),
        None => json!({ "message": message }),
    }
}

#[tokio::test]
async fn every_wrong_body_is_refused_when_subscribing_and_when_changing() {
    let stage = Stage::demo().await;
    let viewer = stage.log_in("viewer").await;
    let world = stage.world().await;
    let sound = json!({
        "event": "user.document.complete", "entity_id": world.user_id("viewer"), "action": "callback",
        "attributes": { "callback": "https://example.test/" },
    });
    viewer.post(PATH, sound.clone()).await.expect_empty(204);
    let before = viewer.rows(PATH, "").await;
    let one = format!("{PATH}/{}", text(&before[0]["id"]));
    let document = text(&world.0["documents"][0]["id"]);
    for (field, value, status, code, message) in cases(&"0".repeat(40), &world.user_id("member"), &document) {
        let mut body = sound.clone();
        body[field] = value;
        for answer in [viewer.post(PATH, body.clone()).await, viewer.put(&one, body.clone()).await] {
            assert_eq!((answer.status, answer.json()), (status, refusal(code, &message)), "{body}");
        }
    }
    assert_eq!(viewer.rows(PATH, "").await, before);
}

#[tokio::test]
async fn the_application_may_not_subscribe_to_what_is_not_there() {
    let stage = Stage::demo().await;
    let body = json!({
        "event": "user.document.complete", "entity_id": "0".repeat(40), "action": "callback",
        "attributes": { "callback": "https://example.test/" },
    });
    let answer = stage.application().post(PATH, body).await;
    assert_eq!(answer.expect(403), json!({ "message": "Subscription to event is not allowed" }));
}

#[tokio::test]
async fn an_unknown_or_foreign_subscription_stays_as_it_is() {
    let stage = Stage::demo().await;
    let (viewer, member) = (stage.log_in("viewer").await, stage.log_in("member").await);
    let body = json!({
        "event": "user.document.complete", "entity_id": stage.world().await.user_id("viewer"),
        "action": "callback", "attributes": { "callback": "https://example.test/" },
    });
    viewer.post(PATH, body.clone()).await.expect_empty(204);
    let one = format!("{PATH}/{}", text(&viewer.rows(PATH, "").await[0]["id"]));
    let refused = |message: &str| json!({ "message": message });
    assert_eq!(member.delete(&one).await.expect(403), refused("Unsubscription from event is not allowed"));
    assert_eq!(
        member.put(&one, body.clone()).await.expect(403),
        refused("Subscription to event is not allowed")
    );
    let nowhere = format!("{PATH}/{}", "0".repeat(40));
    let not_found = refused(&format!("UserEventSubscription `{}` not found", "0".repeat(40)));
    for answer in [viewer.delete(&nowhere).await, viewer.put(&nowhere, body).await] {
        assert_eq!(answer.expect(404), not_found);
    }
    assert_eq!(viewer.rows(PATH, "").await.len(), 1);
}

#[tokio::test]
async fn pages_and_tokens_are_refused_in_their_shapes() {
    let stage = Stage::demo().await;
    let answer = stage.application().get(&format!("{PATH}?per_page=0")).await;
    let message = "Query parameter `per_page` must be more than 0";
    assert_eq!(answer.expect(400), json!({ "code": 400, "message": message }));
    let invalid = json!({ "error": "invalid_token", "code": 1537 });
    assert_eq!(stage.stranger().get(PATH).await.expect(400), invalid);
}
