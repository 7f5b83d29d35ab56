//! A file is part of what was asked under a key, with its name, wherever in the request it stands.

use futures::future::join_all;
use serde_json::{Value, json};

use super::form::Form;
use super::stage::{PDF, Stage, UPLOAD, with_file};

const ROUTE: &str = "POST /document";

fn under_key(more: Value) -> Value {
    let mut input = json!({ "name": "Lease", "idempotencyKey": "b7f9d6c0" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

#[tokio::test]
async fn the_same_file_under_the_same_key_is_one_document() {
    let stage = Stage::start().await;
    let answers = join_all((0..10).map(|_| stage.upload(PDF, under_key(json!({}))))).await;
    for answer in &answers {
        assert_eq!(answer.is_confirmed().payload, answers[0].payload);
    }
    assert_eq!(stage.arrivals(ROUTE).await, 1);
}

#[tokio::test]
async fn another_file_under_the_same_key_is_another_question() {
    let stage = Stage::start().await;
    stage.upload(PDF, under_key(json!({}))).await.is_confirmed();
    let mut other = PDF.to_vec();
    other.push(b'\n');
    let renamed = Form::new(UPLOAD, with_file(under_key(json!({})))).file("0", "other.pdf", PDF);
    for told in [
        stage.upload(&other, under_key(json!({}))).await,
        stage.upload(PDF, under_key(json!({ "findsFields": true }))).await,
        stage.upload(PDF, under_key(json!({ "name": "Other" }))).await,
        stage.upload_form(renamed).await,
    ] {
        told.is_rejected(&[("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]);
    }
    assert_eq!(stage.arrivals(ROUTE).await, 1);
}

#[tokio::test]
async fn a_file_is_known_again_in_another_place_of_the_request() {
    let stage = Stage::start().await;
    let query = "mutation ($one: UploadDocumentInput!, $other: UploadDocumentInput!) {
        one: uploadDocument(input: $one) { outcome }
        other: uploadDocument(input: $other) { outcome operationId } }";
    let variables = json!({ "one": { "file": null }, "other": with_file(under_key(json!({})))["input"] });
    let map = json!({ "a": ["variables.one.file"], "b": ["variables.other.file"] });
    let form =
        Form::with_map(query, variables, &map).file("a", "one.pdf", b"%PDF-").file("b", "lease.pdf", PDF);
    let first = form.send(&stage.app).await.body["data"]["other"].take();
    assert_eq!(first["outcome"], "CONFIRMED");
    let again = stage.upload(PDF, under_key(json!({}))).await;
    assert_eq!(again.is_confirmed().payload["operationId"], first["operationId"]);
    assert_eq!(stage.arrivals(ROUTE).await, 2);
}
