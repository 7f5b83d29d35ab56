//! GraphQL over HTTP, byte by byte: methods, media types, parameters, statuses, bounds.
//!
//! Requests are written by hand, because a good client refuses to send most of these.

use std::net::{SocketAddr, TcpListener};

use serde_json::{Value, json};
use signgraph::app::App;
use signgraph::config::{Flag, Sources, load};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::install_crypto;

const JSON: &str = "application/json";
const NEWER: &str = "application/graphql-response+json";

/// A running graph over an embedded sandbox.
async fn start(settings: &[(&'static str, &str)]) -> App {
    let flag = |(key, value): &(&'static str, &str)| Flag { name: "test", key, value: (*value).to_owned() };
    let mut flags: Vec<Flag> = settings.iter().map(flag).collect();
    flags.push(Flag { name: "test", key: "server.listen", value: "127.0.0.1:0".to_owned() });
    let config = load(Sources { flags, ..Sources::default() }).unwrap();
    install_crypto();
    App::start(&config).await.unwrap()
}

/// An answer, taken apart.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of the only error, after checking that the body is nothing but errors.
    fn code(&self) -> String {
        let body = self.json();
        assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["errors"], "{body}");
        assert!(body["errors"][0]["message"].as_str().unwrap().len() > 10, "{body}");
        body["errors"][0]["extensions"]["code"].as_str().unwrap_or("none").to_owned()
    }
}

/// Sends bytes and reads until the server closes.
async fn send(address: SocketAddr, request: &[u8]) -> Answer {
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

async fn request(app: &App, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
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

async fn get(app: &App, target: &str, headers: &[(&str, &str)]) -> Answer {
    request(app, "GET", target, headers, "").await
}

async fn post(app: &App, accept: &str, body: &str) -> Answer {
    request(app, "POST", "/graphql", &[("content-type", JSON), ("accept", accept)], body).await
}

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
async fn null_and_absent_are_the_same() {
    let app = start(&[]).await;
    let body =
        r#"{"query":"{ __typename }","operationName":null,"variables":null,"extensions":null,"more":1}"#;
    assert_eq!(post(&app, NEWER, body).await.status, 200);
    let target = "/graphql?query=%7B__typename%7D&operationName=&variables=&extensions=&more=1";
    assert_eq!(get(&app, target, &[("accept", NEWER)]).await.status, 200);
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
async fn an_operation_that_takes_too_long_is_given_up() {
    let app = start(&[("server.request_timeout", "100ms"), ("sandbox.latency", "1m")]).await;
    let answer = post(&app, NEWER, r#"{"query":"{ viewer { id } }"}"#).await;
    assert_eq!((answer.status, answer.code().as_str()), (504, "TIMEOUT"));
}

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
async fn a_foreign_name_does_not_reach_a_graph_on_loopback() {
    let app = start(&[]).await;
    for host in
        ["evil.example", "evil.example:4000", "localhost.evil.example", "10.0.0.1", "user@localhost@evil", ""]
    {
        for target in ["/graphql?query=%7B__typename%7D", "/", "/health/ready"] {
            let answer = get(&app, target, &[("host", host)]).await;
            assert_eq!((answer.status, answer.code().as_str()), (421, "MISDIRECTED_REQUEST"), "{host}");
        }
    }
    let absolute = get(&app, "http://evil.example/graphql?query=%7B__typename%7D", &[]).await;
    assert_eq!(absolute.status, 421);
    for host in ["localhost", "localhost:9", "127.0.0.1:1234", "[::1]:4000", "graph.localhost"] {
        let answer = get(&app, "/graphql?query=%7B__typename%7D", &[("host", host)]).await;
        assert_eq!(answer.status, 200, "{host}");
    }
}

#[tokio::test]
async fn the_page_and_its_files_come_from_here_alone() {
    let app = start(&[]).await;
    let page = get(&app, "/", &[("accept", "text/html")]).await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
    let html = String::from_utf8(page.body.clone()).unwrap();
    let files: Vec<&str> = html.split('"').filter(|text| text.starts_with("assets/")).collect();
    assert_eq!(files.len(), 8, "{html}");
    for file in files {
        let target = format!("/{file}");
        let plain = get(&app, &target, &[]).await;
        let gzipped = get(&app, &target, &[("accept-encoding", "gzip")]).await;
        assert_eq!((plain.status, gzipped.status), (200, 200), "{file}");
        assert_eq!(plain.header("content-encoding"), None);
        assert!(plain.header("cache-control").unwrap().contains("immutable"));
        if gzipped.header("content-encoding") == Some("gzip") {
            assert!(gzipped.body.len() < plain.body.len());
            assert_ne!(gzipped.header("etag"), plain.header("etag"));
        }
        let etag = gzipped.header("etag").unwrap();
        let again = get(&app, &target, &[("accept-encoding", "gzip"), ("if-none-match", etag)]).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(etag)));
    }
    assert_eq!(get(&app, "/favicon.ico", &[]).await.status, 307);
    assert_eq!(get(&app, "/assets/graphiql.js", &[]).await.code(), "NOT_FOUND");
    assert_eq!(get(&app, "/assets/..%2Fmain.rs", &[]).await.status, 404);
}

#[tokio::test]
async fn the_page_can_be_switched_off_and_the_graph_remains() {
    let app = start(&[("server.graphiql", "false")]).await;
    assert_eq!(get(&app, "/", &[]).await.code(), "NOT_FOUND");
    assert_eq!(get(&app, "/graphql?query=%7B__typename%7D", &[]).await.status, 200);
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
