//! Tokens: which requests get some, and which do not.

use serde_json::{Value, json};
use signgraph::sandbox::{CLIENT_ID, CLIENT_SECRET, PASSWORD, VIEWER};

use super::stand::{Stand, answer, invalid_token, send, text};

fn password<'a>() -> Vec<(&'a str, &'a str)> {
    vec![("grant_type", "password"), ("username", VIEWER), ("password", PASSWORD)]
}

#[tokio::test]
async fn a_password_grant_answers_with_all_documented_fields() {
    let stand = Stand::start().await;
    let (status, body) = stand.grant(&password()).await;
    assert_eq!(status, 200);
    assert_eq!(body["expires_in"], 2_592_000);
    assert_eq!(body["token_type"], "bearer");
    assert_eq!(body["scope"], "*");
    assert!(body["last_login"].is_i64());
    for field in ["access_token", "refresh_token"] {
        let token = text(&body, field);
        assert!(
            token.len() == 64 && token.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')),
            "{token}"
        );
    }
}

#[tokio::test]
async fn empty_fields_are_ignored() {
    let stand = Stand::start().await;
    let mut form = password();
    form.extend([("code", ""), ("refresh_token", ""), ("expiration_time", ""), ("scope", "")]);
    assert_eq!(stand.grant(&form).await.0, 200);
}

#[tokio::test]
async fn the_application_may_prove_itself_in_the_body() {
    let stand = Stand::start().await;
    let mut form = password();
    form.extend([("client_id", CLIENT_ID), ("client_secret", CLIENT_SECRET)]);
    assert_eq!(send(stand.request("POST", "/oauth2/token").form(&form)).await.0, 200);
    form.pop();
    form.push(("client_secret", "wrong"));
    let refused = send(stand.request("POST", "/oauth2/token").form(&form)).await;
    assert_eq!(refused, (400, json!({ "error": "invalid_client" })));
}

#[tokio::test]
async fn an_unknown_application_is_refused_before_anything_else() {
    let stand = Stand::start().await;
    let wrong = stand
        .request("POST", "/oauth2/token")
        .basic_auth(CLIENT_ID, Some("wrong"))
        .form(&[("grant_type", "x")]);
    assert_eq!(send(wrong).await, (400, json!({ "error": "invalid_client" })));
    let none = stand.request("POST", "/oauth2/token").form(&password());
    assert_eq!(send(none).await, (400, json!({ "error": "invalid_client" })));
}

#[tokio::test]
async fn wrong_requests_are_told_apart() {
    let stand = Stand::start().await;
    let invalid_request = json!({ "error": "invalid_request", "code": 1537 });
    let credentials = json!({ "error": "Invalid credentials.", "code": 826 });
    let cases: [(&[(&str, &str)], &Value); 9] = [
        (&[("grant_type", "client_credentials")], &invalid_request),
        (&[], &invalid_request),
        (&[("grant_type", "password"), ("username", VIEWER)], &invalid_request),
        (&[("grant_type", "password"), ("username", "viewer"), ("password", PASSWORD)], &invalid_request),
        (&[("grant_type", "refresh_token")], &invalid_request),
        (&[("grant_type", "authorization_code")], &invalid_request),
        (&[("grant_type", "password"), ("username", VIEWER), ("password", "wrong")], &credentials),
        (
            &[("grant_type", "password"), ("username", "nobody@sandbox.test"), ("password", PASSWORD)],
            &credentials,
        ),
        (
            &[("grant_type", "authorization_code"), ("code", "beef")],
            &json!({ "error": "internal api error" }),
        ),
    ];
    for (form, expected) in cases {
        assert_eq!(stand.grant(form).await, (400, expected.clone()), "{form:?}");
    }
}

