//! What becomes of a refresh token whose answer was lost, as the configuration declares it.

use std::time::Duration;

use serde_json::json;
use signgraph::signnow::{Client, Custody, Error, ErrorKind, Held, Options, Reason, Recovery, Revocation};

use super::scripted::{Reply, Scripted};
use super::world::{HandClock, client_keeping, options, skip, user};
use crate::support::Vault;

/// Options with which an open claim is quiet after two seconds.
fn hasty(upstream: &Scripted, token_recovery: Recovery) -> Options {
    let (connect_timeout, request_timeout) = (Duration::from_millis(200), Duration::from_millis(800));
    Options { token_recovery, connect_timeout, request_timeout, ..options(upstream) }
}

/// Answers token requests in this order.
fn answer_in_turn(upstream: &Scripted, replies: Vec<Reply>) {
    let mut replies = replies.into_iter();
    upstream.answer_tokens(move |_| replies.next().expect("asked more often than expected"));
}

fn pair(number: u32) -> Reply {
    let (access, refresh) = (format!("access-{number}"), format!("refresh-{number}"));
    Reply::json(200, &json!({"access_token": access, "refresh_token": refresh, "expires_in": 3600}))
}

fn presented(upstream: &Scripted) -> Vec<String> {
    upstream.tokens_asked().iter().filter_map(|asked| asked.form().get("refresh_token").cloned()).collect()
}

/// Asks until it is decided whether there will be a token: somebody's claim is waited for only so long.
async fn decided(client: &Client) -> Result<(), Error> {
    loop {
        match user(client).await {
            Err(error) if error.kind() == ErrorKind::Unavailable => tokio::task::yield_now().await,
            outcome => return outcome.map(drop),
        }
    }
}

struct Stage {
    upstream: Scripted,
    options: Options,
    vault: Vault,
    clock: std::sync::Arc<HandClock>,
    client: Client,
}

impl Stage {
    /// After a login, and with a refresh token whose answer will be lost.
    async fn with_a_lost_refresh(recovery: Recovery, then: Vec<Reply>) -> Stage {
        let upstream = Scripted::start().await;
        let (options, vault, clock) = (hasty(&upstream, recovery), Vault::in_memory(), HandClock::new());
        let client = client_keeping(options.clone(), vault.sealed(), clock.clone());
        user(&client).await.unwrap();
        answer_in_turn(&upstream, [Reply::Drop].into_iter().chain(then).collect());
        clock.advance(3600);
        Stage { upstream, options, vault, clock, client }
    }
}

#[tokio::test]
async fn whoever_waits_tells_so_until_an_operator_lets_them_go_on() {
    let stage = Stage::with_a_lost_refresh(Recovery::Wait, vec![pair(2)]).await;
    for _ in 0..3 {
        let error = decided(&stage.client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReauthenticationRequired);
        assert_eq!(error.reason(), Some(Reason::LostRefresh));
    }
    assert_eq!(stage.upstream.grants(), ["password", "refresh_token"]);
    // A restart changes nothing.
    let again = client_keeping(stage.options.clone(), stage.vault.sealed(), stage.clock.clone());
    assert_eq!(decided(&again).await.unwrap_err().reason(), Some(Reason::LostRefresh));
    let custody = Custody::new(&stage.options, stage.vault.sealed(), stage.clock.clone()).unwrap();
    let Held::Token(token) = custody.held().await.unwrap() else { panic!("the pair was kept") };
    stage.upstream.script(|asked| match asked.target.as_str() {
        "/oauth2/terminate" => Reply::invalid_token(),
        _ => Reply::user(),
    });
    assert!(matches!(custody.revoke(&token).await, Revocation::WasOver(_)));
    skip(Duration::from_secs(31)).await;
    decided(&stage.client).await.unwrap();
    assert_eq!(stage.upstream.grants(), ["password", "refresh_token", "password"]);
    user(&again).await.unwrap();
    assert_eq!(presented(&stage.upstream), ["refresh-1"]);
}

#[tokio::test]
async fn the_token_at_hand_is_used_while_an_operator_is_waited_for() {
    let upstream = Scripted::start().await;
    let clock = HandClock::new();
    let client = client_keeping(hasty(&upstream, Recovery::Wait), Vault::in_memory().sealed(), clock.clone());
    user(&client).await.unwrap();
    answer_in_turn(&upstream, vec![Reply::Drop]);
    clock.advance(1900);
    user(&client).await.unwrap();
    upstream.until_asked(4).await;
    skip(Duration::from_secs(10)).await;
    for _ in 0..5 {
        user(&client).await.unwrap();
    }
    assert_eq!(upstream.grants().len(), 2);
}

#[tokio::test]
async fn a_probe_presents_the_token_again_after_a_quiet_time() {
    let stage = Stage::with_a_lost_refresh(Recovery::Probe, vec![Reply::Drop, pair(2)]).await;
    decided(&stage.client).await.unwrap();
    assert_eq!(presented(&stage.upstream), ["refresh-1", "refresh-1", "refresh-1"]);
    assert_eq!(stage.vault.record(&stage.options).await.unwrap()["pair"]["refresh_token"], "refresh-2");
}

#[tokio::test]
async fn a_probe_that_is_refused_is_followed_by_a_login_and_one_that_is_lost_thrice_by_waiting() {
    let refusal = || Reply::json(400, &json!({"error": "invalid_grant"}));
    let stage = Stage::with_a_lost_refresh(Recovery::Probe, vec![refusal(), pair(2)]).await;
    decided(&stage.client).await.unwrap();
    assert_eq!(stage.upstream.grants(), ["password", "refresh_token", "refresh_token", "password"]);
    let stage = Stage::with_a_lost_refresh(Recovery::Probe, vec![Reply::Drop, Reply::Drop]).await;
    let error = decided(&stage.client).await.unwrap_err();
    assert_eq!(error.reason(), Some(Reason::LostRefresh));
    assert_eq!(presented(&stage.upstream).len(), 3);
}

#[tokio::test]
async fn another_servers_open_claim_is_waited_for_and_taken_over_once_it_is_quiet() {
    let upstream = Scripted::start().await;
    let (options, vault, clock) = (hasty(&upstream, Recovery::Login), Vault::in_memory(), HandClock::new());
    let client = client_keeping(options.clone(), vault.sealed(), clock.clone());
    user(&client).await.unwrap();
    let mut record = vault.record(&options).await.unwrap();
    record["state"] = json!({ "claimed": { "id": 1, "act": "refresh", "turn": 1, "since": 0 } });
    record["serial"] = json!(record["serial"].as_u64().unwrap() + 1);
    vault.put(&options, &record).await;
    clock.advance(3600);
    let begun = std::time::Instant::now();
    decided(&client).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(2), "it could still have been under way");
    assert_eq!(upstream.grants(), ["password", "password"], "its token may be spent");
}
