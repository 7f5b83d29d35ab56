//! Fields of every kind, put on a document and read again, and every fault found with its path before anything is sent.

use serde_json::{Value, json};

use super::stage::{DRAFT, FREEFORM, INVITED, Stage, field, global_id};

const EDIT: &str = "PUT /document/{document_id}";
const SHOWN: &str = "document { name fieldCount roles { name } fields { kind role area { page x y width height } isRequired \
                     name label prefilledText isFilled signerEmail } }";

fn button(value: &str, more: Value) -> Value {
    let area = json!({ "page": 1, "x": 72, "y": 300, "width": 10, "height": 10 });
    let mut button = json!({ "area": area, "value": value });
    button.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    button
}

/// A field of every kind that can be put on a document.
fn one_of_each() -> Vec<Value> {
    vec![
        field("SIGNATURE", json!({ "name": "sign_here" })),
        field("INITIALS", json!({ "isRequired": false })),
        field("STAMP", json!({})),
        field("TEXT", json!({ "label": "Where", "prefilledText": "Hazel Lane" })),
        field("TEXT", json!({ "validatorId": "0".repeat(40), "isSigningDate": true })),
        field("CHECKBOX", json!({})),
        field(
            "ENUMERATION",
            json!({ "options": ["cash", "card"], "prefilledText": "cash", "allowsOther": false }),
        ),
        field("ENUMERATION", json!({ "options": ["cash"], "prefilledText": "gold", "allowsOther": true })),
        field(
            "RADIO_BUTTON",
            json!({ "name": "pets", "buttons": [
            button("yes", json!({})), button("no", json!({ "isChecked": true })),
        ] }),
        ),
        field("ATTACHMENT", json!({})),
        field("CALCULATED", json!({ "formula": "rent*12" })),
    ]
}

#[tokio::test]
async fn fields_of_every_kind_are_put_in_place_of_what_was_there_and_read_again() {
    let stage = Stage::start().await;
    let fields = one_of_each();
    let input = json!({ "documentId": stage.id(DRAFT).await, "name": "Lease", "fields": fields });
    let told = stage.ask("updateDocument", input, SHOWN).await;
    let document = &told.is_confirmed().payload["document"];
    assert_eq!((&document["name"], &document["roles"]), (&json!("Lease"), &json!([{ "name": "Witness" }])));
    let shown = document["fields"].as_array().unwrap();
    assert_eq!(shown.len(), fields.len());
    for (shown, asked) in shown.iter().zip(&fields) {
        for said in ["kind", "role", "area", "name", "label", "prefilledText"] {
            assert_eq!(shown[said], asked.get(said).cloned().unwrap_or_default(), "{said} of {asked}");
        }
        assert_eq!(shown["isRequired"], asked.get("isRequired").cloned().unwrap_or(json!(true)));
        assert_eq!((&shown["isFilled"], &shown["signerEmail"]), (&json!(false), &Value::Null));
    }
    assert_eq!(stage.arrivals(EDIT).await, 1);
}

#[tokio::test]
async fn a_name_leaves_the_fields_and_fields_the_name() {
    let stage = Stage::start().await;
    let id = stage.id(DRAFT).await;
    let named = stage.ask("updateDocument", json!({ "documentId": id, "name": "Lease" }), SHOWN).await;
    let document = &named.is_confirmed().payload["document"];
    assert_eq!((&document["name"], &document["fieldCount"]), (&json!("Lease"), &json!(2)));
    let id = global_id("Document", &id);
    let bare = stage.ask("updateDocument", json!({ "documentId": id, "fields": [] }), SHOWN).await;
    let document = &bare.is_confirmed().payload["document"];
    assert_eq!(
        (&document["name"], &document["fieldCount"], &document["roles"]),
        (&json!("Lease"), &json!(0), &json!([]))
    );
}

