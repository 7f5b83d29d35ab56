//! Fields are added to those that are there, and nothing of these is lost: not by writing them again, not to another who adds
//! some at the same moment, not to an answer that never came.

use futures::future::join_all;
use serde_json::{Value, json};

use super::stage::{DRAFT, GROUPED, INVITED, Stage, field};

const READ: &str = "GET /document/{document_id}";
const EDIT: &str = "PUT /document/{document_id}";
const SHOWN: &str = "document { fieldCount fields { kind name } roles { name } }";

/// What the sandbox knows of the fields of a document, but for their ids.
async fn fields(stage: &Stage, document: &str) -> Vec<Value> {
    let mut document = stage.document(document).await;
    let roles = document["roles"].as_array().unwrap().clone();
    let fields = document["fields"].as_array_mut().unwrap();
    for field in fields.iter_mut() {
        let role = roles.iter().find(|role| role["id"] == field["role_id"]).unwrap();
        *field = json!({ "kind": field["kind"], "role": role["name"], "attributes": field["attributes"] });
    }
    fields.clone()
}

async fn add(stage: &Stage, document: &str, fields: Value) -> super::stage::Told {
    let input = json!({ "documentId": stage.id(document).await, "fields": fields });
    stage.ask("addDocumentFields", input, SHOWN).await
}

/// Fields of every kind that can be written.
fn every_kind() -> Value {
    let area = json!({ "page": 0, "x": 1, "y": 2, "width": 3, "height": 4 });
    json!([
        field("INITIALS", json!({ "role": "Agent", "label": "here" })),
        field("TEXT", json!({ "prefilledText": "a", "validatorId": "v1", "isSigningDate": true })),
        field("CHECKBOX", json!({ "isRequired": false })),
        field("ENUMERATION", json!({ "options": ["a", "b"], "allowsOther": true, "prefilledText": "c" })),
        field(
            "RADIO_BUTTON",
            json!({ "name": "pets", "buttons": [
            { "area": area, "value": "yes", "isChecked": true }, { "area": area, "value": "no" },
        ] })
        ),
        field("ATTACHMENT", json!({})),
        field("STAMP", json!({})),
        field("CALCULATED", json!({ "formula": "A+B" })),
    ])
}

#[tokio::test]
async fn what_was_there_is_there_again_in_every_word() {
    let stage = Stage::start().await;
    let before = fields(&stage, DRAFT).await;
    let told = add(&stage, DRAFT, every_kind()).await;
    let document = &told.is_confirmed().payload["document"];
    assert_eq!(
        document["roles"],
        json!([{ "name": "Tenant" }, { "name": "Landlord" }, { "name": "Agent" }, { "name": "Witness" }])
    );
    let between = fields(&stage, DRAFT).await;
    assert_eq!((&between[..2], between.len()), (&before[..], 10));

    add(&stage, DRAFT, json!([field("SIGNATURE", json!({ "name": "last" }))])).await.is_confirmed();
    let after = fields(&stage, DRAFT).await;
    assert_eq!(
        (&after[..10], after.len(), &after[10]["attributes"]["name"]),
        (&between[..], 11, &json!("last"))
    );
}

#[tokio::test]
async fn fields_that_cannot_be_written_again_are_left_alone() {
    let stage = Stage::start().await;
    let id = stage.id(DRAFT).await;
    let attributes = json!({ "page_number": 0, "x": 1, "y": 1, "width": 1, "height": 1 });
    let with = |more: Value| {
        let mut attributes = attributes.clone();
        attributes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        attributes
    };
    let kept = json!({ "type": "signature", "role": "Tenant", "json_attributes": attributes });
    for lost in [
        json!({ "type": "hyperlink", "role": "Tenant", "json_attributes": attributes }),
        json!({ "type": "hologram", "role": "Tenant", "json_attributes": attributes }),
        json!({ "type": "enumeration", "role": "Tenant", "json_attributes": attributes }),
        json!({ "type": "text", "role": "Tenant", "json_attributes": with(json!({ "font": "Arial" })) }),
        json!({ "type": "text", "role": "Tenant", "json_attributes": with(json!({ "x": 1.5 })) }),
        json!({ "type": "text", "role": "Tenant" }),
        json!({ "type": "text", "role": "Tenant", "json_attributes": attributes, "element_id": "e1" }),
    ] {
        let body = json!({ "id": id, "document_name": DRAFT, "page_count": "2", "fields": [kept, lost] });
        stage.app.fault(json!({ "route": READ, "status": 200, "body": body, "times": 1 })).await;
        let told = add(&stage, DRAFT, json!([field("STAMP", json!({}))])).await;
        told.is_rejected(&[("FIELDS_WOULD_BE_LOST", "documentId")]);
        let message = told.payload["userErrors"][0]["message"].as_str().unwrap();
        assert!(message.contains(": 2 (") && !message.contains(": 1 ("), "{message}");
    }
    assert_eq!(stage.arrivals(EDIT).await, 0);
}

