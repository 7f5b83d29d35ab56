//! Whatever a pair comes with, it is kept.

use serde_json::{Value, json};

use super::scripted::{Reply, Scripted};
use super::world::{HandClock, client_keeping, options, user};
use crate::support::Vault;

/// What follows an access token and a refresh token in an answer.
fn ornaments() -> Vec<Value> {
    vec![
        json!({ "expires_in": "3600" }),
        json!({ "expires_in": 1_000_000_000_000_i64 }),
        json!({ "expires_in": -1 }),
        json!({ "expires_in": 0 }),
        json!({ "expires_in": 1e300 }),
        json!({ "expires_in": { "seconds": 5 } }),
        json!({ "expires_in": null, "scope": ["*"], "token_type": 7 }),
        json!({ "id": { "nested": [1, 2, { "deep": "x".repeat(4000) }] }, "last_login": "never" }),
        json!({}),
    ]
}

#[tokio::test]
async fn no_pair_is_lost_for_what_it_comes_with() {
    for ornament in ornaments() {
        let upstream = Scripted::start().await;
        let (vault, clock, options) = (Vault::in_memory(), HandClock::new(), options(&upstream));
        let client = client_keeping(options.clone(), vault.sealed(), clock.clone());
        user(&client).await.unwrap();
        let mut body = json!({ "access_token": "access-x", "refresh_token": "refresh-x" });
        body.as_object_mut().unwrap().extend(ornament.as_object().unwrap().clone());
        upstream.answer_tokens(move |_| Reply::json(200, &body));
        clock.advance(3600);
        user(&client).await.unwrap();
        let kept = vault.record(&options).await.unwrap();
        assert_eq!(kept["pair"]["refresh_token"], "refresh-x", "{ornament}");
        assert_eq!((kept["generation"].as_u64(), &kept["state"]), (Some(2), &json!("ready")), "{ornament}");
        assert_eq!(upstream.grants(), ["password", "refresh_token"], "{ornament}");
        assert_eq!(upstream.data_asked()[1].authorization, "Bearer access-x");
    }
}

#[tokio::test]
async fn a_provider_that_keeps_the_refresh_token_is_asked_with_it_again() {
    let upstream = Scripted::start().await;
    let (clock, options) = (HandClock::new(), options(&upstream));
    let client = client_keeping(options, Vault::in_memory().sealed(), clock.clone());
    user(&client).await.unwrap();
    let mut answers = 0;
    // Now it hands out a new one, and now it does not.
    upstream.answer_tokens(move |_| {
        answers += 1;
        let mut body = json!({ "access_token": format!("access-{answers}"), "expires_in": 3600 });
        if answers % 2 == 0 {
            body["refresh_token"] = json!(format!("fresh-{answers}"));
        }
        Reply::json(200, &body)
    });
    for _ in 0..4 {
        clock.advance(3600);
        user(&client).await.unwrap();
    }
    let presented: Vec<_> =
        upstream.tokens_asked()[1..].iter().map(|asked| asked.form()["refresh_token"].clone()).collect();
    assert_eq!(presented, ["refresh-1", "refresh-1", "fresh-2", "fresh-2"]);
}

#[tokio::test]
async fn an_access_token_that_no_header_can_carry_costs_neither_the_chain_nor_the_server() {
    let upstream = Scripted::start().await;
    let (vault, clock, options) = (Vault::in_memory(), HandClock::new(), options(&upstream));
    let client = client_keeping(options.clone(), vault.sealed(), clock.clone());
    user(&client).await.unwrap();
    upstream.answer_tokens(|_| {
        Reply::json(200, &json!({ "access_token": "a\nb", "refresh_token": "refresh-x", "expires_in": 3600 }))
    });
    clock.advance(3600);
    user(&client).await.unwrap_err();
    assert_eq!(vault.record(&options).await.unwrap()["pair"]["refresh_token"], "refresh-x");
    upstream.answer_tokens(|_| {
        Reply::json(200, &json!({ "access_token": "good", "refresh_token": "refresh-y", "expires_in": 3600 }))
    });
    super::world::skip(std::time::Duration::from_secs(1)).await;
    user(&client).await.unwrap();
    assert_eq!(upstream.tokens_asked().last().unwrap().form()["refresh_token"], "refresh-x");
}
