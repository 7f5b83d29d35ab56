//! The shapes in which bodies may come.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use signgraph::sandbox::{CLIENT_ID, CLIENT_SECRET, PASSWORD, VIEWER};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::stand::{Stand, send};

#[tokio::test]
async fn a_token_request_may_be_json() {
    let stand = Stand::start().await;
    let body = json!({
        "grant_type": "password",
        "username": VIEWER,
        "password": PASSWORD,
        "expiration_time": 60,
        "unheard_of": { "a": [1] },
    });
    let (status, body) = stand.basic("POST", "/oauth2/token", body).await;
    assert_eq!((status, &body["expires_in"]), (200, &json!(60)));
}

fn multipart(end: &str) -> String {
    let fields = [("grant_type", "password"), ("username", VIEWER), ("password", PASSWORD), ("scope", "*")];
    let part = |(name, value): (&str, &str)| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    fields.map(part).concat() + end
}

#[tokio::test]
async fn a_token_request_may_be_multipart_even_when_its_end_is_missing() {
    let stand = Stand::start().await;
    for end in ["--edge--\r\n", "--edge\r\n", "--edge"] {
        let request = stand.request("POST", "/oauth2/token").basic_auth(CLIENT_ID, Some(CLIENT_SECRET));
        let request =
            request.header("content-type", "multipart/form-data; boundary=edge").body(multipart(end));
        let (status, body) = send(request).await;
        assert_eq!(status, 200, "{end:?}: {body}");
    }
}

/// Sends a chunked request by hand and answers the status.
async fn chunked(stand: &Stand, head: &str, chunks: &[&str]) -> String {
    let mut request =
        format!("{head}\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
    for chunk in chunks.iter().chain(&[""]) {
        request += &format!("{:x}\r\n{chunk}\r\n", chunk.len());
    }
    let mut stream = TcpStream::connect(stand.sandbox.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

#[tokio::test]
async fn bodies_may_be_chunked_and_name_any_content_type() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let head = format!("PUT /user HTTP/1.1\r\nAuthorization: Bearer {token}\r\nContent-Type: text/plain");
    let response = chunked(&stand, &head, &["{\"first_na", "me\": \"Chu", "nked\"}"]).await;
    assert!(
        response.starts_with("HTTP/1.1 200") && response.contains(r#""first_name":"Chunked""#),
        "{response}"
    );
    let basic = STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"));
    let head = format!("POST /oauth2/token HTTP/1.1\r\nAuthorization: basic {basic}");
    let response =
        chunked(&stand, &head, &["grant_type=pass", "word&username=", VIEWER, "&password=", PASSWORD]).await;
    assert!(response.starts_with("HTTP/1.1 200") && response.contains("refresh_token"), "{response}");
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let body = json!({ "last_name": "Known", "document_id": "x", "more": { "a": 1 } });
    let (status, body) = stand.bearer(&token, "PUT", "/user", body).await;
    assert_eq!((status, &body["last_name"]), (200, &json!("Known")));
    assert_eq!(stand.bearer(&token, "GET", "/user", json!({ "why": "not" })).await.0, 200);
}

#[tokio::test]
async fn a_slash_before_the_query_does_no_harm() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let (status, body) = stand.bearer(&token, "GET", "/user/documents/?per_page=2", Value::Null).await;
    assert_eq!((status, body.as_array().unwrap().len()), (200, 2));
}
