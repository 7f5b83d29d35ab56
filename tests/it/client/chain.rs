//! The chain of tokens: one refresh per expiry, whoever waits and whoever goes away.

use std::time::Duration;

use futures::future::join_all;
use serde_json::json;
use signgraph::signnow::{Client, Credentials, ErrorKind, Options, Reason};

use super::scripted::{Reply, Scripted};
use super::world::{HandClock, client, client_with, options, skip, user};

async fn crowd(client: &Client, size: usize) {
    let calls = (0..size).map(|_| {
        tokio::spawn({
            let client = client.clone();
            async move { user(&client).await }
        })
    });
    for call in join_all(calls).await {
        call.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_cost_one_login_and_one_refresh_per_expiry() {
    let upstream = Scripted::start().await;
    let clock = HandClock::new();
    let client = client_with(options(&upstream), clock.clone());
    crowd(&client, 1000).await;
    assert_eq!(upstream.grants(), ["password"]);
    for expiry in 1..=3 {
        clock.advance(3600);
        crowd(&client, 1000).await;
        assert_eq!(upstream.grants().len(), 1 + expiry);
    }
    assert_eq!(upstream.grants(), ["password", "refresh_token", "refresh_token", "refresh_token"]);
    let presented: Vec<_> =
        upstream.tokens_asked()[1..].iter().map(|asked| asked.form()["refresh_token"].clone()).collect();
    assert_eq!(presented, ["refresh-1", "refresh-2", "refresh-3"], "each is presented once");
}

#[tokio::test]
async fn a_token_past_half_of_its_life_is_replaced_while_it_is_used() {
    let upstream = Scripted::start().await;
    let clock = HandClock::new();
    let client = client_with(options(&upstream), clock.clone());
    user(&client).await.unwrap();
    clock.advance(1700);
    user(&client).await.unwrap();
    assert_eq!(upstream.grants(), ["password"]);
    clock.advance(200);
    upstream.close_token_gate();
    user(&client).await.expect("nobody waits for a refresh that comes in good time");
    upstream.until_asked(5).await;
    crowd(&client, 20).await;
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
    assert!(upstream.data_asked().iter().all(|asked| asked.authorization == "Bearer access-1"));
    upstream.let_tokens_through(1);
    clock.advance(1700);
    user(&client).await.unwrap();
    assert_eq!(upstream.data_asked().last().unwrap().authorization, "Bearer access-2");
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
}

#[tokio::test]
async fn a_caller_that_goes_away_cancels_no_refresh() {
    let upstream = Scripted::start().await;
    let client = client(&upstream);
    upstream.close_token_gate();
    let callers: Vec<_> = (0..5)
        .map(|_| {
            tokio::spawn({
                let client = client.clone();
                async move { user(&client).await }
            })
        })
        .collect();
    upstream.until_asked(1).await;
    for caller in callers {
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
    }
    upstream.let_tokens_through(1);
    user(&client).await.unwrap();
    assert_eq!(upstream.grants(), ["password"]);
}

#[tokio::test]
async fn a_refused_refresh_is_followed_by_a_login() {
    let upstream = Scripted::start().await;
    let clock = HandClock::new();
    let client = client_with(options(&upstream), clock.clone());
    user(&client).await.unwrap();
    upstream.end_chain();
    clock.advance(3600);
    user(&client).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "refresh_token", "password"]);
}

#[tokio::test]
async fn a_refresh_token_whose_fate_is_unknown_is_not_sent_again() {
    let unknown =
        [Reply::Drop, Reply::status(502), Reply::status(500), Reply::json(200, &json!({"scope": "*"}))];
    for reply in unknown {
        let upstream = Scripted::start().await;
        let clock = HandClock::new();
        let client = client_with(options(&upstream), clock.clone());
        user(&client).await.unwrap();
        let mut replies = vec![
            reply,
            Reply::json(200, &json!({"access_token": "a", "refresh_token": "r", "expires_in": 3600})),
        ]
        .into_iter();
        upstream.answer_tokens(move |_| replies.next().unwrap());
        clock.advance(3600);
        user(&client).await.unwrap();
        assert_eq!(upstream.grants(), ["password", "refresh_token", "password"]);
    }
}

#[tokio::test]
async fn a_refresh_token_that_was_not_looked_at_is_kept() {
    let upstream = Scripted::start().await;
    let clock = HandClock::new();
    let client = client_with(options(&upstream), clock.clone());
    user(&client).await.unwrap();
    clock.advance(3600);
    upstream.answer_tokens(|_| Reply::status(429).header("retry-after", 7));
    let error = user(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(Duration::from_secs(7))));
    upstream.open_desk();
    skip(Duration::from_secs(8)).await;
    user(&client).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "refresh_token", "refresh_token"]);
    let presented = upstream.tokens_asked().last().unwrap().form()["refresh_token"].clone();
    assert_eq!(presented, "refresh-1");
}

