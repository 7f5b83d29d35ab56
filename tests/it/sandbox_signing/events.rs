//! Event subscriptions (wire section 7.2).

use serde_json::{Value, json};

use super::desk::{Desk, text};
use crate::sandbox_organizations::stage::{Actor, Stage};

const PATH: &str = "/api/v2/events";

fn subscription(event: &str, entity: &str) -> Value {
    json!({
        "event": event, "entity_id": entity, "action": "callback",
        "attributes": {
            "callback": "https://example.test/hook?operation=1", "use_tls_12": true, "docid_queryparam": false,
            "headers": { "text": "a", "whole": 1, "part": 1.5, "flag": true },
            "delete_access_token": true, "include_metadata": false, "secret_key": "inner", "retry_count": 3,
        },
    })
}

async fn listed(actor: &Actor<'_>) -> Vec<Value> {
    actor.rows(PATH, "").await
}

#[tokio::test]
async fn a_subscription_is_made_listed_changed_and_ended() {
    let stage = Stage::demo().await;
    let viewer = stage.log_in("viewer").await;
    let id = stage.world().await.user_id("viewer");
    viewer.post(PATH, subscription("user.document.complete", &id)).await.expect_empty(204);
    let rows = listed(&viewer).await;
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!((&row["event"], &row["entity_unique_id"]), (&json!("user.document.complete"), &json!(id)));
    assert_eq!(
        (&row["action"], &row["application_name"]),
        (&json!("callback"), &json!("Sandbox Application"))
    );
    assert!(row["entity_id"].is_u64() && row["created"].is_i64());
    let attributes = &row["json_attributes"];
    assert_eq!(attributes["callback_url"], "https://example.test/hook?operation=1");
    assert_eq!(
        (&attributes["secret_key"], &attributes["delete_access_token"]),
        (&json!("inner"), &json!(true))
    );
    assert_eq!(attributes["headers"], json!({ "text": "a", "whole": 1, "part": 1.5, "flag": true }));
    let path = format!("{PATH}/{}", text(&row["id"]));
    let changed = viewer.put(&path, subscription("user.document.update", &id)).await.expect(201);
    assert_eq!(changed, json!({ "id": row["id"] }));
    assert_eq!(listed(&viewer).await[0]["event"], "user.document.update");
    viewer.delete(&path).await.expect_empty(204);
    assert_eq!(listed(&viewer).await, Vec::<Value>::new());
}

#[tokio::test]
async fn the_entity_may_be_called_a_user_and_the_secret_stand_at_the_top() {
    let stage = Stage::demo().await;
    let viewer = stage.log_in("viewer").await;
    let mut body = subscription("user.document.create", "");
    body["user_id"] = json!(stage.world().await.user_id("viewer"));
    body["secret_key"] = json!("outer");
    viewer.post(PATH, body).await.expect_empty(204);
    assert_eq!(listed(&viewer).await[0]["json_attributes"]["secret_key"], "outer");
}

#[tokio::test]
async fn the_application_sees_every_subscription_and_a_user_their_own() {
    let stage = Stage::demo().await;
    let (viewer, member, application) =
        (stage.log_in("viewer").await, stage.log_in("member").await, stage.application());
    let world = stage.world().await;
    viewer.post(PATH, subscription("user.document.open", &world.user_id("viewer"))).await.expect_empty(204);
    member.post(PATH, subscription("user.document.open", &world.user_id("member"))).await.expect_empty(204);
    application
        .post(PATH, subscription("user.invite.expired", &world.user_id("admin")))
        .await
        .expect_empty(204);
    assert_eq!(
        (listed(&viewer).await.len(), listed(&member).await.len(), listed(&application).await.len()),
        (1, 1, 3)
    );
    assert_eq!(application.every_row(PATH, "", 2).await.len(), 3);
    for row in listed(&application).await {
        application.delete(&format!("{PATH}/{}", text(&row["id"]))).await.expect_empty(204);
    }
    assert_eq!(listed(&application).await, Vec::<Value>::new());
}

#[tokio::test]
async fn every_official_event_can_be_subscribed_to() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let user = stage.world().await.user_id("viewer");
    let document = desk.contract().await;
    let body = json!({ "document_ids": [document], "group_name": "One" });
    let group = text(&desk.viewer.post("/documentgroup", body).await.expect(200)["id"]);
    let of_document = "complete delete open update fieldinvite.create fieldinvite.decline fieldinvite.delete \
                       fieldinvite.reassign fieldinvite.sent fieldinvite.signed fieldinvite.replace freeform.create \
                       freeform.signed";
    let of_group = "update complete delete invite.create invite.resend invite.update invite.cancel";
    let mut events: Vec<(String, &str)> = vec![];
    events.extend(of_document.split_whitespace().map(|name| (format!("document.{name}"), document.as_str())));
    events.extend(of_group.split_whitespace().map(|name| (format!("document_group.{name}"), group.as_str())));
    events.extend(["invite.expired", "template.copy"].map(|name| (name.to_owned(), document.as_str())));
    let alone = ["document.create", "document_group.create"].map(str::to_owned);
    let of_user: Vec<String> = events.iter().map(|(name, _)| name.clone()).chain(alone).collect();
    events.extend(of_user.into_iter().map(|name| (format!("user.{name}"), user.as_str())));
    for (event, entity) in &events {
        desk.viewer.post(PATH, subscription(event, entity)).await.expect_empty(204);
    }
    assert_eq!(listed(&desk.viewer).await.len(), 46);
}
