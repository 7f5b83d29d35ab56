//! An application without a password: an operator begins its chain of tokens, and nobody else.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use signgraph::signnow::{Client, Credentials, Custody, ErrorKind, Options, Reason, Recovery, Standing};

use super::scripted::{Reply, Scripted};
use super::world::{HandClock, client_keeping, options, skip, user};
use crate::support::Vault;

struct Stage {
    upstream: Scripted,
    options: Options,
    vault: Vault,
    clock: Arc<HandClock>,
    client: Client,
}

impl Stage {
    async fn start() -> Stage {
        let upstream = Scripted::start().await;
        let credentials = Credentials::AuthorizationCode {
            client_id: "sandbox-client".to_owned(),
            client_secret: "sandbox-secret".to_owned().into(),
            username: Some("viewer@sandbox.test".to_owned()),
        };
        let token_recovery = credentials.default_recovery();
        let options = Options { credentials, token_recovery, ..options(&upstream) };
        let (vault, clock) = (Vault::in_memory(), HandClock::new());
        let client = client_keeping(options.clone(), vault.sealed(), clock.clone());
        Stage { upstream, options, vault, clock, client }
    }

    /// Somebody who has the password begins the chain anew. It is the same chain, because the user is.
    async fn log_in(&self) {
        let record = self.vault.record(&self.options).await;
        if let Some(mut record) = record {
            record["pair"] = json!(null);
            self.vault.put(&self.options, &record).await;
        }
        let client = client_keeping(options(&self.upstream), self.vault.sealed(), self.clock.clone());
        user(&client).await.unwrap();
        // The store was looked at just now, and is not looked at again at once.
        skip(Duration::from_secs(1)).await;
    }

    async fn standing(&self) -> Standing {
        let custody = Custody::new(&self.options, self.vault.sealed(), self.clock.clone()).unwrap();
        custody.state().await.unwrap().unwrap().standing
    }

    async fn is_told_to_log_in(&self) {
        let error = user(&self.client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReauthenticationRequired);
        assert_eq!(error.reason(), Some(Reason::LoginNeeded));
        assert!(error.reason().unwrap().message().contains("signgraph login"));
        assert!(!error.is_retryable());
        assert_eq!(self.standing().await, Standing::LoginNeeded);
    }
}

#[tokio::test]
async fn without_a_pair_callers_are_told_at_once_to_log_in() {
    let stage = Stage::start().await;
    for _ in 0..3 {
        stage.is_told_to_log_in().await;
    }
    assert_eq!(stage.client.ready().await.unwrap_err().reason(), Some(Reason::LoginNeeded));
    assert_eq!(stage.upstream.asked().len(), 0, "there is nothing to ask signNow for");
    assert_eq!(stage.vault.generation(&stage.options).await, 0);
    stage.log_in().await;
    user(&stage.client).await.expect("a pair that somebody puts there is taken up");
    assert_eq!(stage.standing().await, Standing::Ready);
    assert_eq!(stage.upstream.grants(), ["password"]);
}

#[tokio::test]
async fn a_chain_goes_on_by_refreshes_and_a_refused_one_asks_for_an_operator() {
    let stage = Stage::start().await;
    stage.log_in().await;
    stage.clock.advance(3600);
    user(&stage.client).await.unwrap();
    assert_eq!(stage.upstream.grants(), ["password", "refresh_token"]);
    stage.upstream.end_chain();
    stage.clock.advance(1900);
    user(&stage.client).await.expect("the token at hand is good until its end");
    stage.clock.advance(1700);
    for _ in 0..3 {
        stage.is_told_to_log_in().await;
    }
    assert_eq!(stage.upstream.grants(), ["password", "refresh_token", "refresh_token"]);
    assert!(stage.vault.has_pair(&stage.options).await, "nothing is deleted");
    stage.log_in().await;
    user(&stage.client).await.expect("a later pair is taken up without a restart");
}

#[tokio::test]
async fn a_lost_answer_is_probed_for_unless_something_else_is_declared() {
    for recovery in [None, Some(Recovery::Wait), Some(Recovery::Login)] {
        let mut stage = Stage::start().await;
        assert_eq!(stage.options.token_recovery, Recovery::Probe);
        stage.options.token_recovery = recovery.unwrap_or(Recovery::Probe);
        stage.options.connect_timeout = Duration::from_millis(50);
        stage.options.request_timeout = Duration::from_millis(450);
        stage.client = client_keeping(stage.options.clone(), stage.vault.sealed(), stage.clock.clone());
        stage.log_in().await;
        let mut replies = vec![
            Reply::Drop,
            Reply::json(200, &json!({"access_token": "a", "refresh_token": "r", "expires_in": 3600})),
        ]
        .into_iter();
        stage.upstream.answer_tokens(move |_| replies.next().unwrap());
        stage.clock.advance(3600);
        let decided = loop {
            match user(&stage.client).await {
                Err(error) if error.kind() == ErrorKind::Unavailable => tokio::task::yield_now().await,
                outcome => break outcome.map(drop).map_err(|error| error.reason()),
            }
        };
        let expected = match recovery {
            None => Ok(()),
            Some(Recovery::Wait) => Err(Some(Reason::LostRefresh)),
            Some(_) => Err(Some(Reason::LoginNeeded)),
        };
        assert_eq!(decided, expected);
        let presented = if recovery.is_none() { 2 } else { 1 };
        assert_eq!(stage.upstream.grants().len(), 1 + presented, "{recovery:?}");
    }
}