#[tokio::test]
async fn only_known_scopes_are_granted() {
    let stand = Stand::start().await;
    for (scope, status) in [("*", 200), ("user", 200), ("everything", 400)] {
        let mut form = password();
        form.push(("scope", scope));
        let (answered, body) = stand.grant(&form).await;
        assert_eq!(answered, status, "{body}");
        let expected = if status == 200 { json!(scope) } else { Value::Null };
        assert_eq!(body["scope"], expected);
    }
    let document = format!("signer_limited_scope_token document/{}", "ab".repeat(20));
    let mut form = password();
    form.push(("scope", &document));
    assert_eq!(stand.grant(&form).await.1["scope"], document);
}

#[tokio::test]
async fn an_expiration_time_is_honoured() {
    let stand = Stand::start().await;
    let mut form = password();
    form.push(("expiration_time", "3600"));
    let (_, body) = stand.grant(&form).await;
    assert_eq!(body["expires_in"], 3600);
    let (status, verified) =
        stand.bearer(&text(&body, "access_token"), "GET", "/oauth2/token", Value::Null).await;
    let left: u32 = text(&verified, "expires_in").parse().unwrap();
    assert_eq!(status, 200);
    assert!((3590..=3600).contains(&left), "{left}");
    for wrong in ["soon", "0", "-5", "99999999999"] {
        let mut form = password();
        form.push(("expiration_time", wrong));
        assert_eq!(stand.grant(&form).await.1["error"], "invalid_request", "{wrong}");
    }
}

#[tokio::test]
async fn a_refresh_hands_out_a_new_pair_of_the_same_login() {
    let stand = Stand::start().await;
    let (access, refresh) = stand.log_in(VIEWER).await;
    let (status, body) = stand.refresh(&refresh).await;
    assert_eq!(status, 200);
    let (new_access, new_refresh) = (text(&body, "access_token"), text(&body, "refresh_token"));
    assert!(new_access != access && new_refresh != refresh);
    for token in [&access, &new_access] {
        assert_eq!(stand.bearer(token, "GET", "/user", Value::Null).await.0, 200);
    }
}

#[tokio::test]
async fn a_spent_refresh_token_ends_the_whole_chain() {
    let stand = Stand::start().await;
    let (access, first) = stand.log_in(VIEWER).await;
    let (other_access, other_refresh) = stand.log_in(VIEWER).await;
    let (_, second) = stand.refresh(&first).await;
    let (_, third) = stand.refresh(&text(&second, "refresh_token")).await;
    let invalid_grant = (400, json!({ "error": "invalid_grant" }));
    assert_eq!(stand.refresh(&first).await, invalid_grant);
    assert_eq!(stand.refresh(&text(&third, "refresh_token")).await, invalid_grant);
    for token in [access, text(&second, "access_token"), text(&third, "access_token")] {
        assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await, invalid_token());
    }
    assert_eq!(stand.bearer(&other_access, "GET", "/user", Value::Null).await.0, 200);
    assert_eq!(stand.refresh(&other_refresh).await.0, 200);
}

#[tokio::test]
async fn of_two_refreshes_at_once_one_wins() {
    let stand = Stand::start().await;
    let (_, refresh) = stand.log_in(VIEWER).await;
    let (one, two) = tokio::join!(stand.refresh(&refresh), stand.refresh(&refresh));
    let mut statuses = [one.0, two.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
}

#[tokio::test]
async fn a_code_without_a_browser_works_once() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let query = [
        ("response_type", "code"),
        ("redirect_uri", "https://app.example/back?x=1"),
        ("client_id", CLIENT_ID),
        ("access_token", &token),
        ("state", "s 1"),
    ];
    let response = stand.request("GET", "/oauth2/userauth").query(&query).send().await.unwrap();
    assert_eq!(response.status(), 302);
    let location = reqwest::Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    let answered: Vec<(String, String)> = location.query_pairs().into_owned().collect();
    assert_eq!(location.host_str(), Some("app.example"));
    assert_eq!((answered[0].1.as_str(), answered[2].1.as_str()), ("1", "s 1"));
    let form = [("grant_type", "authorization_code"), ("code", answered[1].1.as_str())];
    let (status, body) = stand.grant(&form).await;
    assert_eq!(status, 200);
    let end: i64 = text(&body, "expires_in").parse().unwrap();
    assert!(end > 1_700_000_000, "{end} is a moment");
    assert_eq!(stand.grant(&form).await, (400, json!({ "error": "internal api error" })));
    let access = text(&body, "access_token");
    assert_eq!(stand.bearer(&access, "GET", "/user", Value::Null).await, invalid_token());
}

