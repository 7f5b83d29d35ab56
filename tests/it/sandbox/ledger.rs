//! The ledger tells what was asked.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use signgraph::sandbox::{CLIENT_ID, CLIENT_SECRET, PASSWORD, VIEWER};

use super::stand::{Stand, send};

#[tokio::test]
async fn requests_are_noted_in_order_with_route_status_and_principal() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let document = format!("/document/{}", "0f".repeat(20));
    stand.bearer(&token, "GET", "/user/documents?per_page=1&page=2", Value::Null).await;
    stand.bearer(&token, "GET", &document, Value::Null).await;
    stand.bearer("bad", "GET", "/user", Value::Null).await;
    stand.basic("POST", "/user/verifyemail", json!({ "email": VIEWER })).await;
    stand.bearer(&token, "PATCH", "/user", Value::Null).await;
    let entry = |method: &str, route: &str, path: &str, status: u16, principal: Value| {
        json!({
            "method": method, "route": route, "path": path,
            "status": status, "principal": principal, "effect": true,
        })
    };
    let client = json!("client:sandbox-client");
    let expected = [
        entry("POST", "POST /oauth2/token", "/oauth2/token", 200, client.clone()),
        entry("GET", "GET /user/documents", "/user/documents?per_page=1&page=2", 200, json!(VIEWER)),
        entry("GET", "GET /document/{document_id}", &document, 404, json!(VIEWER)),
        entry("GET", "GET /user", "/user", 400, Value::Null),
        entry("POST", "POST /user/verifyemail", "/user/verifyemail", 400, client),
        entry("PATCH", "unmatched", "/user", 404, json!(VIEWER)),
    ];
    assert_eq!(stand.requests().await, expected);
}

#[tokio::test]
async fn counts_go_by_route() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    for page in 1..4 {
        stand.bearer(&token, "GET", &format!("/user/documents?page={page}"), Value::Null).await;
    }
    stand.bearer(&token, "GET", "/nowhere", Value::Null).await;
    let (_, ledger) = stand.control("GET", "requests", Value::Null).await;
    let expected = json!({ "POST /oauth2/token": 1, "GET /user/documents": 3, "unmatched": 1 });
    assert_eq!(ledger["counts"], expected);
}

#[tokio::test]
async fn the_principal_of_a_token_request_may_come_from_its_body() {
    let stand = Stand::start().await;
    let form = [
        ("grant_type", "password"),
        ("username", VIEWER),
        ("password", PASSWORD),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
    ];
    send(stand.request("POST", "/oauth2/token").form(&form)).await;
    assert_eq!(stand.requests().await[0]["principal"], "client:sandbox-client");
}

#[tokio::test]
async fn tokens_are_masked() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    stand.bearer(&token, "DELETE", &format!("/oauth2/token/{token}"), Value::Null).await;
    send(stand.request("GET", &format!("/oauth2/userauth?access_token={token}&client_id=x"))).await;
    let requests = stand.requests().await;
    assert_eq!(requests[1]["path"], "/oauth2/token/***");
    assert_eq!(requests[1]["route"], "DELETE /oauth2/token/{access_token}");
    assert_eq!(requests[2]["path"], "/oauth2/userauth?access_token=***&client_id=x");
}

#[tokio::test]
async fn every_presentation_of_a_refresh_token_counts() {
    let stand = Stand::start().await;
    let (_, refresh) = stand.log_in(VIEWER).await;
    let digest = Sha256::digest(&refresh);
    let fingerprint: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let presented = async || {
        stand.control("GET", "requests", Value::Null).await.1["refresh_tokens"][&fingerprint].clone()
    };
    stand.fault(json!({ "route": "POST /oauth2/token", "status": 503, "times": 1 })).await;
    assert_eq!(presented().await, Value::Null);
    assert_eq!(stand.refresh(&refresh).await.0, 503);
    assert_eq!(presented().await, 1);
    assert_eq!(stand.refresh(&refresh).await.0, 200);
    assert_eq!(stand.refresh(&refresh).await.0, 400);
    assert_eq!(presented().await, 3);
}
