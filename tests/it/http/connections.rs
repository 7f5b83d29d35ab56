//! Connections: which version is spoken, how long nothing is waited for, and how many there may be.

use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::{Request, Version};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::wire::{JSON, get, start};
use crate::app::PATIENCE;

const HELLO: &str = r#"{"query":"{ __typename }"}"#;

#[tokio::test]
async fn http_2_is_spoken_with_who_begins_with_it() {
    let app = start(&[]).await;
    let stream = TcpStream::connect(app.address()).await.unwrap();
    let (mut requests, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let ask = || {
        let request = Request::post(format!("{}/graphql", app.url())).header("content-type", JSON);
        request.body(Full::new(Bytes::from(HELLO))).unwrap()
    };
    let answers = [requests.send_request(ask()), requests.send_request(ask())];
    for answer in futures::future::join_all(answers).await {
        let answer = answer.unwrap();
        assert_eq!((answer.status().as_u16(), answer.version()), (200, Version::HTTP_2));
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        assert!(body.starts_with(br#"{"data":{"__typename":"Query"}"#), "{body:?}");
    }
}

#[tokio::test]
async fn http_2_under_a_foreign_name_is_refused_and_a_quiet_connection_ends() {
    let app = start(&[("server.header_timeout", "300ms")]).await;
    let stream = TcpStream::connect(app.address()).await.unwrap();
    let (mut requests, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    let connection = tokio::spawn(connection);
    let mut ask = async |host: &str| {
        let request = Request::get(format!("http://{host}/graphql?query=%7B__typename%7D"));
        let answer = requests.send_request(request.body(Full::new(Bytes::new())).unwrap()).await.unwrap();
        answer.status().as_u16()
    };
    assert_eq!(ask(&app.address().to_string()).await, 200);
    assert_eq!(ask("evil.example").await, 421);
    let _ended = timeout(PATIENCE, connection).await.expect("nothing more comes over it");
}

/// How long a connection is kept over which this comes, byte by byte or at once.
async fn kept_after(address: std::net::SocketAddr, bytes: &[u8], pause: Duration) -> Duration {
    let (mut stream, begun) = (TcpStream::connect(address).await.unwrap(), Instant::now());
    for byte in bytes {
        if stream.write_all(&[*byte]).await.is_err() {
            break;
        }
        tokio::time::sleep(pause).await;
    }
    let mut rest = Vec::new();
    // A connection may also be reset.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut rest)).await.expect("the connection ends");
    begun.elapsed()
}

#[tokio::test]
async fn who_says_nothing_or_too_slowly_is_not_waited_for() {
    let app = start(&[("server.header_timeout", "300ms")]).await;
    let slow = Duration::from_millis(40);
    for (bytes, pause) in [
        (&b""[..], slow),
        (b"G", slow),
        (b"PRI * HT", slow),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Duration::ZERO),
        (b"POST /graphql HTTP/1.1\r\nhost: a\r\nx: abcdefghijklmnop", slow),
        (b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n", Duration::ZERO),
    ] {
        let kept = kept_after(app.address(), bytes, pause).await;
        assert!(kept > Duration::from_millis(250), "{kept:?} {}", String::from_utf8_lossy(bytes));
        assert!(kept < Duration::from_secs(10), "{kept:?} {}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(get(&app, "/health/live", &[]).await.status, 200);
}

#[tokio::test]
async fn one_connection_too_many_is_closed_and_the_others_go_on() {
    let app = start(&[("server.max_connections", "3")]).await;
    let ask = async |stream: &mut TcpStream| {
        let request = format!("GET /health/live HTTP/1.1\r\nhost: {}\r\n\r\n", app.address());
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = [0; 12];
        let read = timeout(PATIENCE, stream.read_exact(&mut answer)).await.unwrap();
        read.is_ok() && answer == *b"HTTP/1.1 200"
    };
    let mut kept = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(app.address()).await.unwrap();
        assert!(ask(&mut stream).await);
        kept.push(stream);
    }
    let mut one_more = TcpStream::connect(app.address()).await.unwrap();
    assert!(!ask(&mut one_more).await, "there is no room for it");
    drop(kept.pop());
    let begun = Instant::now();
    loop {
        let mut stream = TcpStream::connect(app.address()).await.unwrap();
        if ask(&mut stream).await {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "a place that was left is not given away");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let app = start(&[]).await;
    let long = "a".repeat(200_000);
    let head = format!("GET /health/live HTTP/1.1\r\nhost: localhost\r\nx: {long}\r\n\r\n");
    let mut stream = TcpStream::connect(app.address()).await.unwrap();
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("the connection ends");
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
}