#[tokio::test]
async fn a_refused_login_is_a_matter_for_people_and_is_not_repeated() {
    let upstream = Scripted::start().await;
    let wrong = Credentials::Password {
        client_id: "sandbox-client".to_owned(),
        client_secret: "sandbox-secret".to_owned().into(),
        username: "viewer@sandbox.test".to_owned(),
        password: "wrong".to_owned().into(),
    };
    let client = client_with(Options { credentials: wrong, ..options(&upstream) }, HandClock::new());
    for _ in 0..50 {
        let error = user(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::ReauthenticationRequired, Some(400)));
        assert!(!error.is_retryable());
    }
    assert_eq!(client.ready().await.unwrap_err().kind(), ErrorKind::ReauthenticationRequired);
    assert_eq!((upstream.grants().len(), upstream.data_asked().len()), (1, 0));
}

#[tokio::test]
async fn why_there_is_no_token_is_told_apart() {
    type Case = (fn() -> Reply, Option<Reason>);
    let page = || Reply::Answer { status: 200, headers: Vec::new(), body: b"<html>canary</html>".to_vec() };
    let cases: [Case; 6] = [
        (|| Reply::json(400, &json!({"error": "invalid_client"})), Some(Reason::Application)),
        (|| Reply::json(400, &json!({"error": "Invalid credentials.", "code": 826})), Some(Reason::User)),
        (|| Reply::json(400, &json!({"error": "invalid_request", "code": 1537})), Some(Reason::Login)),
        (|| Reply::status(404), Some(Reason::NotSignNow)),
        (page, Some(Reason::NotSignNow)),
        (|| Reply::status(503), None),
    ];
    for (reply, reason) in cases {
        let upstream = Scripted::start().await;
        upstream.answer_tokens(move |_| reply());
        let client = client(&upstream);
        for _ in 0..2 {
            assert_eq!(user(&client).await.unwrap_err().reason(), reason);
        }
    }
}

#[tokio::test]
async fn a_token_endpoint_in_trouble_is_left_alone_for_a_while() {
    let upstream = Scripted::start().await;
    upstream.answer_tokens(|_| Reply::status(503));
    let client = client(&upstream);
    assert_eq!(user(&client).await.unwrap_err().kind(), ErrorKind::Unavailable);
    tokio::time::pause();
    for call in join_all((0..100).map(|_| user(&client))).await {
        let error = call.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Unavailable, true));
        assert!(error.retry_after().is_some());
    }
    tokio::time::resume();
    assert_eq!(upstream.grants().len(), 1);
    upstream.open_desk();
    skip(Duration::from_secs(1)).await;
    user(&client).await.unwrap();
    assert_eq!(upstream.grants().len(), 2);
}

#[tokio::test]
async fn a_failed_early_refresh_bothers_no_one() {
    let upstream = Scripted::start().await;
    let clock = HandClock::new();
    let client = client_with(options(&upstream), clock.clone());
    user(&client).await.unwrap();
    upstream.answer_tokens(|_| Reply::status(503));
    clock.advance(1900);
    user(&client).await.unwrap();
    upstream.until_asked(5).await;
    assert_eq!(upstream.grants()[..3], ["password", "refresh_token", "password"]);
    crowd(&client, 20).await;
    assert!(upstream.data_asked().iter().all(|asked| asked.authorization == "Bearer access-1"));
}

#[tokio::test]
async fn a_clock_that_is_set_back_breaks_nothing() {
    let upstream = Scripted::start().await;
    let clock = HandClock::new();
    let client = client_with(options(&upstream), clock.clone());
    user(&client).await.unwrap();
    clock.advance(-86_400);
    user(&client).await.unwrap();
    clock.advance(86_400 + 3600);
    user(&client).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
}

#[tokio::test]
async fn a_lifetime_in_any_spelling_is_understood() {
    for lifetime in [json!("3600"), json!(1_767_225_600 + 3600), json!("1767229200")] {
        let upstream = Scripted::start().await;
        upstream.set_lifetime(lifetime.clone());
        let clock = HandClock::new();
        let client = client_with(options(&upstream), clock.clone());
        user(&client).await.unwrap();
        clock.advance(1700);
        user(&client).await.unwrap();
        assert_eq!(upstream.grants().len(), 1, "{lifetime}");
        clock.advance(1900);
        user(&client).await.unwrap();
        assert_eq!(upstream.grants().len(), 2, "{lifetime}");
    }
}

#[tokio::test]
async fn an_api_key_is_sent_as_it_is_and_never_renewed() {
    let upstream = Scripted::start().await;
    let key = Credentials::ApiKey("key-1".to_owned().into());
    let client = client_with(Options { credentials: key, ..options(&upstream) }, HandClock::new());
    client.ready().await.unwrap();
    user(&client).await.unwrap();
    assert_eq!(upstream.data_asked()[0].authorization, "Bearer key-1");
    upstream.script(|_| Reply::invalid_token());
    let error = user(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.upstream_code()), (ErrorKind::Unauthenticated, Some(1537)));
    assert_eq!((upstream.grants().len(), upstream.data_asked().len()), (0, 2));
}
