//! The control that stands for signers.

use serde_json::json;

use super::desk::{BUYER, Desk, SELLER, pairs, text};
use crate::sandbox_organizations::stage::Stage;

#[tokio::test]
async fn an_invitation_says_by_itself_whose_it_is() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    let invite = text(&desk.document(&id).await["field_invites"][0]["id"]);
    let wrong = json!({ "action": "sign", "invite": invite, "email": SELLER });
    assert_eq!(stage.control("signers", wrong).await.status, 400);
    stage.control("signers", json!({ "action": "sign", "invite": invite })).await.expect_empty(204);
    assert_eq!(desk.standing(&id).await, pairs(&[("Buyer", "fulfilled"), ("Seller", "pending")]));
}

#[tokio::test]
async fn time_also_runs_out_for_those_who_wait_for_others() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    desk.act("expire", &id, SELLER).await.expect_empty(204);
    desk.sign(&id, BUYER).await;
    assert_eq!(desk.standing(&id).await, pairs(&[("Buyer", "fulfilled"), ("Seller", "expired")]));
}

#[tokio::test]
async fn nonsense_is_refused_with_the_field_that_is_wrong() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let cases = [
        (json!({ "document": id, "email": BUYER }), "action is required"),
        (json!({ "action": "eat", "document": id, "email": BUYER }), "action must be `sign`"),
        (json!({ "action": "sign", "email": BUYER }), "document or `invite` or `link` is required"),
        (json!({ "action": "sign", "document": id, "invite": id, "email": BUYER }), "document or `invite`"),
        (json!({ "action": "sign", "document": id }), "email is required"),
        (json!({ "action": "sign", "document": "x", "email": BUYER }), "document is the id of no document"),
        (json!({ "action": "sign", "document": id, "email": BUYER }), "document has nothing that waits"),
        (json!({ "action": "sign", "invite": id }), "invite is the id of no invitation"),
        (json!({ "action": "sign", "link": "https://x/?access_token=00" }), "link was never minted"),
        (json!({ "action": "sign", "who": 1 }), "who is unknown"),
    ];
    for (body, complaint) in cases {
        let answer = stage.control("signers", body.clone()).await.expect(400);
        assert!(answer["error"].as_str().unwrap().starts_with(complaint), "{body}: {answer}");
    }
}

#[tokio::test]
async fn a_link_opens_nothing_after_its_invitation_is_gone() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let invite = desk.embed(&id, 1, 2).await[0]["id"].clone();
    let path = format!("/v2/documents/{id}/embedded-invites");
    let body = json!({ "auth_method": "none", "link_expiration": null });
    let link = desk.viewer.post(&format!("{path}/{}/link", text(&invite)), body).await.expect(200);
    desk.viewer.delete(&path).await.expect_empty(204);
    let body = json!({ "action": "sign", "link": link["data"]["link"] });
    assert_eq!(stage.control("signers", body).await.status, 400);
}
