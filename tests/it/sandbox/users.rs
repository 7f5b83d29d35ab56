//! The v1 user endpoints of document 004.

use serde_json::{Value, json};
use signgraph::sandbox::{PASSWORD, VIEWER};

use super::stand::{Stand, errors, invalid_token, text};

fn newcomer() -> Value {
    json!({ "email": "New@Sandbox.test", "password": "secret", "first_name": "Nele", "number": "+1555" })
}

#[tokio::test]
async fn registering_is_followed_by_a_login() {
    let stand = Stand::start().await;
    let (status, body) = stand.basic("POST", "/user", newcomer()).await;
    assert_eq!(status, 200);
    assert_eq!((&body["verified"], &body["email"]), (&json!(0), &json!("new@sandbox.test")));
    let user = stand.user("new@sandbox.test").await;
    assert_eq!((&user["id"], &user["subscription"]), (&body["id"], &json!("trial")));
    let login = [("grant_type", "password"), ("username", "new@sandbox.test"), ("password", "secret")];
    let (status, token) = stand.grant(&login).await;
    assert_eq!((status, token.get("last_login")), (200, None));
    let (_, profile) = stand.bearer(&text(&token, "access_token"), "GET", "/user", Value::Null).await;
    assert_eq!((&profile["first_name"], &profile["verified"]), (&json!("Nele"), &json!(false)));
}

#[tokio::test]
async fn registering_is_refused_in_four_ways() {
    let stand = Stand::start().await;
    let known = |email: &str| json!({ "email": email, "password": "secret" });
    let cases = [
        (Value::Null, 65536, "invalid payload"),
        (json!({ "email": "short@sandbox.test", "password": "12345" }), 65536, "invalid payload"),
        (json!({ "email": "nowhere", "password": "secret" }), 65536, "invalid payload"),
        (json!({ "email": "a@sandbox.test" }), 65544, "internal api error"),
        (json!({ "password": "secret" }), 65544, "internal api error"),
        (known("VIEWER@sandbox.test"), 66330, "user with email exists"),
        (known("unverified@sandbox.test"), 66396, "unverified_email"),
    ];
    for (body, code, message) in cases {
        assert_eq!(stand.basic("POST", "/user", body.clone()).await, (400, errors(code, message)), "{body}");
    }
    let token = stand.viewer().await;
    let refused = stand.bearer(&token, "POST", "/user", newcomer()).await;
    assert_eq!(refused, (400, json!({ "error": "invalid_client" })));
}

#[tokio::test]
async fn the_profile_has_the_types_of_the_live_answer() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let (status, body) = stand.bearer(&token, "GET", "/user", Value::Null).await;
    assert_eq!(status, 200);
    assert_eq!(body["primary_email"], VIEWER);
    assert_eq!(body["emails"], json!([VIEWER]));
    assert_eq!(body["active"], "1");
    assert_eq!(body["verified"], true);
    assert_eq!(body["settings"]["sso-only-login"], false);
    assert_eq!(body["document_count"], 160);
    assert_eq!(body["organization"]["name"], "Quarry Street Legal");
    assert_eq!(body["organization"]["deleted"], "0");
    assert!(body.get("email").is_none() && body.get("updated").is_none());
    for text in ["id", "first_name", "last_name", "created", "monthly_document_count"] {
        assert!(body[text].is_string(), "{text}");
    }
    for number in ["type", "pro", "credits", "lifetime_document_count"] {
        assert!(body[number].is_i64(), "{number}");
    }
    for flag in ["has_atticus_access", "is_logged_in", "googleapps", "facebookapps"] {
        assert!(body[flag].is_boolean(), "{flag}");
    }
    assert!(body["teams"][0]["team"].is_string() && body["subscriptions"][0]["plan"] == "enterprise");
    let start = text(&body["billing_period"], "start_date");
    assert!(start.len() == 10 && &start[2..6] == "/01/", "{start}");
}

