//! Requests written by hand and answers taken apart.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::Value;
use signgraph::app::App;
use signgraph::config::{Flag, Sources, load};
use signgraph::signnow::{Clock, SystemClock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::install_crypto;

pub(super) const JSON: &str = "application/json";

pub(super) const NEWER: &str = "application/graphql-response+json";

/// A running graph over an embedded sandbox.
pub(super) async fn start(settings: &[(&'static str, &str)]) -> App {
    start_with_clock(settings, Arc::new(SystemClock)).await
}

pub(super) async fn start_with_clock(settings: &[(&'static str, &str)], clock: Arc<dyn Clock>) -> App {
    let flag = |(key, value): &(&'static str, &str)| Flag { name: "test", key, value: (*value).to_owned() };
    let mut flags: Vec<Flag> = settings.iter().map(flag).collect();
    flags.push(Flag { name: "test", key: "server.listen", value: "127.0.0.1:0".to_owned() });
    if settings.iter().any(|(key, _)| *key == "upstream.url") {
        flags.push(Flag { name: "test", key: "server.allow_unauthenticated", value: "true".to_owned() });
    }
    let config = load(Sources { flags, ..Sources::default() }).unwrap();
    install_crypto();
    App::start_with_clock(&config, clock).await.unwrap()
}

/// An answer, taken apart.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of the only error, after checking that the body is nothing but errors, and that only what took
    /// too long, or came when there was no room, is to be tried again.
    pub(super) fn code(&self) -> String {
        let body = self.json();
        assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["errors"], "{body}");
        assert!(body["errors"][0]["message"].as_str().unwrap().len() > 10, "{body}");
        let extensions = &body["errors"][0]["extensions"];
        assert_eq!(extensions["retryable"], matches!(self.status, 408 | 503 | 504), "{body}");
        extensions["code"].as_str().unwrap_or("none").to_owned()
    }
}

pub(super) async fn get(app: &App, target: &str, headers: &[(&str, &str)]) -> Answer {
    request(app, "GET", target, headers, "").await
}

pub(super) async fn post(app: &App, accept: &str, body: &str) -> Answer {
    request(app, "POST", "/graphql", &[("content-type", JSON), ("accept", accept)], body).await
}

pub(super) async fn request(
    app: &App,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut head = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "host") {
        head.push_str(&format!("host: {}\r\n", app.address()));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    send(app.address(), format!("{head}\r\n{body}").as_bytes()).await
}

/// The page of metrics.
pub(super) async fn metrics(app: &App) -> Answer {
    let url = app.metrics_url().expect("server.metrics_listen");
    let address = url.trim_start_matches("http://").trim_end_matches("/metrics").parse().unwrap();
    let head = format!("GET /metrics HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    send(address, head.as_bytes()).await
}

/// The values on such a page, by their names with labels.
pub(super) async fn series(app: &App) -> BTreeMap<String, f64> {
    let text = String::from_utf8(metrics(app).await.body).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pair =
        |line: &str| line.rsplit_once(' ').map(|(name, value)| (name.to_owned(), value.parse().unwrap()));
    lines.filter_map(pair).collect()
}

/// Makes trouble in the embedded sandbox.
pub(super) async fn fault(app: &App, fault: Value) {
    let url = app.sandbox().unwrap().url();
    let address = url.trim_start_matches("http://").parse().unwrap();
    let body = serde_json::json!({ "faults": [fault] }).to_string();
    let head = format!(
        "POST /__sandbox/faults HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: {JSON}\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(send(address, head.as_bytes()).await.status / 100, 2);
}

/// Sends bytes and reads until the server closes.
pub(super) async fn send(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let pair = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    Answer { status, headers: lines.filter_map(pair).collect(), body: bytes[end + 4..].to_vec() }
}
