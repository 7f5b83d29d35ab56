//! Forms that are refused, each with the reason, and none with an effect.

use serde_json::{Value, json};

use super::form::Form;
use super::stage::{PDF, Stage, UPLOAD, with_file};

fn upload() -> Form {
    Form::new(UPLOAD, with_file(json!({})))
}

#[tokio::test]
async fn a_form_without_the_header_that_pages_cannot_send_is_refused() {
    let stage = Stage::start().await;
    let form = || upload().file("0", "lease.pdf", PDF);
    let reply = form().preflight(None).send(&stage.app).await;
    reply.is_refused(415, "UNSUPPORTED_MEDIA_TYPE", "GraphQL-Require-Preflight");
    for header in ["graphql-require-preflight", "apollo-require-preflight", "graphql-preflight"] {
        stage.upload_form(form().preflight(Some(header))).await.is_confirmed();
    }
}

#[tokio::test]
async fn maps_that_say_something_else_are_refused() {
    let stage = Stage::start().await;
    let mapped = |map: Value| Form::with_map(UPLOAD, with_file(json!({})), &map).file("0", "lease.pdf", PDF);
    for (map, words) in [
        (json!({ "0": ["variables.input.nothing"] }), "variables.input.nothing"),
        (json!({ "0": ["variables.input.file.deeper"] }), "do not hold null"),
        (json!({ "0": ["variables.input"] }), "do not hold null"),
        (json!({ "0": ["input.file"] }), "do not hold null"),
        (json!({ "0": ["variables.input.file", "variables.input.file"] }), "do not hold null"),
        (json!({ "1": ["variables.input.file"] }), "its map does not name"),
        (json!({ "0": ["variables.input.file"], "1": [] }), "is not in the form"),
        (json!({}), "its map does not name"),
        (json!({ "0": "variables.input.file" }), "the part map"),
        (json!([["variables.input.file"]]), "the part map"),
        (json!(null), "the part map"),
    ] {
        mapped(map).send(&stage.app).await.is_refused(400, "BAD_REQUEST", words);
    }
    assert!(stage.app.calls().await.is_empty());
}

#[tokio::test]
async fn parts_that_are_missing_twice_or_too_many_are_refused() {
    let stage = Stage::start().await;
    let operations = json!({ "query": UPLOAD, "variables": with_file(json!({})) }).to_string();
    let map = json!({ "0": ["variables.input.file"] }).to_string();
    let eleven = json!((0..11).map(|name| (name.to_string(), json!([]))).collect::<serde_json::Map<_, _>>());
    for (form, words) in [
        (Form::empty().text("map", &map), "operations is missing"),
        (Form::empty().text("operations", &operations), "map is missing"),
        (Form::empty().text("operations", &operations).file("0", "lease.pdf", PDF), "map is missing"),
        (upload(), "is not in the form"),
        (upload().file("0", "lease.pdf", PDF).file("0", "lease.pdf", PDF), "its map does not name"),
        (Form::with_map(UPLOAD, with_file(json!({})), &eleven), "at most 10 files"),
        (Form::empty().text("operations", "{").text("map", &map), "JSON"),
    ] {
        form.send(&stage.app).await.is_refused(400, "BAD_REQUEST", words);
    }
    assert!(stage.app.calls().await.is_empty());
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let stage = Stage::with(|config| {
        config.server.max_upload_bytes = 100_000;
        config.server.max_body_bytes = 10_000;
    })
    .await;
    let form = |size: usize| upload().file("0", "lease.pdf", &vec![b' '; size]);
    form(200_000).send(&stage.app).await.is_refused(413, "PAYLOAD_TOO_LARGE", "bytes at most");
    assert!(stage.app.calls().await.is_empty());
    stage.upload_form(form(100_000)).await.is_confirmed();

    let none = Stage::with(|config| config.server.max_upload_bytes = 0).await;
    let reply = upload().file("0", "lease.pdf", PDF).send(&none.app).await;
    reply.is_refused(415, "UNSUPPORTED_MEDIA_TYPE", "application/json");
}

#[tokio::test]
async fn without_a_form_there_is_no_file() {
    let stage = Stage::start().await;
    // What a form would put in the place of a file; whoever writes it names nothing.
    for forged in ["#attachment:0", "#attachment:18446744073709551615", "#attachment:", "lease.pdf", ""] {
        let told = stage.ask("uploadDocument", json!({ "file": forged }), "document { name }").await;
        told.is_rejected(&[("BLANK", "file")]);
        assert!(told.payload["userErrors"][0]["message"].as_str().unwrap().contains("multipart"));
    }
    for forged in [json!(7), json!({ "name": "lease.pdf" })] {
        let told = stage.ask("uploadDocument", json!({ "file": forged }), "document { name }").await;
        told.is_rejected(&[("BLANK", "file")]);
    }
    let answer = stage.app.ask(UPLOAD, json!({ "input": { "file": null } })).await;
    assert_eq!(answer.errors.len(), 1, "{answer:?}");
    assert_eq!(answer.errors[0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{answer:?}");
    let written =
        "mutation { uploadDocument(input: { file: \"#attachment:0\" }) { outcome userErrors { code } } }";
    let data = stage.app.data(written, json!({})).await;
    assert_eq!(data["uploadDocument"]["userErrors"][0]["code"], "BLANK");
    assert!(stage.app.calls().await.is_empty());
}

#[tokio::test]
async fn one_request_may_bring_several_files_each_for_its_own_upload() {
    let stage = Stage::start().await;
    let query = "mutation ($one: UploadDocumentInput!, $other: UploadDocumentInput!) {
        one: uploadDocument(input: $one) { document { name originalFilename } }
        other: uploadDocument(input: $other) { document { name originalFilename } } }";
    let variables = json!({ "one": { "file": null }, "other": { "file": null, "name": "Other" } });
    let map = json!({ "b": ["variables.other.file"], "a": ["variables.one.file"] });
    let form =
        Form::with_map(query, variables.clone(), &map).file("a", "one.pdf", PDF).file("b", "two.pdf", PDF);
    let reply = form.send(&stage.app).await;
    let made = |name: &str, file: &str| json!({ "document": { "name": name, "originalFilename": file } });
    assert_eq!(
        reply.body["data"],
        json!({ "one": made("one", "one.pdf"), "other": made("Other", "two.pdf") })
    );

    let shared = json!({ "a": ["variables.other.file", "variables.one.file"] });
    let reply = Form::with_map(query, variables, &shared).file("a", "one.pdf", PDF).send(&stage.app).await;
    assert_eq!(
        reply.body["data"],
        json!({ "one": made("one", "one.pdf"), "other": made("Other", "one.pdf") })
    );
}
