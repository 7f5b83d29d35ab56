//! Files become documents, byte for byte, once.

use serde_json::{Value, json};

use super::form::Form;
use super::stage::{PDF, Stage, UPLOAD, with_file};

const ROUTE: &str = "POST /document";
const FROM_URL: &str = "POST /v2/documents/url";

#[tokio::test]
async fn the_smallest_file_becomes_a_document() {
    let stage = Stage::start().await;
    let told = stage.upload(PDF, json!({ "name": "Lease" })).await;
    let document = stage.document("Lease").await;
    let shown = json!({
        "documentId": document["id"], "name": "Lease", "originalFilename": "lease.pdf", "pageCount": 1,
    });
    assert_eq!(told.is_confirmed().payload["document"], shown);
    assert_eq!((&document["content"], &document["modified"]), (&json!(PDF.len()), &json!(false)));
    assert_eq!(stage.arrivals(ROUTE).await, 1);

    let told = stage.upload(PDF, json!({})).await;
    assert_eq!(told.is_confirmed().payload["document"]["name"], "lease", "without a name, that of the file");
}

#[tokio::test]
async fn a_file_of_some_megabytes_arrives_whole() {
    let stage = Stage::start().await;
    let mut content = PDF.to_vec();
    content.extend((0..=u8::MAX).cycle().take(6_000_000));
    stage.upload(&content, json!({ "name": "Plans" })).await.is_confirmed();
    assert_eq!(stage.document("Plans").await["content"], content.len());
}

#[tokio::test]
async fn what_an_upload_made_is_in_the_lists_and_the_counts_at_once() {
    let stage = Stage::start().await;
    let seen = async || {
        let query = "{ viewer { documentCount documents(state: UNMODIFIED, first: 1) { nodes { name } } } }";
        let viewer = stage.app.data(query, json!({})).await["viewer"].take();
        (viewer["documentCount"].as_u64().unwrap(), viewer["documents"]["nodes"][0]["name"].clone())
    };
    let (before, _) = seen().await;
    let told = stage.upload(PDF, json!({ "name": "Newest" })).await;
    assert_eq!(seen().await, (before + 1, json!("Newest")));
    let document = &told.is_confirmed().payload["document"]["documentId"];
    let told = stage.ask("deleteDocument", json!({ "documentId": document }), "deletedDocumentId").await;
    told.is_confirmed();
    assert_eq!(seen().await.0, before);
}

#[tokio::test]
async fn a_file_is_made_sure_of_before_anything_is_sent() {
    let stage = Stage::start().await;
    let form = || Form::new(UPLOAD, with_file(json!({ "name": "Lease" })));
    for (form, code) in [
        (form().file("0", "lease.pdf", b""), "BLANK"),
        (form().file("0", "", PDF), "BLANK"),
        (form().file("0", " ", PDF), "BLANK"),
        (form().nameless_file("0", PDF), "BLANK"),
        (form().file("0", LONG_NAME, PDF), "TOO_LONG"),
    ] {
        stage.upload_form(form).await.is_rejected(&[(code, "file")]);
    }
    let form = Form::new(UPLOAD, with_file(json!({ "name": " " }))).file("0", "lease.pdf", b"");
    stage.upload_form(form).await.is_rejected(&[("BLANK", "file"), ("BLANK", "name")]);
    let told = stage.upload(PDF, json!({ "name": "n".repeat(256) })).await;
    told.is_rejected(&[("TOO_LONG", "name")]);
    assert!(stage.app.calls().await.is_empty());
}

const LONG_NAME: &str = concat!(
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890.pdf",
);

#[tokio::test]
async fn a_lost_answer_is_told_as_such_and_the_file_never_sent_again() {
    let stage = Stage::start().await;
    for (drop, count) in [("before_effect", 0), ("after_effect", 1)] {
        let name = format!("Lost {drop}");
        stage.app.fault(json!({ "route": ROUTE, "drop": drop })).await;
        stage.app.forget_calls().await;
        let input = json!({ "name": name, "idempotencyKey": drop });
        for _ in 0..2 {
            let told = stage.upload(PDF, input.clone()).await;
            assert_eq!((told.outcome.as_str(), told.errors[0].0.as_str()), ("UNKNOWN", "OUTCOME_UNKNOWN"));
            assert_eq!(told.payload["document"], Value::Null);
        }
        assert_eq!(stage.arrivals(ROUTE).await, 1);
        let documents = stage.app.parts_of_world("documents").await["documents"].take();
        let made = documents.as_array().unwrap().iter().filter(|document| document["name"] == name.as_str());
        assert_eq!(made.count(), count, "{drop}");
        stage.app.end_faults().await;
    }
}

#[tokio::test]
async fn what_signnow_refuses_changes_nothing_and_frees_no_second_try() {
    let stage = Stage::start().await;
    let body = json!({ "errors": [{ "code": 65_582, "message": "file must not be empty" }] });
    stage.app.fault(json!({ "route": ROUTE, "status": 400, "body": body })).await;
    stage.upload(PDF, json!({})).await.is_rejected(&[("REFUSED", "")]);
    assert_eq!(stage.arrivals(ROUTE).await, 1);
}

#[tokio::test]
async fn signnow_fetches_what_is_elsewhere() {
    let stage = Stage::start().await;
    let selection = "document { name originalFilename }";
    let url = format!("{}/health/live", stage.app.url());
    let told = stage.ask("uploadDocumentFromUrl", json!({ "url": url, "name": "Fetched" }), selection).await;
    let shown = json!({ "name": "Fetched", "originalFilename": "live" });
    assert_eq!(told.is_confirmed().payload["document"], shown);
    assert_eq!(stage.arrivals(FROM_URL).await, 1);

    let nowhere = format!("{}/nowhere", stage.app.url());
    stage
        .ask("uploadDocumentFromUrl", json!({ "url": nowhere }), selection)
        .await
        .is_rejected(&[("REFUSED", "")]);
    stage.app.forget_calls().await;
    for (url, code) in [
        ("", "BLANK"),
        ("contract.pdf", "INVALID"),
        ("file:///etc/passwd", "INVALID"),
        ("data:,x", "INVALID"),
        ("https://", "INVALID"),
        (&format!("https://files.example/{}", "a".repeat(8_192)), "TOO_LONG"),
    ] {
        let told = stage.ask("uploadDocumentFromUrl", json!({ "url": url }), selection).await;
        told.is_rejected(&[(code, "url")]);
    }
    assert!(stage.app.calls().await.is_empty());
}