#[tokio::test]
async fn nothing_is_added_once_somebody_is_invited_or_beyond_the_last_page() {
    let stage = Stage::start().await;
    let beyond = field("STAMP", json!({ "area": { "page": 2, "x": 1, "y": 1, "width": 1, "height": 1 } }));
    let button = json!({ "value": "a", "area": { "page": 9, "x": 1, "y": 1, "width": 1, "height": 1 } });
    let radio = field("RADIO_BUTTON", json!({ "name": "a", "buttons": [button] }));
    for (document, fields, told) in [
        (INVITED, json!([field("STAMP", json!({}))]), vec![("INVITE_EXISTS", "documentId")]),
        (
            GROUPED,
            json!([field("STAMP", json!({}))]),
            vec![("INVITE_EXISTS", "documentId"), ("FIELDS_WOULD_BE_LOST", "documentId")],
        ),
        (
            DRAFT,
            json!([beyond, radio]),
            vec![("OUT_OF_RANGE", "fields.0.area.page"), ("OUT_OF_RANGE", "fields.1.buttons.0.area.page")],
        ),
    ] {
        add(&stage, document, fields).await.is_rejected(&told);
    }
    assert_eq!(stage.arrivals(EDIT).await, 0);
}

#[tokio::test]
async fn whoever_adds_at_the_same_moment_loses_nothing() {
    let stage = Stage::start().await;
    stage.app.fault(json!({ "route": READ, "answer_latency_ms": 20 })).await;
    let one = |number: usize| {
        add(&stage, DRAFT, json!([field("STAMP", json!({ "name": format!("field {number}") }))]))
    };
    for told in join_all((0..8).map(one)).await {
        told.is_confirmed();
    }
    let fields = fields(&stage, DRAFT).await;
    let mut names: Vec<_> =
        fields.iter().map(|field| field["attributes"]["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    let mut expected = vec!["signature_1".to_owned(), "signature_2".to_owned()];
    expected.extend((0..8).map(|number| format!("field {number}")));
    expected.sort_unstable();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn a_lost_answer_adds_nothing_twice() {
    for drop in ["before_effect", "after_effect"] {
        let stage = Stage::start().await;
        stage.app.fault(json!({ "route": EDIT, "drop": drop, "times": 1 })).await;
        let told = add(&stage, DRAFT, json!([field("STAMP", json!({}))])).await;
        let expected = if drop == "before_effect" { ("CONFIRMED", 2) } else { ("CONFIRMED_BY_READ", 1) };
        assert_eq!((told.outcome.as_str(), stage.arrivals(EDIT).await), expected, "{:?}", told.errors);
        assert_eq!(fields(&stage, DRAFT).await.len(), 3, "{drop}");
    }
}

#[tokio::test]
async fn a_key_whose_outcome_is_unknown_looks_and_never_adds() {
    for drop in ["before_effect", "after_effect"] {
        let stage = Stage::start().await;
        stage.app.fault(json!({ "route": EDIT, "drop": drop })).await;
        // The first look is before the edit; the others would find out.
        stage.app.fault(json!({ "route": READ, "status": 500, "skip": 1 })).await;
        let id = stage.id(DRAFT).await;
        let input =
            json!({ "documentId": id, "fields": [field("STAMP", json!({}))], "idempotencyKey": drop });
        let told = stage.ask("addDocumentFields", input.clone(), "operationId").await;
        assert_eq!(told.outcome, "UNKNOWN");
        stage.app.end_faults().await;
        let told = stage.ask("addDocumentFields", input, "operationId").await;
        let (expected, count) =
            if drop == "before_effect" { ("UNKNOWN", 2) } else { ("CONFIRMED_BY_READ", 3) };
        assert_eq!(told.outcome, expected, "{:?}", told.errors);
        assert_eq!(fields(&stage, DRAFT).await.len(), count, "{drop}");
    }
}

#[tokio::test]
async fn fields_that_somebody_added_after_ours_are_left_alone() {
    let stage = Stage::start().await;
    stage.app.fault(json!({ "route": EDIT, "drop": "after_effect" })).await;
    stage.app.fault(json!({ "route": READ, "status": 500, "skip": 1 })).await;
    let id = stage.id(DRAFT).await;
    let input = json!({ "documentId": id, "fields": [field("STAMP", json!({}))], "idempotencyKey": "ours" });
    assert_eq!(stage.ask("addDocumentFields", input.clone(), "operationId").await.outcome, "UNKNOWN");
    stage.app.end_faults().await;
    let theirs = add(&stage, DRAFT, json!([field("TEXT", json!({}))])).await;
    assert_eq!(theirs.outcome, "CONFIRMED");
    let told = stage.ask("addDocumentFields", input, "operationId").await;
    assert_eq!(told.outcome, "CONFIRMED_BY_READ", "{:?}", told.errors);
    assert_eq!(fields(&stage, DRAFT).await.len(), 4);
}
