//! Field invitations and what they say.

use serde_json::{Value, json};

use super::desk::{BUYER, Desk, SELLER, invitation, text};
use crate::sandbox_organizations::stage::Stage;

#[tokio::test]
async fn an_invitation_answers_success_and_nothing_else() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    assert_eq!(desk.invite(&id, 1, 2).await.expect(200), json!({ "status": "success" }));
}

#[tokio::test]
async fn a_role_may_be_named_by_its_id_or_by_both() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let role = |document: &Value, index: usize| document["roles"][index]["unique_id"].clone();
    let document = desk.document(&id).await;
    let body = json!({
        "from": "VIEWER@sandbox.test",
        "to": [
            { "email": BUYER, "role_id": role(&document, 0), "order": "1" },
            { "email": SELLER, "role": "Seller", "role_id": role(&document, 1), "order": 2 },
        ],
    });
    desk.viewer.post(&format!("/document/{id}/invite"), body).await.expect(200);
    let invites = desk.document(&id).await["field_invites"].clone();
    assert_eq!((&invites[0]["role_id"], &invites[1]["role"]), (&role(&document, 0), &json!("Seller")));
}

#[tokio::test]
async fn what_an_invitation_says_is_shown() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let mut body = invitation(1, 2);
    let options = json!({
        "reassign": "1", "decline_by_signature": "1", "reminder": 4, "expiration_days": 10, "language": "es",
        "authentication_type": "password", "password": "secret", "message": "Please", "subject": "Contract",
        "redirect_uri": "https://example.test/done", "redirect_target": "self",
    });
    body["to"][0].as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
    body["to"][1]["reminder"] = json!({ "remind_after": 2, "remind_before": 1, "remind_repeat": 3 });
    body["message"] = json!("For everybody");
    desk.viewer.post(&format!("/document/{id}/invite"), body).await.expect(200);
    let invites = desk.document(&id).await["field_invites"].clone();
    let (first, second) = (&invites[0], &invites[1]);
    for (name, value) in [
        ("reassign", "1"),
        ("decline_by_signature", "1"),
        ("reminder", "4"),
        ("password_protected", "1"),
        ("language", "es"),
        ("message", "Please"),
        ("redirect_uri", "https://example.test/done"),
        ("redirect_target", "self"),
        ("sender_email", "viewer@sandbox.test"),
        ("delivery_type", "email"),
    ] {
        assert_eq!(first[name], value, "{name}");
    }
    for (name, value) in [("reassign", "0"), ("reminder", "2"), ("message", "For everybody")] {
        assert_eq!(second[name], value, "{name}");
    }
    let days = |invite: &Value| {
        let moment = |name: &str| text(&invite[name]).parse::<i64>().unwrap();
        (moment("expiration_time") - moment("created")) / 86_400
    };
    assert_eq!((days(first), days(second)), (10, 30));
    assert!(!stage.world().await.0.to_string().contains("\"secret\""));
}

#[tokio::test]
async fn a_signer_with_an_account_finds_the_document() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let outsider = stage.log_in("outsider").await;
    assert_eq!(outsider.get(&format!("/document/{id}")).await.refused(404), 65_582);
    let mut body = invitation(1, 2);
    body["to"][1]["email"] = json!("outsider@sandbox.test");
    desk.viewer.post(&format!("/document/{id}/invite"), body).await.expect(200);
    let seen = outsider.get(&format!("/document/{id}")).await.expect(200);
    assert_eq!(seen["field_invites"][1]["signer_user_id"], stage.world().await.user_id("outsider").as_str());
}

#[tokio::test]
async fn a_waiting_invitation_is_resent_by_either_id() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    desk.invite(&id, 1, 2).await.expect(200);
    let document = desk.document(&id).await;
    let before = desk.mails().await.len();
    for id in [&document["fields"][1]["field_request_id"], &document["field_invites"][0]["id"]] {
        let path = format!("/fieldinvite/{}/resend", text(id));
        assert_eq!(desk.viewer.put(&path, json!({})).await.expect(200), json!({ "status": "success" }));
    }
    let resent = ("invite_resend".to_owned(), BUYER.to_owned());
    assert_eq!(desk.mails().await[before..], [resent.clone(), resent]);
}
