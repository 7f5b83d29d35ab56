//! Embedded signing of documents (document 002).

use serde_json::{Value, json};

use super::desk::{BUYER, Desk, SELLER, embedded, pairs, text};
use crate::sandbox_organizations::stage::{Answer, Stage};

async fn link(desk: &Desk<'_>, id: &str, invite: &Value, expiration: Value) -> Answer {
    let path = format!("/v2/documents/{id}/embedded-invites/{}/link", text(invite));
    desk.viewer.post(&path, json!({ "auth_method": "none", "link_expiration": expiration })).await
}

#[tokio::test]
async fn two_signers_in_order_sign_by_link() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let invites = desk.embed(&id, 1, 2).await;
    let roles = desk.document(&id).await["roles"].clone();
    let row = |index: usize, email: &str, status: &str| {
        json!({
            "id": invites[index]["id"], "email": email, "role_id": roles[index]["unique_id"],
            "order": index + 1, "status": status,
        })
    };
    assert_eq!(invites, [row(0, BUYER, "pending"), row(1, SELLER, "created")]);
    for (index, invite) in invites.iter().enumerate() {
        let url = text(&link(&desk, &id, &invite["id"], json!(15)).await.expect(200)["data"]["link"]);
        assert_eq!(desk.links().await, index as u64 + 1);
        stage.control("signers", json!({ "action": "sign", "link": url })).await.expect_empty(204);
    }
    assert_eq!(desk.standing(&id).await, pairs(&[("Buyer", "fulfilled"), ("Seller", "fulfilled")]));
}

#[tokio::test]
async fn a_link_is_a_fresh_token_each_time_and_known_to_nobody_else() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let invite = desk.embed(&id, 1, 2).await[0]["id"].clone();
    let mut tokens = std::collections::BTreeSet::new();
    for expiration in [json!(15), json!(45), Value::Null] {
        let url = text(&link(&desk, &id, &invite, expiration).await.expect(200)["data"]["link"]);
        let start = format!("https://app.signnow.com/webapp/document/{id}?access_token=");
        let token = url.strip_prefix(&start).unwrap().strip_suffix("&route=fieldinvite").unwrap();
        assert!(token.len() == 64 && token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
        assert!(!stage.world().await.0.to_string().contains(token));
        tokens.insert(token.to_owned());
    }
    assert_eq!(tokens.len(), 3);
    assert_eq!(stage.world().await.0["links"], json!({ "minted": 3, "by_invite": { text(&invite): 3 } }));
}

#[tokio::test]
async fn out_of_turn_there_is_no_link() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let invites = desk.embed(&id, 1, 2).await;
    let refused = link(&desk, &id, &invites[1]["id"], json!(15)).await;
    let message = "The field invite is not pending or fulfilled.";
    assert_eq!(refused.expect(403), json!({ "errors": [{ "code": 19_001_028, "message": message }] }));
    assert_eq!(desk.links().await, 0);
    desk.sign(&id, BUYER).await;
    for invite in &invites {
        link(&desk, &id, &invite["id"], json!(15)).await.expect(200);
    }
    desk.act("decline", &id, SELLER).await.expect_empty(204);
    assert_eq!(link(&desk, &id, &invites[1]["id"], json!(15)).await.refused(403), 19_001_028);
}

#[tokio::test]
async fn an_embedded_invitation_looks_as_recorded() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let invite = desk.embed(&id, 1, 2).await[0]["id"].clone();
    let shown = desk.document(&id).await["field_invites"][0].clone();
    assert_eq!(shown["email"], format!("{BUYER} (Sandbox Application)"));
    assert_eq!((&shown["is_embedded"], &shown["delivery_type"]), (&json!(true), &json!("link")));
    assert_eq!(shown["embedded_signer"], json!({ "first_name": "Ida", "last_name": null }));
    assert_eq!((&shown["sender_email"], &shown["expiration_time"]), (&Value::Null, &Value::Null));
    link(&desk, &id, &invite, json!(15)).await.expect(200);
    let shown = desk.document(&id).await["field_invites"][0].clone();
    let moment = |name: &str| text(&shown[name]).parse::<i64>().unwrap();
    assert_eq!(moment("expiration_time") - moment("updated"), 15 * 60);
}

#[tokio::test]
async fn deleted_invitations_leave_room_for_others() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let invites = desk.embed(&id, 1, 2).await;
    let path = format!("/v2/documents/{id}/embedded-invites");
    desk.viewer.delete(&path).await.expect_empty(204);
    assert_eq!(desk.standing(&id).await, []);
    assert_eq!(link(&desk, &id, &invites[0]["id"], json!(15)).await.refused(404), 19_002_002);
    assert_eq!(desk.viewer.delete(&path).await.refused(400), 19_003_119);
    desk.embed(&id, 1, 1).await;
    assert_eq!(desk.standing(&id).await, pairs(&[("Buyer", "pending"), ("Seller", "pending")]));
}

#[tokio::test]
async fn all_seven_ways_of_authentication_are_known() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    for method in ["none", "password", "email", "mfa", "social", "biometric", "other"] {
        let id = desk.contract().await;
        let mut invites = [embedded(BUYER, "Buyer", 1), embedded(SELLER, "Seller", 2)];
        invites[0]["auth_method"] = json!(method);
        let path = format!("/v2/documents/{id}/embedded-invites");
        let body = desk.viewer.post(&path, json!({ "invites": invites })).await.expect(201);
        let path = format!("{path}/{}/link", text(&body["data"][0]["id"]));
        desk.viewer.post(&path, json!({ "auth_method": method, "link_expiration": 30 })).await.expect(200);
    }
}
