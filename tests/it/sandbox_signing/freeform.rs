//! Freeform invitations.

use serde_json::{Value, json};

use super::desk::{BUYER, Desk, SELLER, text};
use crate::sandbox_organizations::stage::{Answer, Stage};

async fn ask(desk: &Desk<'_>, id: &str, to: &str) -> Answer {
    let body = json!({ "from": "viewer@sandbox.test", "to": to });
    desk.viewer.post(&format!("/document/{id}/invite"), body).await
}

/// Address and status of each, oldest first.
async fn listed(desk: &Desk<'_>, id: &str) -> Vec<(String, String)> {
    let rows = desk.viewer.rows(&format!("/v2/documents/{id}/free-form-invites"), "").await;
    rows.iter().map(|row| (text(&row["email"]), text(&row["status"]))).collect()
}

#[tokio::test]
async fn a_freeform_invitation_is_asked_listed_and_shown() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.upload("plain").await;
    let answer = ask(&desk, &id, BUYER).await.expect(200);
    let invite = text(&answer["id"]);
    assert_eq!(answer, json!({ "result": "success", "id": invite, "callback_url": "none" }));
    let rows = desk.viewer.rows(&format!("/v2/documents/{id}/free-form-invites"), "").await;
    assert_eq!((&rows[0]["id"], &rows[0]["status"]), (&json!(invite), &json!("pending")));
    assert!(rows[0]["created"].is_i64());
    let request = &desk.document(&id).await["requests"][0];
    assert_eq!((&request["unique_id"], &request["signer_email"]), (&json!(invite), &json!(BUYER)));
    assert_eq!(request["originator_email"], "viewer@sandbox.test");
    assert_eq!((&request["canceled"], &request["signature_id"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn each_signer_signs_or_declines_for_themselves() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.upload("plain").await;
    for to in [BUYER, SELLER] {
        ask(&desk, &id, to).await.expect(200);
    }
    desk.act("decline", &id, SELLER).await.expect_empty(204);
    desk.sign(&id, BUYER).await;
    let expected = [(BUYER, "fulfilled"), (SELLER, "declined")];
    assert_eq!(listed(&desk, &id).await, super::desk::pairs(&expected));
    let document = desk.document(&id).await;
    assert_eq!(document["requests"][0]["signature_id"], document["signatures"][0]["id"]);
    assert_eq!(document["signatures"].as_array().unwrap().len(), 1);
    assert_eq!(desk.act("sign", &id, BUYER).await.status, 400);
}

#[tokio::test]
async fn a_cancelled_one_is_told_of_and_stays_in_the_list() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.upload("plain").await;
    let invite = text(&ask(&desk, &id, BUYER).await.expect(200)["id"]);
    let cancel =
        async || desk.viewer.put(&format!("/invite/{invite}/cancel"), json!({ "reason": "a" })).await;
    assert_eq!(cancel().await.expect(200), json!({}));
    assert_eq!(listed(&desk, &id).await, super::desk::pairs(&[(BUYER, "canceled")]));
    assert_eq!(desk.document(&id).await["requests"][0]["canceled"], "1");
    assert_eq!(cancel().await.refused(400), 65_536);
    assert_eq!(desk.act("sign", &id, BUYER).await.status, 400);
}

#[tokio::test]
async fn the_list_has_pages() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.upload("plain").await;
    for number in 0..5 {
        ask(&desk, &id, &format!("signer{number}@client.test")).await.expect(200);
    }
    let path = format!("/v2/documents/{id}/free-form-invites");
    assert_eq!(desk.viewer.every_row(&path, "", 2).await.len(), 5);
}
