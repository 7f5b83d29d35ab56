//! More requests than there is room for.

use std::time::{Duration, Instant};

use serde_json::json;

use super::wire::{JSON, NEWER, fault, get, post, series, start};

const VIEWER: &str = r#"{"query":"{ viewer { id } }"}"#;
const IN_FLIGHT: &str = "signgraph_graphql_requests_in_flight";

#[tokio::test]
async fn what_is_too_much_is_refused_at_once_and_health_is_not() {
    let app = start(&[
        ("server.max_concurrent_requests", "4"),
        ("server.metrics_listen", "127.0.0.1:0"),
        ("server.shutdown_timeout", "50ms"),
    ])
    .await;
    assert_eq!(get(&app, "/health/ready", &[]).await.status, 200);
    fault(&app, json!({ "route": "GET /user", "latency_ms": 600_000 })).await;
    let app = std::sync::Arc::new(app);
    for _ in 0..4 {
        let app = std::sync::Arc::clone(&app);
        tokio::spawn(async move { post(&app, JSON, VIEWER).await });
    }
    while series(&app).await[IN_FLIGHT] < 4.0 {
        tokio::task::yield_now().await;
    }

    let mut fastest = Duration::MAX;
    for _ in 0..5 {
        let begun = Instant::now();
        let shed = post(&app, NEWER, VIEWER).await;
        fastest = fastest.min(begun.elapsed());
        assert_eq!((shed.status, shed.code().as_str()), (503, "OVERLOADED"));
        assert_eq!(shed.header("retry-after"), Some("1"));
        assert_eq!(shed.header("content-type").unwrap(), format!("{NEWER}; charset=utf-8"));
    }
    println!("P21: a request too many is answered in {fastest:?}");
    assert!(fastest < Duration::from_millis(100), "{fastest:?}");
    assert_eq!(get(&app, "/health/live", &[]).await.status, 200);
    assert_eq!(get(&app, "/health/ready", &[]).await.status, 200);
    assert_eq!(series(&app).await["signgraph_graphql_requests_shed_total"], 5.0);
}

#[tokio::test]
async fn a_caller_who_leaves_makes_room() {
    let app = start(&[
        ("server.max_concurrent_requests", "1"),
        ("server.metrics_listen", "127.0.0.1:0"),
        ("sandbox.latency", "1m"),
    ])
    .await;
    let app = std::sync::Arc::new(app);
    let asking = {
        let app = std::sync::Arc::clone(&app);
        tokio::spawn(async move { post(&app, JSON, VIEWER).await })
    };
    while series(&app).await[IN_FLIGHT] < 1.0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(post(&app, JSON, VIEWER).await.status, 503);
    asking.abort();
    while series(&app).await[IN_FLIGHT] > 0.0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(post(&app, JSON, r#"{"query":"{ __typename }"}"#).await.status, 200);
}
