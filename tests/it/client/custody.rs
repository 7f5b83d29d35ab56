//! The token at hand, looked at and ended, while a server may be running with it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use signgraph::signnow::{
    Clock, Credentials, Custody, ErrorKind, Fate, Held, HeldToken, Options, Reason, Recovery, Remains,
    Revocation, Standing, Verdict,
};

use super::canary::everything;
use super::scripted::{Reply, Scripted};
use super::world::{HandClock, client_keeping, options, password_of, user};
use crate::support::Vault;

/// A store with the pair of a login, and a custody of it.
struct Stage {
    upstream: Scripted,
    vault: Vault,
    clock: Arc<HandClock>,
    custody: Custody,
}

impl Stage {
    async fn with_a_token() -> Stage {
        let stage = Stage::empty().await;
        let client = client_keeping(options(&stage.upstream), stage.vault.sealed(), stage.clock.clone());
        user(&client).await.unwrap();
        stage
    }

    async fn empty() -> Stage {
        let (upstream, vault, clock) = (Scripted::start().await, Vault::in_memory(), HandClock::new());
        let custody = Custody::new(&options(&upstream), vault.sealed(), clock.clone()).unwrap();
        Stage { upstream, vault, clock, custody }
    }

    async fn token(&self) -> HeldToken {
        match self.custody.held().await.unwrap() {
            Held::Token(token) => token,
            other => panic!("{other:?}"),
        }
    }

