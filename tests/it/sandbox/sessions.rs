//! Looking at tokens, ending them, and their expiry.

use std::time::Duration;

use serde_json::{Value, json};
use signgraph::sandbox::{Options, VIEWER};

use super::stand::{Stand, invalid_token, text};

#[tokio::test]
async fn verifying_shows_the_token_with_its_rest_as_a_string() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let (status, body) = stand.bearer(&token, "GET", "/oauth2/token", Value::Null).await;
    assert_eq!(status, 200);
    assert_eq!(
        (text(&body, "access_token"), text(&body, "scope"), text(&body, "token_type")),
        (token, "*".into(), "bearer".into())
    );
    assert!(text(&body, "expires_in").parse::<u32>().unwrap() > 2_591_000);
    assert_eq!(stand.bearer("beef", "GET", "/oauth2/token", Value::Null).await, invalid_token());
}

#[tokio::test]
async fn terminating_ends_the_login_with_its_refresh_token() {
    let stand = Stand::start().await;
    let (access, refresh) = stand.log_in(VIEWER).await;
    assert_eq!(stand.bearer(&access, "POST", "/oauth2/terminate", json!({})).await.0, 200);
    assert_eq!(stand.bearer(&access, "GET", "/user", Value::Null).await, invalid_token());
    assert_eq!(stand.refresh(&refresh).await.0, 400);
}

#[tokio::test]
async fn deleting_ends_one_access_token_of_ones_own() {
    let stand = Stand::start().await;
    let (access, refresh) = stand.log_in(VIEWER).await;
    let strangers = stand.log_in("member@sandbox.test").await.0;
    let path = format!("/oauth2/token/{access}");
    assert_eq!(stand.bearer(&strangers, "DELETE", &path, Value::Null).await, invalid_token());
    let expected = (200, json!({ "result": "Token has been revoked" }));
    assert_eq!(stand.bearer(&access, "DELETE", &path, Value::Null).await, expected);
    assert_eq!(stand.bearer(&access, "GET", "/user", Value::Null).await, invalid_token());
    assert_eq!(stand.refresh(&refresh).await.0, 200);
}

#[tokio::test]
async fn an_access_token_expires_and_its_refresh_token_does_not() {
    let options = Options { token_lifetime: Duration::ZERO, ..Options::default() };
    let stand = Stand::with(options).await;
    let (access, refresh) = stand.log_in(VIEWER).await;
    assert_eq!(stand.bearer(&access, "GET", "/user", Value::Null).await, invalid_token());
    assert_eq!(stand.refresh(&refresh).await.0, 200);
}
