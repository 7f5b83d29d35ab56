//! What we rely on in the GraphQL library, held against the specification. A newer version that fails here is not an
//! update but a change of behaviour towards clients.

use serde_json::json;

use crate::app::TestApp;

#[tokio::test]
async fn fields_answer_in_the_order_they_were_asked_however_long_they_take() {
    let app = TestApp::start().await;
    app.fault(json!({ "route": "GET /user", "latency_ms": 100 })).await;
    let response = reqwest::Client::new()
        .post(format!("{}/graphql", app.url()))
        .json(&json!({ "query": "{ viewer { lastName email firstName } organizations { totalCount } __typename }" }))
        .send()
        .await
        .unwrap();
    let body = response.text().await.unwrap();
    let places = ["viewer", "lastName", "email", "firstName", "organizations", "__typename"]
        .map(|name| body.find(name).unwrap());
    assert!(places.is_sorted(), "{body}");
    app.shutdown().await;
}

#[tokio::test]
async fn variables_that_are_left_out_are_as_good_as_arguments_that_are() {
    let app = TestApp::start().await;
    let query = "query ($status: MembershipStatus, $first: Int) { organizations(status: $status, first: $first) { totalCount } }";
    let without = app.data("{ organizations { totalCount } }", json!({})).await;
    assert_eq!(app.data(query, json!({})).await, without);
    assert_eq!(app.data(query, json!({ "status": null, "first": null })).await, without);
    app.shutdown().await;
}

#[tokio::test]
async fn an_item_that_fails_is_null_in_its_list() {
    let app = TestApp::start().await;
    let viewer = app.data("{ viewer { id } }", json!({})).await["viewer"]["id"].clone();
    let answer = app
        .ask(
            "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            json!({ "ids": [viewer, "nonsense", viewer] }),
        )
        .await;
    assert_eq!(answer.data["nodes"], json!([{ "id": viewer }, null, { "id": viewer }]));
    assert_eq!(answer.failures(), [("nodes.1".into(), "BAD_USER_INPUT".into())]);
    app.shutdown().await;
}

#[tokio::test]
async fn skip_and_include_leave_upstream_calls_out() {
    let app = TestApp::start().await;
    let query =
        "query ($deep: Boolean!) { viewer { email } organizations @include(if: $deep) { totalCount } }";
    app.data(query, json!({ "deep": false })).await;
    assert_eq!(app.calls().await.keys().collect::<Vec<_>>(), ["GET /user"]);
    app.shutdown().await;
}
