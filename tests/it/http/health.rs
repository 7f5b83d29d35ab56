//! What starts and restarts us is told.

use std::net::TcpListener;

use serde_json::json;

use super::wire::{get, request, start};

#[tokio::test]
async fn ready_means_that_signnow_lets_us_in() {
    let app = start(&[]).await;
    let ready = get(&app, "/health/ready", &[]).await;
    assert_eq!((ready.status, ready.json()), (200, json!({ "status": "ready" })));

    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = start(&[("upstream.url", &format!("http://{nobody}"))]).await;
    let unready = get(&app, "/health/ready", &[]).await;
    assert_eq!((unready.status, &unready.json()["status"]), (503, &json!("unready")));
    assert_eq!(unready.json()["reasons"].as_array().unwrap().len(), 1);
    assert_eq!(get(&app, "/health/live", &[]).await.status, 200);
}

#[tokio::test]
async fn health_is_json_and_other_methods_are_refused_in_json() {
    let app = start(&[]).await;
    let live = get(&app, "/health/live", &[]).await;
    assert_eq!((live.status, live.json()), (200, json!({ "status": "live" })));
    let answer = request(&app, "DELETE", "/health/live", &[], "").await;
    assert_eq!((answer.status, answer.code().as_str()), (405, "METHOD_NOT_ALLOWED"));
    assert_eq!(get(&app, "/nowhere", &[]).await.code(), "NOT_FOUND");
}
