//! How much, how long, and under which name.

use serde_json::json;

use super::wire::{JSON, NEWER, get, post, send, start};

#[tokio::test]
async fn a_body_has_a_bound_however_it_is_sent() {
    let app = start(&[("server.max_body_bytes", "1KiB")]).await;
    let body =
        json!({ "query": "{ __typename }", "extensions": { "padding": "x".repeat(2000) } }).to_string();
    let whole = post(&app, NEWER, &body).await;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: {JSON}\r\naccept: {NEWER}\r\n\
         transfer-encoding: chunked\r\n\r\n",
        app.address()
    );
    let chunks: String = (0..4).map(|_| format!("200\r\n{}\r\n", " ".repeat(0x200))).collect();
    let chunked = send(app.address(), format!("{head}{chunks}0\r\n\r\n").as_bytes()).await;
    for answer in [whole, chunked] {
        assert_eq!((answer.status, answer.code().as_str()), (413, "PAYLOAD_TOO_LARGE"));
        assert_eq!(answer.header("content-type").unwrap(), format!("{NEWER}; charset=utf-8"));
    }
    assert_eq!(post(&app, NEWER, r#"{"query":"{ __typename }"}"#).await.status, 200);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let app = start(&[("server.request_timeout", "100ms")]).await;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: {JSON}\r\ncontent-length: 99\r\n\r\n",
        app.address()
    );
    let answer = send(app.address(), head.as_bytes()).await;
    assert_eq!((answer.status, answer.code().as_str()), (408, "REQUEST_TIMEOUT"));
}

#[tokio::test]
async fn what_is_known_when_the_time_is_over_is_told_and_the_rest_is_an_error() {
    let app = start(&[("server.request_timeout", "500ms"), ("sandbox.latency", "1m")]).await;
    let began = std::time::Instant::now();
    let answer = post(&app, NEWER, r#"{"query":"{ __typename viewer { id } }"}"#).await;
    let took = began.elapsed();
    println!("P20: answered after {took:?} of 500ms");
    let body = answer.json();
    assert_eq!(answer.status, 200, "{body}");
    assert_eq!(body["errors"][0]["extensions"]["code"], "UPSTREAM_TIMEOUT");
    assert_eq!(body["data"], serde_json::json!({ "__typename": "Query", "viewer": null }));
    assert_eq!(body["errors"][0]["path"], serde_json::json!(["viewer"]));
    assert!(took < std::time::Duration::from_millis(1500), "{took:?}");
}

#[tokio::test]
async fn a_foreign_name_does_not_reach_a_graph_on_loopback() {
    let app = start(&[]).await;
    for host in
        ["evil.example", "evil.example:4000", "localhost.evil.example", "10.0.0.1", "user@localhost@evil", ""]
    {
        for target in ["/graphql?query=%7B__typename%7D", "/", "/nowhere"] {
            let answer = get(&app, target, &[("host", host)]).await;
            assert_eq!((answer.status, answer.code().as_str()), (421, "MISDIRECTED_REQUEST"), "{host}");
            let message = answer.json()["errors"][0]["message"].as_str().unwrap().to_owned();
            assert!(message.contains("server.allowed_hosts"), "{message}");
            assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
        }
        assert_eq!(get(&app, "/health/ready", &[("host", host)]).await.status, 200, "{host}");
    }
    let absolute = get(&app, "http://evil.example/graphql?query=%7B__typename%7D", &[]).await;
    assert_eq!(absolute.status, 421);
    for host in ["localhost", "localhost:9", "127.0.0.1:1234", "[::1]:4000", "graph.localhost"] {
        let answer = get(&app, "/graphql?query=%7B__typename%7D", &[("host", host)]).await;
        assert_eq!(answer.status, 200, "{host}");
    }
}

#[tokio::test]
async fn a_name_of_the_operators_choice_reaches_the_graph() {
    let app = start(&[("server.allowed_hosts", "graph.example,10.0.0.1")]).await;
    for (host, status) in [
        ("graph.example", 200),
        ("GRAPH.example:443", 200),
        ("10.0.0.1", 200),
        ("localhost", 200),
        ("other.example", 421),
        ("a.graph.example", 421),
    ] {
        let answer = get(&app, "/graphql?query=%7B__typename%7D", &[("host", host)]).await;
        assert_eq!(answer.status, status, "{host}");
    }
}
