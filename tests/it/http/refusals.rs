//! What is no GraphQL request: parameters, media types, methods.

use super::wire::{JSON, NEWER, get, post, request, start};

#[tokio::test]
async fn what_is_no_graphql_request_is_a_400_whoever_asks() {
    let app = start(&[]).await;
    for (body, word) in [
        ("", "JSON"),
        ("{", "JSON"),
        ("5", "object"),
        ("[]", "batches"),
        (r#"[{"query":"{ __typename }"}]"#, "batches"),
        ("{}", "query"),
        (r#"{"query":["{ __typename }"]}"#, "query"),
        (r#"{"query":"{ __typename }","operationName":7}"#, "operationName"),
        (r#"{"query":"{ __typename }","variables":"{}"}"#, "variables"),
        (r#"{"query":"{ __typename }","variables":[7]}"#, "variables"),
        (r#"{"query":"{ __typename }","extensions":true}"#, "extensions"),
    ] {
        for accept in [JSON, NEWER] {
            let answer = post(&app, accept, body).await;
            assert_eq!((answer.status, answer.code().as_str()), (400, "BAD_REQUEST"), "{body}");
            assert_eq!(answer.header("content-type").unwrap(), format!("{accept}; charset=utf-8"));
            assert!(answer.json()["errors"][0]["message"].as_str().unwrap().contains(word), "{body}");
        }
    }
    for target in
        ["/graphql", "/graphql?query=", "/graphql?query=%7Ba%7D&variables=%7B", "/graphql?query=a&query=b"]
    {
        let answer = get(&app, target, &[]).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "BAD_REQUEST"), "{target}");
    }
}

#[tokio::test]
async fn only_json_is_read() {
    let app = start(&[]).await;
    let body = r#"{"query":"{ __typename }"}"#;
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/jsonp",
        "application/json; charset=utf-16",
        "",
    ] {
        let answer = request(&app, "POST", "/graphql", &[("content-type", content_type)], body).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (415, "UNSUPPORTED_MEDIA_TYPE"),
            "{content_type}"
        );
    }
    assert_eq!(request(&app, "POST", "/graphql", &[], body).await.code(), "UNSUPPORTED_MEDIA_TYPE");
    let compressed = [("content-type", JSON), ("content-encoding", "gzip")];
    assert_eq!(request(&app, "POST", "/graphql", &compressed, body).await.status, 415);
    for content_type in ["application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""] {
        let answer = request(&app, "POST", "/graphql", &[("content-type", content_type)], body).await;
        assert_eq!(answer.status, 200, "{content_type}");
    }
    let target = "/graphql?query=%7B__typename%7D";
    assert_eq!(get(&app, target, &[("content-type", "text/plain")]).await.code(), "UNSUPPORTED_MEDIA_TYPE");
    assert_eq!(get(&app, target, &[("content-type", JSON)]).await.status, 200);
}

#[tokio::test]
async fn a_get_only_reads_and_other_methods_are_named() {
    let app = start(&[]).await;
    for operation in ["mutation", "subscription"] {
        for target in [
            format!("/graphql?query={operation}%7Bx%7D"),
            format!("/graphql?query={operation}+A%7Bx%7Dquery+B%7B__typename%7D&operationName=A"),
        ] {
            let answer = get(&app, &target, &[]).await;
            assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")), "{target}");
            assert_eq!(answer.code(), "METHOD_NOT_ALLOWED");
        }
    }
    let target = "/graphql?query=mutation+A%7Bx%7Dquery+B%7B__typename%7D&operationName=B";
    assert_eq!(get(&app, target, &[]).await.status, 200);
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = request(&app, method, "/graphql?query=%7B__typename%7D", &[], "").await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, POST")), "{method}");
        assert_eq!(answer.code(), "METHOD_NOT_ALLOWED");
    }
    assert_eq!(request(&app, "HEAD", "/graphql", &[], "").await.status, 405);
}

#[tokio::test]
async fn a_caller_who_reads_neither_type_is_told() {
    let app = start(&[]).await;
    for accept in [
        "text/html",
        "application/xml, image/*",
        "application/json;q=0, application/graphql-response+json;q=0",
    ] {
        let answer = post(&app, accept, r#"{"query":"{ __typename }"}"#).await;
        assert_eq!((answer.status, answer.code().as_str()), (406, "NOT_ACCEPTABLE"), "{accept}");
        assert_eq!(answer.header("content-type").unwrap(), format!("{JSON}; charset=utf-8"));
    }
}
