//! Arguments that cannot be read are found before anything is done.

use serde_json::{Value, json};

use super::stage::Stage;

#[tokio::test]
async fn what_cannot_be_read_in_one_field_keeps_all_from_being_done() {
    let stage = Stage::after(&json!({})).await;
    let create = "a: createOrganization(input: { name: \"Northern Light\" }) { outcome }";
    let link = "createEmbeddedInviteLink(input: { documentId: \"d\", inviteId: \"i\", authentication: NONE, expiresInMinutes:";
    let cases: [(String, Value, &str); 3] = [
        (
            format!("mutation {{ {create} b: {link} 99999999999 }}) {{ outcome }} }}"),
            json!({}),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            format!("mutation ($minutes: Int) {{ {create} b: {link} $minutes }}) {{ outcome }} }}"),
            json!({ "minutes": 4_294_967_296_u64 }),
            "BAD_USER_INPUT",
        ),
        (
            format!(
                "mutation ($input: CreateEmbeddedInviteLinkInput!) {{ {create}
                 b: createEmbeddedInviteLink(input: $input) {{ outcome }} }}"
            ),
            json!({ "input": { "documentId": "d", "inviteId": "i", "authentication": "NONE", "expiresInMinutes": 4_294_967_296_u64 } }),
            "BAD_USER_INPUT",
        ),
    ];
    for (document, variables, code) in cases {
        let answer = stage.app.ask(&document, variables).await;
        assert_eq!(answer.data, Value::Null, "{document}: {answer:?}");
        assert_eq!(answer.errors.len(), 1, "{document}: {answer:?}");
        assert_eq!(answer.errors[0]["extensions"]["code"], code, "{document}");
        assert_eq!(stage.writes().await, 0, "{document}");
    }
}

#[tokio::test]
async fn a_file_that_is_none_is_missed_at_its_place() {
    let stage = Stage::after(&json!({})).await;
    let document = "mutation ($file: Upload!) {
        a: createOrganization(input: { name: \"Northern Light\" }) { outcome }
        b: uploadDocument(input: { file: $file }) { outcome userErrors { code field } } }";
    for file in [json!({}), json!("lease.pdf"), json!(7)] {
        stage.app.begin_anew().await;
        let data = stage.app.data(document, json!({ "file": file })).await;
        assert_eq!(data["a"]["outcome"], "CONFIRMED");
        let missed =
            json!({ "outcome": "REJECTED", "userErrors": [{ "code": "BLANK", "field": ["input", "file"] }] });
        assert_eq!(data["b"], missed);
    }
}

#[tokio::test]
async fn whatever_keeps_a_mutation_from_being_begun_says_that_it_was_not_done() {
    let stage = Stage::after(&json!({})).await;
    let create = "mutation ($name: String!) { createOrganization(input: { name: $name }) { outcome } }";
    let many: String = (0..21)
        .map(|n| format!("m{n}: createOrganization(input: {{ name: \"n\" }}) {{ outcome }} "))
        .collect();
    for (document, variables) in [
        (create.to_owned(), json!({})),
        (create.to_owned(), json!({ "name": 7 })),
        (format!("mutation {{ {many} }}"), json!({})),
    ] {
        let answer = stage.app.ask(&document, variables).await;
        assert!(!answer.errors.is_empty(), "{document}");
        assert!(answer.errors.iter().all(|error| error["extensions"]["outcome"] == "REJECTED"), "{answer:?}");
    }
    assert_eq!(stage.writes().await, 0);
}
