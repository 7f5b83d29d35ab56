//! A token that signNow refuses before its time.

use std::time::Duration;

use futures::future::join_all;
use signgraph::signnow::v2::Organizations;
use signgraph::signnow::{CallLog, ErrorKind, List};

use super::scripted::{Reply, Scripted};
use super::world::{client, skip, user};

#[tokio::test]
async fn a_refusal_costs_one_refresh_and_one_replay() {
    for refusal in [|| Reply::status(401), Reply::invalid_token] {
        let upstream = Scripted::start().await;
        let client = client(&upstream);
        user(&client).await.unwrap();
        let mut refused = false;
        upstream.script(move |_| {
            if refused {
                return Reply::user();
            }
            refused = true;
            refusal()
        });
        let log = CallLog::new();
        user(&client.recording(log.clone())).await.unwrap();
        assert_eq!(upstream.grants(), ["password", "refresh_token"]);
        assert_eq!(log.records().len(), 2);
        assert_eq!(upstream.data_asked().last().unwrap().authorization, "Bearer access-2");
    }
}

#[tokio::test]
async fn even_the_first_call_may_be_refused_once() {
    let upstream = Scripted::start().await;
    let mut refused = false;
    upstream.script(
        move |_| if std::mem::replace(&mut refused, true) { Reply::user() } else { Reply::status(401) },
    );
    user(&client(&upstream)).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
}

#[tokio::test]
async fn a_crowd_that_is_refused_costs_one_refresh() {
    let upstream = Scripted::start().await;
    upstream.guard();
    let client = client(&upstream);
    user(&client).await.unwrap();
    upstream.revoke();
    for call in join_all((0..200).map(|_| user(&client))).await {
        call.unwrap();
    }
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
}

#[tokio::test]
async fn a_permanent_refusal_makes_no_loop() {
    let upstream = Scripted::answering(|_| Reply::status(401)).await;
    let client = client(&upstream);
    for _ in 0..50 {
        let error = user(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthenticated, Some(401)));
    }
    assert_eq!(
        upstream.grants(),
        ["password", "refresh_token"],
        "the successor was refused too, so that was all"
    );
    assert_eq!(upstream.data_asked().len(), 51);
    skip(Duration::from_secs(31)).await;
    user(&client).await.unwrap_err();
    assert_eq!(upstream.grants().len(), 3, "after half a minute another one is worth a try");
}

#[tokio::test]
async fn a_call_is_replayed_once_even_if_other_calls_prove_the_new_token_good() {
    let upstream = Scripted::start().await;
    upstream.script(|asked| if asked.target == "/user" { Reply::user() } else { Reply::status(401) });
    let client = client(&upstream);
    user(&client).await.unwrap();
    upstream.close_gate_for("/v2");
    let refused = tokio::spawn({
        let client = client.clone();
        async move { client.get(&Organizations::default().page(1)).await }
    });
    upstream.until_asked(3).await;
    upstream.let_through(1);
    // Login, user, list, refresh, and the list again, which is now held back until the user was read.
    upstream.until_asked(5).await;
    user(&client).await.unwrap();
    upstream.let_through(10);
    let error = refused.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthenticated, Some(401)));
    let lists = upstream.data_asked().iter().filter(|asked| asked.target != "/user").count();
    assert_eq!((lists, upstream.grants().len()), (2, 2));
}

#[tokio::test]
async fn one_revocation_in_half_a_minute_is_survived_and_the_next_one_after_it() {
    let upstream = Scripted::start().await;
    upstream.guard();
    let client = client(&upstream);
    user(&client).await.unwrap();
    for revocation in 1..=2 {
        upstream.revoke();
        user(&client).await.unwrap();
        assert_eq!(upstream.grants().len(), 2 * revocation);
        upstream.revoke();
        for _ in 0..10 {
            user(&client).await.unwrap_err();
        }
        assert_eq!(upstream.grants().len(), 2 * revocation);
        skip(Duration::from_secs(31)).await;
        user(&client).await.unwrap();
        skip(Duration::from_secs(31)).await;
    }
}

#[tokio::test]
async fn a_refusal_of_an_older_token_is_replayed_with_the_current_one() {
    let upstream = Scripted::start().await;
    upstream.guard();
    let client = client(&upstream);
    user(&client).await.unwrap();
    upstream.revoke();
    upstream.close_gate();
    let late = tokio::spawn({
        let client = client.clone();
        async move { user(&client).await }
    });
    let early = tokio::spawn({
        let client = client.clone();
        async move { user(&client).await }
    });
    upstream.until_asked(4).await;
    // One refusal goes through, leads to a refresh and a replay; the other is still on its way.
    upstream.let_through(1);
    upstream.until_asked(6).await;
    assert_eq!(upstream.grants().len(), 2);
    upstream.let_through(3);
    early.await.unwrap().unwrap();
    late.await.unwrap().unwrap();
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
}

#[tokio::test]
async fn a_refusal_that_cannot_be_cured_reports_the_cure() {
    let upstream = Scripted::start().await;
    upstream.guard();
    let client = client(&upstream);
    user(&client).await.unwrap();
    upstream.revoke();
    upstream.answer_tokens(|_| Reply::status(503));
    let error = user(&client).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.route().unwrap().as_str()),
        (ErrorKind::Unavailable, "POST /oauth2/token")
    );
}
