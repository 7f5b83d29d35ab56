//! What becomes of an operation, by the media type the caller reads.

use serde_json::json;

use super::wire::{JSON, NEWER, get, post, request, start};

#[tokio::test]
async fn an_operation_that_ran_is_a_200_in_the_type_that_was_asked_for() {
    let app = start(&[]).await;
    let body = r#"{"query":"{ __typename }"}"#;
    for (accept, answered) in [(JSON, JSON), (NEWER, NEWER), ("*/*", JSON), ("text/html, */*;q=0.1", JSON)] {
        for answer in [
            post(&app, accept, body).await,
            get(&app, "/graphql?query=%7B__typename%7D", &[("accept", accept)]).await,
        ] {
            assert_eq!(answer.status, 200, "{answer:?}");
            assert_eq!(answer.header("content-type").unwrap(), format!("{answered}; charset=utf-8"));
            assert_eq!(answer.header("cache-control"), Some("private, no-store"));
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(answer.json()["data"], json!({ "__typename": "Query" }));
            assert_eq!(answer.json().get("errors"), None);
        }
    }
    let silent = request(&app, "POST", "/graphql", &[("content-type", JSON)], body).await;
    assert_eq!(silent.header("content-type").unwrap(), format!("{JSON}; charset=utf-8"));
}

#[tokio::test]
async fn an_operation_that_never_ran_has_no_data_and_its_status_depends_on_the_type() {
    let app = start(&[]).await;
    for query in ["{ nothingLikeThis }", "{", "query A { __typename } query B { __typename }", ""] {
        let body = json!({ "query": query }).to_string();
        for (accept, status) in [(JSON, 200), (NEWER, 400)] {
            let answer = post(&app, accept, &body).await;
            assert_eq!(answer.status, status, "{query}: {answer:?}");
            assert_eq!(answer.header("content-type").unwrap(), format!("{accept}; charset=utf-8"));
            let body = answer.json();
            assert!(body.get("data").is_none() && !body["errors"].as_array().unwrap().is_empty(), "{body}");
        }
    }
}

#[tokio::test]
async fn the_operation_is_chosen_by_its_name() {
    let app = start(&[]).await;
    let document = "query A { a: __typename } query B($x: String!) { b: __type(name: $x) { name } }";
    let body = json!({ "query": document, "operationName": "B", "variables": { "x": "Boolean" } });
    assert_eq!(
        post(&app, NEWER, &body.to_string()).await.json()["data"],
        json!({ "b": { "name": "Boolean" } })
    );
    let target = "/graphql?query=query+A%7Ba:__typename%7Dquery+B%7Bb:__typename%7D&operationName=A";
    assert_eq!(get(&app, target, &[]).await.json()["data"], json!({ "a": "Query" }));
}

#[tokio::test]
async fn null_and_absent_are_the_same() {
    let app = start(&[]).await;
    let body =
        r#"{"query":"{ __typename }","operationName":null,"variables":null,"extensions":null,"more":1}"#;
    assert_eq!(post(&app, NEWER, body).await.status, 200);
    let target = "/graphql?query=%7B__typename%7D&operationName=&variables=&extensions=&more=1";
    assert_eq!(get(&app, target, &[("accept", NEWER)]).await.status, 200);
}
