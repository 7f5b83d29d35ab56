//! Error bodies, by the layer that refuses.

use serde_json::{Value, json};
use signgraph::sandbox::Options;

use super::stand::{Stand, invalid_token, send};

#[tokio::test]
async fn a_bad_bearer_is_400_in_shape_a_everywhere() {
    let stand = Stand::start().await;
    let document = format!("/document/{}", "0f".repeat(20));
    for (method, path) in [
        ("GET", "/user"),
        ("PUT", "/user"),
        ("GET", "/user/initial"),
        ("GET", "/user/documents?per_page=0"),
        ("GET", &document),
        ("GET", "/oauth2/token"),
        ("POST", "/oauth2/terminate"),
    ] {
        assert_eq!(
            stand.bearer(&"ab".repeat(32), method, path, Value::Null).await,
            invalid_token(),
            "{path}"
        );
        assert_eq!(send(stand.request(method, path)).await, invalid_token(), "{path}");
        assert_eq!(stand.basic(method, path, Value::Null).await, invalid_token(), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_basic_pair_is_400_in_shape_a() {
    let stand = Stand::start().await;
    for (method, path) in [
        ("POST", "/user"),
        ("POST", "/user/verifyemail"),
        ("PUT", "/user/email/verify"),
        ("POST", "/user/forgotpassword"),
        ("GET", "/api/v2/events"),
    ] {
        let wrong = send(stand.request(method, path).basic_auth("sandbox-client", Some("wrong"))).await;
        assert_eq!(wrong, (400, json!({ "error": "invalid_client" })), "{path}");
    }
}

#[tokio::test]
async fn what_leads_nowhere_is_404_in_shape_c() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    for (method, path, shown) in [
        ("GET", "/nowhere", "nowhere"),
        ("GET", "/api/v2/organizations?x=1", "api/v2/organizations"),
        ("PATCH", "/user", "user"),
        ("DELETE", "/user", "user"),
        ("GET", "/document/short", "document/short"),
        ("GET", "/", ""),
    ] {
        let expected = json!({ "404": format!("Unable to find a route to match the URI: {shown}") });
        assert_eq!(stand.bearer(&token, method, path, Value::Null).await, (404, expected), "{method} {path}");
    }
}

#[tokio::test]
async fn a_user_who_is_switched_off_is_out() {
    let stand = Stand::with(Options::default()).await;
    let token = stand.viewer().await;
    let edit = json!({ "users": { "viewer@sandbox.test": { "active": false } } });
    assert_eq!(stand.control("POST", "state", edit).await.0, 204);
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await, invalid_token());
}