#[tokio::test]
async fn every_fault_of_a_field_is_told_at_its_place() {
    let stage = Stage::start().await;
    let id = stage.id(DRAFT).await;
    stage.app.forget_calls().await;
    let at = |area: Value| field("STAMP", json!({ "area": area }));
    let faults: Vec<(Value, Vec<(&str, &str)>)> = vec![
        (field("SIGNATURE", json!({ "role": " " })), vec![("BLANK", "role")]),
        (field("SIGNATURE", json!({ "role": "r".repeat(256) })), vec![("TOO_LONG", "role")]),
        (
            field("SIGNATURE", json!({ "name": "", "label": " " })),
            vec![("BLANK", "name"), ("BLANK", "label")],
        ),
        (
            at(json!({ "page": -1, "x": -1, "y": 14_401, "width": 0, "height": 0 })),
            vec![
                ("OUT_OF_RANGE", "area.page"),
                ("OUT_OF_RANGE", "area.x"),
                ("OUT_OF_RANGE", "area.y"),
                ("OUT_OF_RANGE", "area.width"),
                ("OUT_OF_RANGE", "area.height"),
            ],
        ),
        (field("HYPERLINK", json!({})), vec![("INVALID", "kind")]),
        (field("UNKNOWN", json!({})), vec![("INVALID", "kind")]),
        (
            field(
                "SIGNATURE",
                json!({
                    "prefilledText": "a", "validatorId": "a", "isSigningDate": false, "options": [], "allowsOther": true,
                    "buttons": [], "formula": "a",
                }),
            ),
            vec![
                ("INVALID", "prefilledText"),
                ("INVALID", "validatorId"),
                ("INVALID", "isSigningDate"),
                ("INVALID", "options"),
                ("INVALID", "allowsOther"),
                ("INVALID", "buttons"),
                ("INVALID", "formula"),
            ],
        ),
        (field("TEXT", json!({ "prefilledText": "" })), vec![("BLANK", "prefilledText")]),
        (field("TEXT", json!({ "prefilledText": "a".repeat(10_001) })), vec![("TOO_LONG", "prefilledText")]),
        (field("ENUMERATION", json!({})), vec![("BLANK", "options")]),
        (field("ENUMERATION", json!({ "options": [] })), vec![("OUT_OF_RANGE", "options")]),
        (
            field("ENUMERATION", json!({ "options": ["a", " ", "a"] })),
            vec![("BLANK", "options.1"), ("DUPLICATE", "options.2")],
        ),
        (
            field("ENUMERATION", json!({ "options": ["a"], "prefilledText": "b" })),
            vec![("INVALID", "prefilledText")],
        ),
        (field("RADIO_BUTTON", json!({})), vec![("BLANK", "name"), ("BLANK", "buttons")]),
        (
            field(
                "RADIO_BUTTON",
                json!({ "name": "a", "buttons": [
                button("a", json!({ "isChecked": true })),
                button("a", json!({ "isChecked": true })),
                button("", json!({ "area": { "page": 0, "x": 0, "y": 0, "width": 0, "height": 1 } })),
            ] }),
            ),
            vec![
                ("DUPLICATE", "buttons.1.value"),
                ("INVALID", "buttons.1.isChecked"),
                ("OUT_OF_RANGE", "buttons.2.area.width"),
                ("BLANK", "buttons.2.value"),
            ],
        ),
        (field("CALCULATED", json!({})), vec![("BLANK", "formula")]),
        (field("CALCULATED", json!({ "formula": "" })), vec![("BLANK", "formula")]),
    ];
    for (fault, told) in &faults {
        let paths: Vec<_> = told.iter().map(|(code, path)| (*code, format!("fields.1.{path}"))).collect();
        let paths: Vec<_> = paths.iter().map(|(code, path)| (*code, path.as_str())).collect();
        for mutation in ["updateDocument", "addDocumentFields"] {
            let input = json!({ "documentId": id, "fields": [field("STAMP", json!({})), fault] });
            stage.ask(mutation, input, "document { name }").await.is_rejected(&paths);
        }
    }
    let many = vec![field("STAMP", json!({})); 501];
    for (mutation, fields) in [
        ("updateDocument", json!(many)),
        ("addDocumentFields", json!(many)),
        ("addDocumentFields", json!([])),
    ] {
        let input = json!({ "documentId": "nonsense", "fields": fields });
        let told = stage.ask(mutation, input, "document { name }").await;
        told.is_rejected(&[("INVALID_ID", "documentId"), ("OUT_OF_RANGE", "fields")]);
    }
    let told = stage.ask("updateDocument", json!({ "documentId": id }), "document { name }").await;
    told.is_rejected(&[("BLANK", "")]);
    let told =
        stage.ask("updateDocument", json!({ "documentId": id, "name": "" }), "document { name }").await;
    told.is_rejected(&[("BLANK", "name")]);
    assert!(stage.app.calls().await.is_empty());
}

#[tokio::test]
async fn signnows_refusal_is_told_as_what_it_was() {
    let stage = Stage::start().await;
    let ask = async |document: &str, input: Value| {
        let mut input = input;
        input["documentId"] = stage.id(document).await.into();
        stage.ask("updateDocument", input, "document { name }").await
    };
    let stamp = || json!([field("STAMP", json!({}))]);
    for document in [INVITED, FREEFORM] {
        ask(document, json!({ "fields": [] })).await.is_rejected(&[("INVITE_EXISTS", "documentId")]);
    }
    ask(INVITED, json!({ "fields": stamp(), "name": "Lease" }))
        .await
        .is_rejected(&[("INVITE_EXISTS", "documentId")]);
    let beyond = field("STAMP", json!({ "area": { "page": 2, "x": 1, "y": 1, "width": 1, "height": 1 } }));
    let told = ask(DRAFT, json!({ "fields": [field("STAMP", json!({})), beyond] })).await;
    told.is_rejected(&[("OUT_OF_RANGE", "fields.1.area.page")]);
    ask(INVITED, json!({ "name": "Lease" })).await.is_confirmed();

    let body = json!({ "errors": [{ "code": 65_536, "message": "for a reason of its own" }] });
    stage.app.fault(json!({ "route": EDIT, "status": 400, "body": body })).await;
    ask(DRAFT, json!({ "fields": stamp() })).await.is_rejected(&[("REFUSED", "")]);
    ask("Lease", json!({ "name": "Rent" })).await.is_rejected(&[("REFUSED", "")]);
    stage.app.end_faults().await;
    for mutation in ["updateDocument", "addDocumentFields"] {
        let input = json!({ "documentId": "0".repeat(40), "fields": stamp() });
        stage
            .ask(mutation, input, "document { name }")
            .await
            .is_rejected(&[("DOCUMENT_NOT_FOUND", "documentId")]);
    }
}