    async fn is_kept(&self) -> bool {
        self.vault.has_pair(&options(&self.upstream)).await
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

fn good(rest: Value) -> Reply {
    let mut body = json!({ "access_token": "canary", "token_type": "bearer" });
    body.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    Reply::json(200, &body)
}

#[tokio::test]
async fn what_is_at_hand_is_known_without_asking() {
    let stage = Stage::empty().await;
    assert!(matches!(stage.custody.held().await.unwrap(), Held::Nothing));
    let stage = Stage::with_a_token().await;
    let asked = stage.upstream.asked().len();
    assert_eq!(stage.token().await.ends_at(), Some(stage.now() + TimeDelta::hours(1)));
    let other = Options { credentials: password_of("other@sandbox.test"), ..options(&stage.upstream) };
    let custody = Custody::new(&other, stage.vault.sealed(), stage.clock.clone()).unwrap();
    assert!(matches!(custody.held().await.unwrap(), Held::Nothing), "another's token is not at hand");
    assert_eq!(stage.upstream.asked().len(), asked);
}

#[tokio::test]
async fn a_token_is_verified_as_it_is_and_its_end_understood() {
    let stage = Stage::with_a_token().await;
    let now = stage.now();
    let ends = [
        (json!({ "scope": "*", "expires_in": "2517898" }), Some(2_517_898)),
        (json!({ "scope": "*", "expires_in": 60 }), Some(60)),
        (json!({ "scope": "*", "expires_in": (now.timestamp() + 90).to_string() }), Some(90)),
        (json!({ "scope": "*", "expires_in": [] }), None),
        (json!({ "scope": "*" }), None),
    ];
    for (answer, seconds) in ends {
        stage.upstream.answer_tokens(move |_| good(answer.clone()));
        let ends_at = seconds.map(|seconds| now + TimeDelta::seconds(seconds));
        let expected = Verdict::Accepted { scope: Some("*".to_owned()), ends_at };
        assert_eq!(stage.custody.verify(&stage.token().await).await.unwrap(), expected);
    }
    let asked = stage.upstream.asked().last().unwrap().clone();
    assert_eq!((asked.target.as_str(), asked.authorization.as_str()), ("/oauth2/token", "Bearer access-1"));
    assert_eq!(asked.body, "");
    for refusal in [Reply::invalid_token, || Reply::json(401, &json!({ "error": "invalid_token" }))] {
        stage.upstream.answer_tokens(move |_| refusal());
        assert_eq!(stage.custody.verify(&stage.token().await).await.unwrap(), Verdict::Refused);
    }
    assert!(stage.is_kept().await);
}

#[tokio::test]
async fn what_is_no_word_of_signnows_is_no_verdict() {
    let stage = Stage::with_a_token().await;
    type Other = (fn() -> Reply, ErrorKind, Option<Reason>);
    let others: [Other; 7] = [
        (|| Reply::json(200, &json!({})), ErrorKind::InvalidResponse, None),
        (|| Reply::json(200, &json!("canary")), ErrorKind::InvalidResponse, None),
        (|| Reply::status(401), ErrorKind::Unauthenticated, Some(Reason::NotSignNow)),
        (|| Reply::status(404), ErrorKind::NotFound, Some(Reason::NotSignNow)),
        (|| Reply::json(429, &json!({ "message": "canary" })), ErrorKind::RateLimited, None),
        (|| Reply::json(503, &json!({ "error": "canary" })), ErrorKind::Unavailable, None),
        (|| Reply::Drop, ErrorKind::Unavailable, None),
    ];
    for (reply, kind, reason) in others {
        stage.upstream.answer_tokens(move |_| reply());
        let error = stage.custody.verify(&stage.token().await).await.unwrap_err();
        assert_eq!((error.kind(), error.reason()), (kind, reason), "{error}");
        assert!(!everything(&error).contains("canary"), "{error:?}");
    }
}

#[tokio::test]
async fn an_ended_token_is_forgotten_whatever_success_looks_like() {
    for reply in [|| Reply::status(204), || Reply::json(200, &json!({})), || Reply::status(201)] {
        let stage = Stage::with_a_token().await;
        stage.upstream.script(move |_| reply());
        let revocation = stage.custody.revoke(&stage.token().await).await;
        assert!(matches!(revocation, Revocation::Ended(Remains::Nothing)), "{revocation:?}");
        assert!(!stage.is_kept().await);
        let asked = stage.upstream.asked().last().unwrap().clone();
        assert_eq!((asked.target.as_str(), asked.body.as_str()), ("/oauth2/terminate", "{}"));
        assert_eq!(asked.authorization, "Bearer access-1");
        assert_eq!(stage.upstream.grants(), ["password"]);
    }
}

#[tokio::test]
async fn a_token_that_signnow_does_not_know_is_forgotten_too() {
    let stage = Stage::with_a_token().await;
    stage.upstream.script(|_| Reply::invalid_token());
    let revocation = stage.custody.revoke(&stage.token().await).await;
    assert!(matches!(revocation, Revocation::WasOver(Remains::Nothing)), "{revocation:?}");
    assert!(!stage.is_kept().await);
}

#[tokio::test]
async fn a_token_that_may_live_stays_in_the_store() {
    let stage = Stage::with_a_token().await;
    let others: [(fn() -> Reply, Fate); 7] = [
        (|| Reply::Drop, Fate::Unknown),
        (|| Reply::status(500), Fate::Unknown),
        (|| Reply::status(302).header("location", "/"), Fate::Unknown),
        (|| Reply::json(200, &json!({ "error": "canary" })), Fate::Unknown),
        (|| Reply::json(200, &json!("canary")), Fate::Unknown),
        (|| Reply::status(401), Fate::NotExecuted),
        (|| Reply::json(429, &json!({ "message": "canary" })), Fate::NotExecuted),
    ];
    for (reply, fate) in others {
        let asked = stage.upstream.asked().len();
        stage.upstream.script(move |_| reply());
        let revocation = stage.custody.revoke(&stage.token().await).await;
        let Revocation::Failed(error) = revocation else { panic!("{revocation:?}") };
        assert_eq!(error.fate(), fate, "{error}");
        assert!(!everything(&error).contains("canary"), "{error:?}");
        assert_eq!(stage.upstream.asked().len(), asked + 1, "it is sent once");
        assert!(stage.is_kept().await);
    }
}

#[tokio::test]
async fn a_pair_that_a_server_saved_meanwhile_is_left_alone() {
    let stage = Stage::with_a_token().await;
    let token = stage.token().await;
    let options = options(&stage.upstream);
    let mut record = stage.vault.record(&options).await.unwrap();
    record["generation"] = json!(2);
    stage.vault.put(&options, &record).await;
    stage.upstream.script(|_| Reply::status(204));
    let revocation = stage.custody.revoke(&token).await;
    assert!(matches!(revocation, Revocation::Ended(Remains::AnotherPair)), "{revocation:?}");
    assert!(stage.is_kept().await);
}

#[tokio::test]
async fn an_api_key_is_verified_without_a_store() {
    let stage = Stage::empty().await;
    let key = Credentials::ApiKey("canary-key".to_owned().into());
    let options = Options { credentials: key, ..options(&stage.upstream) };
    let custody = Custody::new(&options, stage.vault.sealed(), stage.clock.clone()).unwrap();
    let Held::Token(token) = custody.held().await.unwrap() else { panic!("a key is always at hand") };
    stage.upstream.answer_tokens(|_| good(json!({})));
    let expected = Verdict::Accepted { scope: None, ends_at: None };
    assert_eq!((custody.verify(&token).await.unwrap(), token.ends_at()), (expected, None));
    assert_eq!(stage.upstream.asked()[0].authorization, "Bearer canary-key");
    assert!(!format!("{custody:?} {token:?}").contains("canary"));
}

#[tokio::test]
async fn how_a_chain_stands_is_told_without_asking() {
    let stage = Stage::empty().await;
    let state = stage.custody.state().await.unwrap().unwrap();
    assert_eq!((state.standing, state.generation, state.expires_at), (Standing::Nothing, 0, None));
    let stage = Stage::with_a_token().await;
    let (asked, now) = (stage.upstream.asked().len(), stage.now());
    let state = stage.custody.state().await.unwrap().unwrap();
    assert_eq!((state.standing, state.generation, state.spent), (Standing::Ready, 1, 0));
    assert_eq!(state.obtained_at, Some(now));
    assert_eq!(state.refresh_at, Some(now + TimeDelta::minutes(30)));
    assert_eq!(state.expires_at, Some(now + TimeDelta::hours(1)));
    let options = options(&stage.upstream);
    let mut record = stage.vault.record(&options).await.unwrap();
    record["state"] =
        json!({ "claimed": { "id": 1, "act": "refresh", "turn": 1, "since": now.timestamp() } });
    stage.vault.put(&options, &record).await;
    let waiting = Options { token_recovery: Recovery::Wait, ..options };
    let custody = Custody::new(&waiting, stage.vault.sealed(), stage.clock.clone()).unwrap();
    let standing = async |custody: &Custody| custody.state().await.unwrap().unwrap().standing;
    assert_eq!(standing(&custody).await, Standing::Fetching { since: now });
    stage.clock.advance(60);
    assert_eq!(standing(&custody).await, Standing::Waiting { since: now });
    assert_eq!(standing(&stage.custody).await, Standing::Fetching { since: now }, "a login takes over");
    assert!(!Standing::Waiting { since: now }.needs_nobody() && Standing::Nothing.needs_nobody());
    assert_eq!(stage.upstream.asked().len(), asked);
    stage.upstream.script(|_| Reply::status(204));
    stage.custody.revoke(&stage.token().await).await;
    let state = stage.custody.state().await.unwrap().unwrap();
    assert_eq!((state.standing, state.generation, state.spent), (Standing::Ended, 1, 1));
}
