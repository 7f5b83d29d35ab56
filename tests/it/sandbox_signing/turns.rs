//! Signers take turns.

use serde_json::{Value, json};

use super::desk::{BUYER, Desk, SELLER, pairs};
use crate::sandbox_organizations::stage::Stage;

#[tokio::test]
async fn the_turn_passes_when_all_of_a_step_have_signed() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 2, 1).await.expect(200);
    assert_eq!(desk.standing(&id).await, pairs(&[("Seller", "pending"), ("Buyer", "created")]));
    desk.sign(&id, SELLER).await;
    assert_eq!(desk.standing(&id).await, pairs(&[("Seller", "fulfilled"), ("Buyer", "pending")]));
    desk.sign(&id, BUYER).await;
    assert_eq!(desk.standing(&id).await, pairs(&[("Seller", "fulfilled"), ("Buyer", "fulfilled")]));
}

#[tokio::test]
async fn signers_of_one_step_are_asked_together() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 5, 5).await.expect(200);
    assert_eq!(desk.standing(&id).await, pairs(&[("Buyer", "pending"), ("Seller", "pending")]));
}

#[tokio::test]
async fn roles_show_the_order_they_were_invited_in() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 2, 1).await.expect(200);
    let orders = desk.document(&id).await["roles"].clone();
    assert_eq!((&orders[0]["signing_order"], &orders[1]["signing_order"]), (&json!("2"), &json!("1")));
}

#[tokio::test]
async fn nobody_signs_out_of_turn_or_twice() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    for action in ["sign", "decline"] {
        assert_eq!(desk.act(action, &id, SELLER).await.status, 400);
    }
    desk.sign(&id, BUYER).await;
    for action in ["sign", "decline", "expire"] {
        assert_eq!(desk.act(action, &id, BUYER).await.status, 400);
    }
}

#[tokio::test]
async fn a_signature_fills_the_fields_of_its_role() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    desk.sign(&id, BUYER).await;
    let document = desk.document(&id).await;
    let fields = document["fields"].as_array().unwrap();
    let filled: Vec<bool> = fields.iter().map(|field| field["element_id"].is_string()).collect();
    assert_eq!(filled, [true, true, false]);
    let signatures = document["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 1);
    assert_eq!((&signatures[0]["id"], &signatures[0]["email"]), (&fields[0]["element_id"], &json!(BUYER)));
    assert_eq!(signatures[0]["page_number"], "1");
}

#[tokio::test]
async fn each_invited_field_has_a_request_of_its_own() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    let document = desk.document(&id).await;
    let requests: std::collections::BTreeSet<&str> = document["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["field_request_id"].as_str().unwrap())
        .collect();
    assert_eq!(requests.len(), 3);
    assert!(!requests.contains(document["field_invites"][0]["id"].as_str().unwrap()));
    assert_eq!(document["fields"][0]["fulfiller"], BUYER);
}

#[tokio::test]
async fn who_declines_stops_the_others() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    desk.act("decline", &id, BUYER).await.expect_empty(204);
    assert_eq!(desk.standing(&id).await, pairs(&[("Buyer", "declined"), ("Seller", "created")]));
    assert_eq!(desk.document(&id).await["field_invites"][0]["is_full_declined"], true);
    assert_eq!(desk.act("sign", &id, SELLER).await.status, 400);
}

#[tokio::test]
async fn an_invitation_that_ran_out_can_not_be_signed() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    desk.act("expire", &id, BUYER).await.expect_empty(204);
    assert_eq!(desk.act("sign", &id, BUYER).await.status, 400);
    assert_eq!(desk.standing(&id).await, pairs(&[("Buyer", "expired"), ("Seller", "created")]));
}

#[tokio::test]
async fn when_all_came_to_nothing_the_document_can_be_sent_again() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 1).await.expect(200);
    desk.act("decline", &id, BUYER).await.expect_empty(204);
    assert_eq!(desk.invite(&id, 1, 1).await.refused(400), 65_536);
    desk.act("expire", &id, SELLER).await.expect_empty(204);
    desk.invite(&id, 1, 2).await.expect(200);
    assert_eq!(desk.standing(&id).await, pairs(&[("Buyer", "pending"), ("Seller", "created")]));
}

#[tokio::test]
async fn signatures_outlive_a_cancelled_invitation() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    desk.sign(&id, BUYER).await;
    let cancel = async || desk.viewer.put(&format!("/document/{id}/fieldinvitecancel"), Value::Null).await;
    assert_eq!(cancel().await.expect(200), json!({ "status": "success" }));
    assert_eq!(desk.standing(&id).await, pairs(&[("Buyer", "fulfilled")]));
    assert_eq!(desk.document(&id).await["signatures"].as_array().unwrap().len(), 1);
    assert_eq!(cancel().await.refused(400), 65_536);
}
