//! Where the sandbox listens, and how it ends.

use std::time::{Duration, Instant};

use serde_json::json;
use signgraph::sandbox::{Options, Sandbox, VIEWER};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::stand::{Stand, send};

#[tokio::test]
async fn it_listens_on_loopback_only() {
    let options = Options { listen: "0.0.0.0:0".parse().unwrap(), ..Options::default() };
    let refused = Sandbox::start(options).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::InvalidInput);
    assert!(refused.to_string().contains("0.0.0.0:0"), "{refused}");
}

#[tokio::test]
async fn a_taken_port_is_an_error() {
    let stand = Stand::start().await;
    let options = Options { listen: stand.sandbox.address(), ..Options::default() };
    assert_eq!(Sandbox::start(options).await.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn a_shutdown_lets_running_requests_finish_and_frees_the_port() {
    let stand = Stand::start().await;
    stand.fault(json!({ "route": "GET /user", "latency_ms": 200 })).await;
    let running = tokio::spawn(send(stand.request("GET", "/user")));
    until(async || !stand.requests().await.is_empty()).await;
    let address = stand.sandbox.address();
    stand.sandbox.shutdown().await;
    assert_eq!(running.await.unwrap().0, 400);
    let options = Options { listen: address, ..Options::default() };
    Sandbox::start(options).await.unwrap().shutdown().await;
}

#[tokio::test]
async fn dropping_the_handle_stops_it() {
    let stand = Stand::start().await;
    let address = stand.sandbox.address();
    drop(stand.sandbox);
    until(async || TcpStream::connect(address).await.is_err()).await;
}

#[tokio::test]
async fn waiting_ends_with_the_sandbox_and_may_be_repeated() {
    let mut stand = Stand::start().await;
    let pending = tokio::time::timeout(Duration::from_millis(20), stand.sandbox.wait()).await;
    assert!(pending.is_err());
    stand.sandbox.shutdown().await;
}

#[tokio::test]
async fn every_answer_waits_for_the_latency() {
    let latency = Duration::from_millis(50);
    let stand = Stand::with(Options { latency, ..Options::default() }).await;
    let begun = Instant::now();
    assert_eq!(send(stand.request("GET", "/nowhere")).await.0, 404);
    assert!(begun.elapsed() >= latency);
}

#[tokio::test]
async fn a_request_is_carried_out_though_its_client_has_gone() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    stand.fault(json!({ "route": "PUT /user", "latency_ms": 300 })).await;
    let body = r#"{"first_name":"Late"}"#;
    let head = format!("PUT /user HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}");
    let request = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let mut stream = TcpStream::connect(stand.sandbox.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    until(async || stand.requests().await.len() == 2).await;
    drop(stream);
    until(async || stand.user(VIEWER).await["first_name"] == "Late").await;
}

/// Asks until the answer is yes.
async fn until(is_so: impl AsyncFn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !is_so().await {
        assert!(Instant::now() < deadline, "it never came to be");
    }
}
