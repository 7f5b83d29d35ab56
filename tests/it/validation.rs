//! What callers are told of documents and variables that do not fit, and how those that do are carried out. Whether the
//! verdict is graphql-js's is shown by `scripts/conformance`.

use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

fn messages(answer: &Answer) -> Vec<&str> {
    answer.errors.iter().map(|error| error["message"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_place() {
    let app = TestApp::start().await;
    let answer =
        app.ask("{\n  viewer { é: email } \n  organizations(first: $n) { totalCount } }", json!({})).await;
    assert_eq!(messages(&answer), ["This is not GraphQL: unexpected character \"é\"."]);
    assert_eq!(answer.errors[0]["locations"], json!([{ "line": 2, "column": 12 }]));
    let answer =
        app.ask("{ node(id: \"ééé\") { id }\n  organizations(first: $n) { totalCount } }", json!({})).await;
    assert_eq!(messages(&answer), ["Variable `$n` is not defined."]);
    assert_eq!(answer.errors[0]["locations"], json!([{ "line": 2, "column": 24 }]));
    let wrong = (0..50).map(|index| format!("a{index} ")).collect::<String>();
    assert_eq!(app.ask(&format!("{{ {wrong} }}"), json!({})).await.errors.len(), 20);
    assert!(app.calls().await.is_empty());
    app.shutdown().await;
}

#[tokio::test]
async fn what_a_caller_wrote_as_a_value_is_not_repeated() {
    let app = TestApp::start().await;
    let secret = "hunter2hunter2";
    for document in [
        format!("{{ organizations(first: \"{secret}\") {{ totalCount }} }}"),
        format!("{{ organizations(first: {secret}) {{ totalCount }} }}"),
        format!("{{ viewer {{ organization {{ activity(from: \"{secret}\") {{ documents }} }} }} }}"),
        format!(
            "mutation {{ deleteOrganization(input: {{ organizationId: [\"{secret}\"] }}) {{ outcome }} }}"
        ),
        format!("{{ nodes(ids: \"a\") {{ id }} nodes(ids: \"{secret}\") {{ id }} }}"),
        format!("{{ node(id: \"{secret}) {{ id }} }}"),
        format!("{{ node(id: {{ a: 1 \"{secret}\" }}) {{ id }} }}"),
        format!("{{ node(id \"{secret}\") {{ id }} }}"),
    ] {
        let answer = app.ask(&document, json!({})).await;
        assert!(!answer.errors.is_empty() && answer.data == Value::Null, "{document}");
        assert!(!format!("{answer:?}").contains(secret), "{document}: {answer:?}");
    }
    let query = "query ($i: DeleteOrganizationInput!, $n: Int) { organizations(first: $n) { totalCount } }";
    let query = query.replace("{ organizations", "{ node(id: \"x\") { id } organizations");
    let mutation = "mutation ($i: DeleteOrganizationInput!) { deleteOrganization(input: $i) { outcome } }";
    for (query, variables) in [
        (query.as_str(), json!({ "i": { "organizationId": "x" }, "n": secret })),
        (mutation, json!({ "i": secret })),
        (mutation, json!({ "i": { "organizationId": { "x": secret } } })),
        (mutation, json!({ "i": { "organizationId": "x", "idempotencyKey": [secret] } })),
    ] {
        let answer = app.ask(query, variables).await;
        assert!(!answer.errors.is_empty() && !format!("{answer:?}").contains(secret), "{answer:?}");
    }
    app.shutdown().await;
}

#[tokio::test]
async fn the_place_within_a_variable_is_told() {
    let app = TestApp::start().await;
    let mutation = "mutation ($input: AddMembersInput!) { addMembers(input: $input) { outcome } }";
    for (input, code, message) in [
        (
            json!({ "emails": [] }),
            "GRAPHQL_VALIDATION_FAILED",
            "`$input.organizationId` is required; send a `ID!` for it.",
        ),
        (
            json!({ "organizationId": 1, "emails": ["a", 5] }),
            "GRAPHQL_VALIDATION_FAILED",
            "`$input.emails[1]` has to be `String`.",
        ),
        (
            json!({ "organizationId": 1, "emails": [null] }),
            "GRAPHQL_VALIDATION_FAILED",
            "`$input.emails[0]` has to be `String!`, and is null.",
        ),
        (
            json!({ "organizationId": 1, "emails": [], "shoes": 1 }),
            "GRAPHQL_VALIDATION_FAILED",
            "`$input` has a field that `AddMembersInput` does not have.",
        ),
    ] {
        let answer = app.ask(mutation, json!({ "input": input })).await;
        assert_eq!(messages(&answer), [message]);
        let extensions = &answer.errors[0]["extensions"];
        assert_eq!((&extensions["code"], &extensions["variable"]), (&json!(code), &json!("input")));
        assert_eq!(extensions["outcome"], "REJECTED");
    }
    assert!(app.calls().await.is_empty());
    app.shutdown().await;
}

#[tokio::test]
async fn a_variable_that_was_not_sent_leaves_its_default_in_place() {
    let app = TestApp::start().await;
    let skipped = "query ($s: Boolean = true) { __typename a: __typename @skip(if: $s) }";
    assert_eq!(app.data(skipped, json!({})).await, json!({ "__typename": "Query" }));
    // `dryRun: Boolean! = false`: a variable that may be null is allowed there, and what was not sent is false.
    let mutation = "mutation ($id: ID!, $dry: Boolean) {
        addMembers(input: { organizationId: $id, emails: [], dryRun: $dry }) { outcome userErrors { code } } }";
    let told = app.data(mutation, json!({ "id": "0".repeat(40) })).await;
    let stated = app.data(mutation, json!({ "id": "0".repeat(40), "dry": false })).await;
    assert_eq!(told, stated);
    // A whole number is one however JSON spells it, and one thing is a list of one.
    let rows = "query ($n: Int, $ids: [ID!]!) { organizations(first: $n) { nodes { name } } nodes(ids: $ids) { id } }";
    let id = app.data("{ viewer { id } }", json!({})).await["viewer"]["id"].clone();
    let told = app.data(rows, json!({ "n": 2.0, "ids": id })).await;
    assert_eq!(told["organizations"]["nodes"].as_array().unwrap().len(), 2);
    assert_eq!(told["nodes"], json!([{ "id": id }]));
    app.shutdown().await;
}

#[tokio::test]
async fn a_get_sees_the_operation_that_would_be_executed() {
    let app = TestApp::start().await;
    let client = reqwest::Client::new();
    let url = format!("{}/graphql", app.url());
    let delete = "mutation { deleteOrganization(input: { organizationId: \"x\" }) { outcome } }";
    for document in [
        delete.to_owned(),
        format!("\"words\" {delete}"),
        format!("\"\"\"{{\"\"\" {delete}"),
        format!("query A {{ __typename }} {delete}").replace("mutation", "mutation B"),
        delete.replace("\"x\"", "\"\\u{78}\""),
    ] {
        let request = client.get(&url).query(&[("query", document.as_str()), ("operationName", "B")]);
        let request =
            if document.contains(" B ") { request } else { client.get(&url).query(&[("query", &document)]) };
        assert_eq!(request.send().await.unwrap().status(), 405, "{document}");
    }
    assert!(app.calls().await.is_empty());
    app.shutdown().await;
}

#[tokio::test]
async fn a_schema_that_is_not_told_is_not_told() {
    let app = TestApp::start_with(|config| config.graph.introspection = None).await;
    for document in [
        "{ __schema { queryType { name } } }",
        "{ ...F } fragment F on Query { __type(name: \"User\") { name } }",
    ] {
        let answer = app.ask(document, json!({})).await;
        assert!(messages(&answer)[0].ends_with("is not answered here."), "{:?}", messages(&answer));
        assert_eq!(answer.failures(), [(String::new(), "FORBIDDEN".into())]);
    }
    app.data("{ __typename viewer { __typename } }", json!({})).await;
    app.shutdown().await;
}