#[tokio::test]
async fn a_code_is_refused_to_strangers() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let ask = async |client: &str, token: &str, kind: &str, target: &str| {
        let query = [
            ("response_type", kind),
            ("redirect_uri", target),
            ("client_id", client),
            ("access_token", token),
        ];
        answer(stand.request("GET", "/oauth2/userauth").query(&query).send().await.unwrap()).await
    };
    let target = "https://app.example/";
    assert_eq!(ask("other", &token, "code", target).await.1["error"], "invalid_client");
    assert_eq!(ask(CLIENT_ID, "beef", "code", target).await, invalid_token());
    assert_eq!(ask(CLIENT_ID, &token, "token", target).await.1["error"], "invalid_request");
    assert_eq!(ask(CLIENT_ID, &token, "code", "").await.1["error"], "invalid_request");
}

async fn authorize(stand: &Stand, query: &[(&str, &str)]) -> reqwest::Response {
    let always = [("response_type", "code"), ("redirect_uri", "http://127.0.0.1:1/back"), ("state", "s")];
    stand.request("GET", "/authorize").query(&always).query(query).send().await.unwrap()
}

/// What the address says that a browser is sent to.
fn sent_to(response: &reqwest::Response) -> Vec<(String, String)> {
    assert_eq!(response.status(), 302);
    let location = reqwest::Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    assert_eq!(location.path(), "/back");
    location.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn the_page_for_browsers_sends_them_back_with_a_code_of_one_person() {
    let stand = Stand::start().await;
    for (query, email) in [
        (vec![("client_id", CLIENT_ID)], VIEWER),
        (vec![("client_id", CLIENT_ID), ("username", "member@sandbox.test")], "member@sandbox.test"),
    ] {
        let answered = sent_to(&authorize(&stand, &query).await);
        assert_eq!((answered[0].0.as_str(), answered[1].1.as_str()), ("code", "s"));
        let code = ("code", answered[0].1.as_str());
        let elsewhere = [("grant_type", "authorization_code"), code, ("redirect_uri", "http://127.0.0.1:2/")];
        assert_eq!(stand.grant(&elsewhere).await.0, 400, "a code belongs to its redirect URI");
        let form = [("grant_type", "authorization_code"), code, ("redirect_uri", "http://127.0.0.1:1/back")];
        let (status, body) = stand.grant(&form).await;
        assert_eq!(status, 200);
        let user = stand.bearer(&text(&body, "access_token"), "GET", "/user", Value::Null).await.1;
        assert_eq!(user["primary_email"], email);
    }
}

#[tokio::test]
async fn the_page_for_browsers_tells_what_it_cannot_send_back() {
    let stand = Stand::start().await;
    let denied = sent_to(&authorize(&stand, &[("client_id", CLIENT_ID), ("deny", "1")]).await);
    assert_eq!((denied[0].0.as_str(), denied[0].1.as_str()), ("error", "access_denied"));
    for query in [
        &[("client_id", "other")][..],
        &[("client_id", CLIENT_ID), ("username", "nobody@sandbox.test")],
        &[("client_id", CLIENT_ID), ("redirect_uri", "nowhere")],
        &[("client_id", CLIENT_ID), ("response_type", "token")],
    ] {
        let answer = authorize(&stand, query).await;
        assert_eq!((answer.status().as_u16(), answer.headers().get("location")), (400, None), "{query:?}");
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    }
}
