//! What would have been mailed, and to whom.

use serde_json::{Value, json};

use super::desk::{BUYER, Desk, SELLER, invitation, pairs, text};
use crate::sandbox_organizations::stage::Stage;

#[tokio::test]
async fn a_world_begins_with_nothing_sent_and_nothing_minted() {
    let stage = Stage::demo().await;
    let state = stage.world().await.0;
    assert_eq!((&state["outbox"], &state["links"]), (&json!([]), &json!({ "minted": 0, "by_invite": {} })));
}

#[tokio::test]
async fn a_signer_is_mailed_once_when_their_turn_comes() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    assert_eq!(desk.mails().await, pairs(&[("field_invite", BUYER)]));
    desk.sign(&id, BUYER).await;
    assert_eq!(desk.mails().await, pairs(&[("field_invite", BUYER), ("field_invite", SELLER)]));
    desk.sign(&id, SELLER).await;
    assert_eq!(desk.mails().await.len(), 2);
    let mail = stage.world().await.0["outbox"][1].clone();
    assert_eq!(text(&mail["document_id"]), id);
    assert_eq!(mail["invite_id"], desk.document(&id).await["field_invites"][1]["id"]);
}

#[tokio::test]
async fn a_refused_call_mails_nobody() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 1).await.expect(200);
    let before = desk.mails().await;
    assert_eq!(desk.invite(&id, 1, 1).await.status, 400);
    assert_eq!(desk.mails().await, before);
}

#[tokio::test]
async fn mails_can_be_kept_back() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.viewer.post(&format!("/document/{id}/invite?email=disable"), invitation(1, 2)).await.expect(200);
    desk.sign(&id, BUYER).await;
    desk.viewer.put(&format!("/document/{id}/fieldinvitecancel"), json!({})).await.expect(200);
    let plain = desk.upload("plain").await;
    let body = json!({ "from": "viewer@sandbox.test", "to": BUYER });
    let answer = desk.viewer.post(&format!("/document/{plain}/invite?email=disable"), body).await.expect(200);
    desk.viewer.put(&format!("/invite/{}/cancel", text(&answer["id"])), json!({})).await.expect(200);
    assert_eq!(desk.mails().await, []);
}

#[tokio::test]
async fn whoever_was_asked_is_told_that_it_is_over() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    desk.viewer.put(&format!("/document/{id}/fieldinvitecancel"), json!({})).await.expect(200);
    assert_eq!(desk.mails().await, pairs(&[("field_invite", BUYER), ("invite_canceled", BUYER)]));
    let plain = desk.upload("plain").await;
    let body = json!({ "from": "viewer@sandbox.test", "to": SELLER });
    let answer = desk.viewer.post(&format!("/document/{plain}/invite"), body).await.expect(200);
    desk.viewer.put(&format!("/invite/{}/cancel", text(&answer["id"])), json!({})).await.expect(200);
    let rest = pairs(&[("freeform_invite", SELLER), ("invite_canceled", SELLER)]);
    assert_eq!(desk.mails().await[2..], rest);
}

#[tokio::test]
async fn embedded_signing_mails_nobody() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.embed(&id, 1, 2).await;
    desk.sign(&id, BUYER).await;
    desk.viewer.delete(&format!("/v2/documents/{id}/embedded-invites")).await.expect_empty(204);
    assert_eq!(desk.mails().await, []);
}

#[tokio::test]
async fn accounts_and_organizations_send_mails_too() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let application = stage.application();
    let newcomer = json!({ "email": "new@client.test", "password": "long enough" });
    application.post("/user", newcomer).await.expect(200);
    application.post("/user/verifyemail", json!({ "email": "new@client.test" })).await.expect(200);
    application.post("/user/forgotpassword", json!({ "email": "new@client.test" })).await.expect(200);
    let harbor = stage.world().await.organization_id("Harbor & Pine Logistics");
    let invited = json!({ "email": "outsider@sandbox.test", "type": "moderator" });
    desk.viewer.post(&format!("/v2/organizations/{harbor}/admins"), invited.clone()).await.expect(201);
    desk.viewer.post(&format!("/v2/organizations/{harbor}/members"), invited).await.expect_empty(201);
    let expected = [
        ("verification", "new@client.test"),
        ("verification", "new@client.test"),
        ("password_reset", "new@client.test"),
        ("organization_invite", "outsider@sandbox.test"),
        ("organization_invite", "outsider@sandbox.test"),
    ];
    assert_eq!(desk.mails().await, pairs(&expected));
    assert_eq!(stage.world().await.0["outbox"][4]["organization_id"], harbor.as_str());
}

#[tokio::test]
async fn a_reset_of_the_world_empties_it() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    stage.control("reset", json!({ "only": ["world"] })).await.expect_empty(204);
    assert_eq!(desk.mails().await, []);
    assert_eq!(desk.viewer.get(&format!("/document/{id}")).await.json()["errors"][0]["code"], json!(65_582));
    assert_eq!(stage.world().await.0["event_subscriptions"], Value::Array(vec![]));
}
