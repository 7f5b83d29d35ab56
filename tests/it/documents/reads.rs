//! Documents and groups by their ids, of the graph or signNow's own.

use serde_json::{Value, json};

use super::stage::{DRAFT, GROUP, Stage, global_id};

#[tokio::test]
async fn a_document_is_found_by_either_id() {
    let stage = Stage::start().await;
    let id = stage.id(DRAFT).await;
    let query = "query ($id: ID!) { document(id: $id) { id documentId name fields {
        fieldId kind role roleId area { page x y width height } isRequired name label prefilledText signerEmail isFilled } } }";
    let global = global_id("Document", &id);
    let by_own = stage.app.data(query, json!({ "id": id })).await;
    assert_eq!(stage.app.data(query, json!({ "id": global })).await, by_own);
    let shown = &by_own["document"];
    assert_eq!((&shown["id"], &shown["name"]), (&json!(global), &json!(DRAFT)));
    let document = stage.document(DRAFT).await;
    let field = json!({
        "fieldId": document["fields"][0]["id"], "kind": "SIGNATURE", "role": "Tenant",
        "roleId": document["roles"][0]["id"], "area": { "page": 0, "x": 72, "y": 120, "width": 180, "height": 40 },
        "isRequired": true, "name": "signature_1", "label": null, "prefilledText": null, "signerEmail": null,
        "isFilled": false,
    });
    assert_eq!(shown["fields"][0], field);
    assert_eq!(stage.arrivals("GET /document/{document_id}").await, 1);
}

#[tokio::test]
async fn what_is_unknown_is_null_and_what_is_no_id_is_refused() {
    let stage = Stage::start().await;
    let (document, group) = (stage.id(DRAFT).await, stage.group_id(GROUP).await);
    let nowhere = "0".repeat(40);
    for (field, kind, other) in
        [("document", "Document", &group), ("documentGroup", "DocumentGroup", &document)]
    {
        let query = format!("query ($id: ID!) {{ it: {field}(id: $id) {{ name }} }}");
        for id in [nowhere.clone(), global_id(kind, &nowhere), other.clone()] {
            assert_eq!(stage.app.data(&query, json!({ "id": id })).await["it"], Value::Null, "{field} {id}");
        }
        let node = global_id(kind, &nowhere);
        let data = stage.app.data("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": node })).await;
        assert_eq!(data["node"], Value::Null);
        for id in ["", "nonsense", &global_id("User", &nowhere)] {
            let answer = stage.app.ask(&query, json!({ "id": id })).await;
            assert_eq!(answer.failures(), [("it".to_owned(), "BAD_USER_INPUT".to_owned())], "{field} {id}");
            assert_eq!(answer.errors[0]["extensions"]["argument"], "id");
        }
    }
}

#[tokio::test]
async fn a_document_that_is_gone_is_null_in_its_group_and_leaves_the_others() {
    let stage = Stage::start().await;
    let id = stage.group_id(GROUP).await;
    let query = "query ($id: ID!) { documentGroup(id: $id) { documents { name document { name } } } }";
    stage.app.fault(json!({ "route": "GET /document/{document_id}", "status": 404, "times": 1 })).await;
    let data = stage.app.data(query, json!({ "id": id })).await;
    let documents = data["documentGroup"]["documents"].as_array().unwrap();
    let found = documents.iter().filter(|document| document["document"]["name"] == document["name"]).count();
    assert_eq!((documents.len(), found), (2, 1));
}
