//! What is counted, and that nobody from outside makes it grow.

use std::collections::BTreeSet;

use serde_json::json;
use signgraph::app::App;

use super::wire::{JSON, fault, get, metrics, post, request, series, start};

async fn counted() -> App {
    start(&[("server.metrics_listen", "127.0.0.1:0"), ("upstream.retry.base_delay", "1ms")]).await
}

#[tokio::test]
async fn calls_and_requests_and_reads_are_counted() {
    let app = counted().await;
    fault(&app, json!({ "route": "GET /user", "status": 503, "times": 1 })).await;
    fault(&app, json!({ "route": "GET /user", "status": 429, "retry_after": 0, "times": 1 })).await;
    for _ in 0..2 {
        assert_eq!(post(&app, JSON, r#"{"query":"{ viewer { id } }"}"#).await.status, 200);
    }
    post(&app, JSON, r#"{"query":"{ nothing }"}"#).await;
    post(&app, JSON, "no json").await;
    let page = metrics(&app).await;
    assert!(page.header("content-type").unwrap().starts_with("application/openmetrics-text"));
    assert!(page.body.ends_with(b"# EOF\n"));
    let series = series(&app).await;
    let route = r#"account="default",route="GET /user""#;
    for (name, value) in [
        (format!(r#"signgraph_signnow_calls_total{{{route},status="2xx"}}"#), 1.0),
        (format!(r#"signgraph_signnow_calls_total{{{route},status="4xx"}}"#), 1.0),
        (format!(r#"signgraph_signnow_calls_total{{{route},status="5xx"}}"#), 1.0),
        (format!("signgraph_signnow_retries_total{{{route}}}"), 2.0),
        (format!("signgraph_signnow_throttled_total{{{route}}}"), 1.0),
        (format!("signgraph_signnow_call_duration_seconds_count{{{route}}}"), 3.0),
        (format!(r#"signgraph_signnow_breaker_state{{{route},state="closed"}}"#), 1.0),
        (r#"signgraph_cache_reads_total{source="fetched"}"#.to_owned(), 1.0),
        (r#"signgraph_cache_reads_total{source="cache"}"#.to_owned(), 1.0),
        (r#"signgraph_graphql_request_duration_seconds_count{outcome="succeeded"}"#.to_owned(), 2.0),
        (r#"signgraph_graphql_request_duration_seconds_count{outcome="errors"}"#.to_owned(), 1.0),
        (r#"signgraph_graphql_request_duration_seconds_count{outcome="refused"}"#.to_owned(), 1.0),
        (r#"signgraph_chain_state{account="default",state="ready"}"#.to_owned(), 1.0),
        (r#"signgraph_chain_state{account="default",state="reauth_required"}"#.to_owned(), 0.0),
        (r#"signgraph_chain_generation{account="default"}"#.to_owned(), 1.0),
        (r#"signgraph_chain_usable{account="default"}"#.to_owned(), 1.0),
        (r#"signgraph_signnow_calls_under_way{account="default"}"#.to_owned(), 0.0),
    ] {
        assert_eq!(series.get(&name), Some(&value), "{name}\n{series:#?}");
    }
    assert!(series[r#"signgraph_chain_expires_in_seconds{account="default"}"#] > 3600.0);
}

/// Asks in every way there is, with a name in every place that a caller fills.
async fn ask_everything(app: &App, name: &str) {
    let documents = [
        format!("query {name} {{ {name}: viewer {{ id }} }}"),
        format!("{{ {name} }}"),
        format!("{{ organization(id: \"{name}\") {{ name }} }}"),
        format!("{{ node(id: \"{name}\") {{ id }} }}"),
        format!("query {name} {{"),
    ];
    for document in documents {
        let body = json!({ "query": document, "variables": { name: name }, "extensions": { name: name } });
        post(app, JSON, &body.to_string()).await;
    }
    post(app, JSON, &json!({ "query": "{ __typename }", "operationName": name }).to_string()).await;
    post(app, name, name).await;
    get(app, &format!("/{name}?{name}={name}"), &[("host", &format!("{name}.example"))]).await;
    request(app, "POST", &format!("/graphql?{name}"), &[("content-type", name)], name).await;
    request(app, "DELETE", "/graphql", &[(name, name), ("user-agent", name)], "").await;
}

#[tokio::test]
async fn no_caller_can_make_a_new_series() {
    let app = counted().await;
    ask_everything(&app, "plain").await;
    let before: BTreeSet<String> = series(&app).await.into_keys().collect();
    for number in 0..30 {
        ask_everything(&app, &format!("hostile{number}")).await;
    }
    let after: BTreeSet<String> = series(&app).await.into_keys().collect();
    assert_eq!(after.difference(&before).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(before.len() > 50, "{before:#?}");
    let text = String::from_utf8(metrics(&app).await.body).unwrap();
    for word in ["hostile", "plain", "sandbox.test", "sandbox-"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

#[tokio::test]
async fn there_is_nothing_else_there_and_metrics_are_nowhere_else() {
    let app = counted().await;
    assert_eq!(get(&app, "/metrics", &[]).await.status, 404);
    assert_eq!(start(&[]).await.metrics_url(), None);
    let address = app.metrics_url().unwrap();
    let address = address.trim_start_matches("http://").trim_end_matches("/metrics").parse().unwrap();
    for (target, host, status) in
        [("/graphql", "localhost", 404), ("/metrics", "evil.example", 421), ("/metrics", "localhost", 200)]
    {
        let head = format!("GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        assert_eq!(super::wire::send(address, head.as_bytes()).await.status, status, "{target} {host}");
    }
}
