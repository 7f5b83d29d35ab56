//! Fields and the roles that come with them.

use serde_json::{Value, json};

use super::desk::{Desk, field, text};
use crate::sandbox_organizations::stage::Stage;

fn names(roles: &Value) -> Vec<&str> {
    roles.as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn roles_come_into_being_with_the_fields_that_name_them() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.upload("a").await;
    let fields = [field("signature", "Buyer", 1), field("text", "Seller", 2), field("initials", "Buyer", 3)];
    let answer = desk.viewer.put(&format!("/document/{id}"), json!({ "fields": fields })).await.expect(200);
    let empty = json!({
        "id": id, "signatures": [], "texts": [], "checks": [], "views": [], "attachments": [],
        "radiobuttons": [], "hyperlinks": [], "lines": [],
    });
    assert_eq!(answer, empty);
    let document = desk.document(&id).await;
    assert_eq!(names(&document["roles"]), ["Buyer", "Seller"]);
    for role in document["roles"].as_array().unwrap() {
        assert_eq!(role["signing_order"], "1");
    }
    let shown = document["fields"].as_array().unwrap();
    assert_eq!(shown.len(), 3);
    assert_eq!(
        (&shown[2]["role"], &shown[2]["role_id"]),
        (&json!("Buyer"), &document["roles"][0]["unique_id"])
    );
    let attributes =
        json!({ "page_number": 1, "x": 72, "y": 3, "width": 180, "height": 40, "required": true });
    assert_eq!((&shown[2]["type"], &shown[2]["json_attributes"]), (&json!("initials"), &attributes));
    for nothing_yet in ["fulfiller", "field_request_id", "field_id", "element_id"] {
        assert_eq!(shown[2][nothing_yet], Value::Null, "{nothing_yet}");
    }
}

#[tokio::test]
async fn fields_replace_all_and_a_role_keeps_its_id_while_it_is_named() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let before = desk.document(&id).await;
    let fields = [field("signature", "Witness", 1), field("signature", "Seller", 2)];
    desk.viewer.put(&format!("/document/{id}"), json!({ "fields": fields })).await.expect(200);
    let after = desk.document(&id).await;
    assert_eq!(names(&after["roles"]), ["Witness", "Seller"]);
    assert_eq!(after["roles"][1]["unique_id"], before["roles"][1]["unique_id"]);
    assert_eq!(after["fields"].as_array().unwrap().len(), 2);
    desk.viewer.put(&format!("/document/{id}"), json!({ "fields": [] })).await.expect(200);
    let cleared = desk.document(&id).await;
    assert_eq!((&cleared["roles"], &cleared["fields"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn a_document_with_fields_moves_to_the_other_list() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let listed = async |list: &str| {
        let documents = desk.viewer.get(&format!("/user/{list}?per_page=100")).await.expect(200);
        documents.as_array().unwrap().iter().any(|document| document["id"] == id.as_str())
    };
    assert!(listed("documentsv2").await && !listed("documents").await);
}

#[tokio::test]
async fn a_document_is_renamed_before_and_after_an_invite() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    for name in ["First", "Second"] {
        desk.viewer.put(&format!("/document/{id}"), json!({ "document_name": name })).await.expect(200);
        let document = desk.document(&id).await;
        assert_eq!(document["document_name"], name);
        assert_eq!(document["fields"].as_array().unwrap().len(), 3);
        desk.invite(&id, 1, 1).await;
    }
}

#[tokio::test]
async fn measures_may_be_digits_and_other_words_are_kept() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.upload("a").await;
    let field = json!({
        "type": "text", "role": "Buyer", "page_number": "0", "x": "1", "y": "2", "width": "3", "height": "4",
        "label": "Year", "name": "year",
    });
    desk.viewer.put(&format!("/document/{id}"), json!({ "fields": [field] })).await.expect(200);
    let kept = json!({
        "page_number": 0, "x": 1, "y": 2, "width": 3, "height": 4, "label": "Year", "name": "year", "required": false,
    });
    assert_eq!(desk.document(&id).await["fields"][0]["json_attributes"], kept);
}

#[tokio::test]
async fn after_a_cancelled_invite_fields_can_be_changed_again() {
    let stage = Stage::demo().await;
    let desk = Desk::of(&stage).await;
    let id = desk.contract().await;
    let change = async || desk.viewer.put(&format!("/document/{id}"), json!({ "fields": [] })).await;
    desk.invite(&id, 1, 2).await.expect(200);
    assert_eq!(change().await.refused(400), 65_536);
    desk.viewer.put(&format!("/document/{id}/fieldinvitecancel"), json!({})).await.expect(200);
    let field = &desk.document(&id).await["fields"][0];
    assert_eq!((&field["field_request_id"], &field["fulfiller"]), (&Value::Null, &Value::Null));
    assert_eq!(text(&change().await.expect(200)["id"]), id);
}