#[tokio::test]
async fn somebody_without_an_organization_sees_none() {
    let stand = Stand::start().await;
    let token = stand.log_in("outsider@sandbox.test").await.0;
    let (_, body) = stand.bearer(&token, "GET", "/user", Value::Null).await;
    assert_eq!(
        body["organization"],
        json!({ "is_admin": false, "is_superadmin": false, "is_workspace": false })
    );
    assert_eq!((&body["teams"], &body["organization_settings"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn names_have_a_longest_form() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let (fits, long) = ("ü".repeat(64), "ü".repeat(65));
    let (status, body) =
        stand.bearer(&token, "PUT", "/user", json!({ "first_name": fits, "last_name": long })).await;
    assert_eq!((status, &body["first_name"], &body["last_name"]), (200, &json!(fits), &json!(fits)));
    let refused = stand.bearer(&token, "PUT", "/user", json!({ "first_name": long, "last_name": "x" })).await;
    assert_eq!(refused, (400, errors(65536, "First name is too long")));
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await.1["last_name"], fits);
}

#[tokio::test]
async fn a_password_changes_for_those_who_know_the_old_one() {
    let stand = Stand::start().await;
    let (token, refresh) = stand.log_in(VIEWER).await;
    let wrong = "Old password is incorrect";
    let cases = [
        (json!({ "password": "changed!" }), wrong),
        (json!({ "password": "changed!", "old_password": "" }), wrong),
        (json!({ "password": "changed!", "old_password": "guess" }), wrong),
        (json!({ "password": "", "old_password": PASSWORD }), "New password is empty"),
    ];
    for (body, message) in cases {
        assert_eq!(stand.bearer(&token, "PUT", "/user", body).await, (400, errors(65536, message)));
    }
    let change = json!({ "password": "changed!", "old_password": PASSWORD });
    assert_eq!(stand.bearer(&token, "PUT", "/user", change).await.0, 200);
    assert_eq!(stand.bearer(&token, "GET", "/user", Value::Null).await, invalid_token());
    assert_eq!(stand.refresh(&refresh).await.0, 400);
    let login = |password| [("grant_type", "password"), ("username", VIEWER), ("password", password)];
    assert_eq!(stand.grant(&login(PASSWORD)).await.1["code"], 826);
    assert_eq!(stand.grant(&login("changed!")).await.0, 200);
}

#[tokio::test]
async fn logout_all_is_a_string_that_says_which_tokens_end() {
    let stand = Stand::start().await;
    let (current, other) = (stand.viewer().await, stand.viewer().await);
    let bystander = stand.log_in("member@sandbox.test").await.0;
    let alive = async |token: &str| stand.bearer(token, "GET", "/user", Value::Null).await.0 == 200;
    assert_eq!(stand.bearer(&current, "PUT", "/user", json!({ "first_name": "A" })).await.0, 200);
    assert!(alive(&current).await && alive(&other).await);
    assert_eq!(stand.bearer(&current, "PUT", "/user", json!({ "logout_all": false })).await.0, 400);
    assert_eq!(stand.bearer(&current, "PUT", "/user", json!({ "logout_all": "false" })).await.0, 200);
    assert!(alive(&current).await && !alive(&other).await);
    assert_eq!(stand.bearer(&current, "PUT", "/user", json!({ "logout_all": "true" })).await.0, 200);
    assert!(!alive(&current).await && alive(&bystander).await);
}

#[tokio::test]
async fn logging_out_everywhere_spares_limited_tokens() {
    let stand = Stand::start().await;
    let token = stand.viewer().await;
    let form = [("grant_type", "password"), ("username", VIEWER), ("password", PASSWORD), ("scope", "user")];
    let limited = text(&stand.grant(&form).await.1, "access_token");
    stand.bearer(&token, "PUT", "/user", json!({ "logout_all": "true" })).await;
    assert_eq!(stand.bearer(&limited, "GET", "/user", Value::Null).await.0, 200);
}

#[tokio::test]
async fn an_address_is_verified_by_the_mailed_token() {
    let stand = Stand::start().await;
    let email = "unverified@sandbox.test";
    let sent = stand.basic("POST", "/user/verifyemail", json!({ "email": email })).await;
    assert_eq!(sent, (200, json!({ "status": "success" })));
    let token = text(&stand.user(email).await["verification"], "token");
    let verify = async |token: &str| {
        let body = json!({ "email": email, "verification_token": token });
        stand.basic("PUT", "/user/email/verify", body).await
    };
    let mismatch = (400, errors(65629, "Verification token does not match the email address"));
    assert_eq!(verify("guess").await, mismatch);
    assert_eq!(verify(&token).await, (200, json!({ "email": email })));
    assert_eq!(verify(&token).await, mismatch);
    assert_eq!(stand.user(email).await["verified"], true);
    let again = stand.basic("POST", "/user/verifyemail", json!({ "email": email })).await;
    assert_eq!(again, (400, errors(65536, "User email is already verified")));
    let nobody = stand.basic("POST", "/user/verifyemail", json!({ "email": "nobody@sandbox.test" })).await;
    assert_eq!(nobody, (400, errors(65536, "Could not send verification email")));
}

#[tokio::test]
async fn a_verification_token_expires() {
    let stand = Stand::start().await;
    let email = "unverified@sandbox.test";
    let verification = json!({ "token": "late", "expires": "2020-01-01T00:00:00Z" });
    let edit = json!({ "users": { email: { "verification": verification } } });
    assert_eq!(stand.control("POST", "state", edit).await.0, 204);
    let body = json!({ "email": email, "verification_token": "late" });
    let refused = stand.basic("PUT", "/user/email/verify", body).await;
    assert_eq!(refused, (400, errors(65629, "Verification token has expired")));
}

#[tokio::test]
async fn a_forgotten_password_is_answered_by_mail() {
    let stand = Stand::start().await;
    let sent = stand.basic("POST", "/user/forgotpassword", json!({ "email": VIEWER })).await;
    assert_eq!(sent, (200, json!({ "status": "success" })));
    assert!(stand.user(VIEWER).await["password_reset"]["token"].is_string());
    for body in [json!({}), json!({ "email": "nobody@sandbox.test" })] {
        let refused = stand.basic("POST", "/user/forgotpassword", body).await;
        assert_eq!(refused, (400, errors(65544, "Invalid email.")));
    }
}

#[tokio::test]
async fn initials_are_kept_with_their_size() {
    let stand = Stand::start().await;
    let token = stand.log_in("member@sandbox.test").await.0;
    assert_eq!(stand.bearer(&token, "GET", "/user/initial", Value::Null).await.0, 404);
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAC0lEQVR42mNgwAQAABUAAX8uyvEAAAAASUVORK5CYII=";
    let (status, kept) = stand.bearer(&token, "PUT", "/user/initial", json!({ "data": png })).await;
    assert_eq!((status, &kept["width"], &kept["height"]), (200, &json!("2"), &json!("3")));
    let (_, shown) = stand.bearer(&token, "GET", "/user/initial", Value::Null).await;
    assert_eq!((&shown["unique_id"], &shown["data"]), (&kept["id"], &json!(png)));
    assert_eq!(shown["created"], kept["created"]);
    for body in [json!({}), json!({ "data": "" }), json!({ "data": "no base64!" })] {
        let refused = stand.bearer(&token, "PUT", "/user/initial", body).await;
        assert_eq!(refused, (400, errors(65536, "invalid payload")));
    }
}
