//! Stored before used, and used again after a restart.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::{Value, json};
use signgraph::signnow::vault::{CredentialName, MemoryStore, Sealed, StoreError, TokenStore};
use signgraph::signnow::{ErrorKind, Options, Reason, Recovery};

use super::scripted::{Reply, Scripted};
use super::world::{HandClock, client_keeping, options, password_of, skip, user};
use crate::support::Vault;

/// A store that can be broken, and calls a witness before it keeps a record.
struct Watched {
    inner: MemoryStore,
    broken: AtomicBool,
    /// It does what it is told, and says that it failed.
    lies: AtomicBool,
    witness: Mutex<Witness>,
}

type Witness = Box<dyn FnMut(&Value) + Send>;

impl Watched {
    fn new(witness: impl FnMut(&Value) + Send + 'static) -> Arc<Watched> {
        let (inner, witness) = (MemoryStore::new(), Mutex::new(Box::new(witness) as Witness));
        Arc::new(Watched { inner, broken: AtomicBool::new(false), lies: AtomicBool::new(false), witness })
    }

    fn check(&self) -> Result<(), StoreError> {
        if self.broken.load(Ordering::SeqCst) { Err(StoreError::Other("full".to_owned())) } else { Ok(()) }
    }
}

impl TokenStore for Watched {
    fn read<'a>(&'a self, name: &'a CredentialName) -> BoxFuture<'a, Result<Option<Sealed>, StoreError>> {
        Box::pin(async {
            self.check()?;
            self.inner.read(name).await
        })
    }

    fn swap<'a>(
        &'a self,
        name: &'a CredentialName,
        expected: Option<&'a Sealed>,
        next: Option<&'a Sealed>,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            self.check()?;
            let (_, content) = Vault::in_memory().seal().open(name, next.unwrap()).unwrap();
            (self.witness.lock().unwrap())(&serde_json::from_slice(&content).unwrap());
            let swapped = self.inner.swap(name, expected, next).await;
            if self.lies.load(Ordering::SeqCst) { Err(StoreError::Interrupted) } else { swapped }
        })
    }
}

#[tokio::test]
async fn a_claim_and_a_pair_are_stored_before_they_are_used() {
    let upstream = Arc::new(Scripted::start().await);
    let seen = Arc::clone(&upstream);
    let counts = Arc::new(Mutex::new(Vec::new()));
    let counted = Arc::clone(&counts);
    let store = Watched::new(move |record| {
        let generation = record["generation"].as_u64().unwrap();
        let token = format!("Bearer access-{generation}");
        let used = seen.data_asked().iter().filter(|asked| asked.authorization == token).count();
        let is_claim = record["state"] != "ready";
        counted.lock().unwrap().push((generation, is_claim, seen.grants().len(), used));
    });
    let clock = HandClock::new();
    let client = client_keeping(options(&upstream), Vault::over(store).sealed(), clock.clone());
    for _ in 0..3 {
        user(&client).await.unwrap();
        clock.advance(3600);
    }
    // A claim of a generation, with as many requests for tokens before it; then the pair, with one more and no use yet.
    let expected = [
        (0, true, 0, 0),
        (1, false, 1, 0),
        (1, true, 1, 1),
        (2, false, 2, 0),
        (2, true, 2, 1),
        (3, false, 3, 0),
    ];
    assert_eq!(*counts.lock().unwrap(), expected);
    assert_eq!(upstream.data_asked().len(), 3);
}

#[tokio::test]
async fn a_pair_that_cannot_be_stored_is_not_used_and_not_lost() {
    let upstream = Scripted::start().await;
    let store = Watched::new(|_| {});
    let clock = HandClock::new();
    let client = client_keeping(options(&upstream), Vault::over(store.clone()).sealed(), clock.clone());
    user(&client).await.unwrap();
    clock.advance(3600);
    upstream.close_token_gate();
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { user(&client).await }
    });
    upstream.until_asked(3).await;
    store.broken.store(true, Ordering::SeqCst);
    upstream.let_tokens_through(1);
    assert_eq!(waiting.await.unwrap().unwrap_err().kind(), ErrorKind::Internal);
    tokio::time::pause();
    for _ in 0..10 {
        assert_eq!(user(&client).await.unwrap_err().kind(), ErrorKind::Internal);
    }
    tokio::time::resume();
    assert_eq!((upstream.grants().len(), upstream.data_asked().len()), (2, 1));
    store.broken.store(false, Ordering::SeqCst);
    skip(Duration::from_secs(1)).await;
    user(&client).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "refresh_token"], "the pair at hand was stored and used");
    assert_eq!(upstream.data_asked()[1].authorization, "Bearer access-2");
}

#[tokio::test]
async fn without_a_store_no_token_is_asked_for() {
    let upstream = Scripted::start().await;
    let store = Watched::new(|_| {});
    store.broken.store(true, Ordering::SeqCst);
    let clock = HandClock::new();
    let client = client_keeping(options(&upstream), Vault::over(store.clone()).sealed(), clock.clone());
    let error = user(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::Internal, Some(Reason::TokenStore)));
    assert_eq!(upstream.asked().len(), 0);
    store.broken.store(false, Ordering::SeqCst);
    skip(Duration::from_secs(1)).await;
    user(&client).await.unwrap();
    store.broken.store(true, Ordering::SeqCst);
    clock.advance(1900);
    user(&client).await.expect("the token at hand is good until its end");
    clock.advance(1700);
    assert_eq!(user(&client).await.unwrap_err().reason(), Some(Reason::TokenStore));
    assert_eq!(upstream.grants(), ["password"]);
}

#[tokio::test]
async fn a_claim_that_may_have_been_stored_is_gone_on_with_where_nothing_was_sent() {
    let upstream = Scripted::start().await;
    let store = Watched::new(|_| {});
    let clock = HandClock::new();
    let options = Options { token_recovery: Recovery::Wait, ..options(&upstream) };
    let client = client_keeping(options, Vault::over(store.clone()).sealed(), clock.clone());
    user(&client).await.unwrap();
    clock.advance(3600);
    store.lies.store(true, Ordering::SeqCst);
    assert_eq!(user(&client).await.unwrap_err().reason(), Some(Reason::TokenStore));
    assert_eq!(upstream.grants(), ["password"], "nothing is sent under a claim that may not be there");
    store.lies.store(false, Ordering::SeqCst);
    skip(Duration::from_secs(1)).await;
    user(&client).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
}

#[tokio::test]
async fn what_came_of_a_claim_is_stored_later_where_it_could_not_be_at_once() {
    let upstream = Scripted::start().await;
    let store = Watched::new(|_| {});
    let clock = HandClock::new();
    let options = Options { token_recovery: Recovery::Wait, ..options(&upstream) };
    let client = client_keeping(options, Vault::over(store.clone()).sealed(), clock.clone());
    user(&client).await.unwrap();
    clock.advance(3600);
    let breaking = store.clone();
    upstream.answer_tokens(move |_| {
        breaking.broken.store(true, Ordering::SeqCst);
        Reply::json(429, &json!({}))
    });
    assert_eq!(user(&client).await.unwrap_err().kind(), ErrorKind::RateLimited);
    store.broken.store(false, Ordering::SeqCst);
    upstream.open_desk();
    skip(Duration::from_secs(1)).await;
    user(&client).await.expect("the token was not looked at, so it is presented");
    assert_eq!(upstream.grants(), ["password", "refresh_token", "refresh_token"]);
}

#[tokio::test]
async fn a_restart_goes_on_with_the_stored_chain() {
    let upstream = Scripted::start().await;
    let folder = tempfile::tempdir().unwrap();
    let clock = HandClock::new();
    let vault = || Vault::in_file(folder.path().join("tokens.json"));
    let start = || client_keeping(options(&upstream), vault().sealed(), clock.clone());
    user(&start()).await.unwrap();
    user(&start()).await.unwrap();
    assert_eq!(upstream.grants(), ["password"]);
    clock.advance(3600);
    user(&start()).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
    assert_eq!(upstream.data_asked()[2].authorization, "Bearer access-2", "no token past its end was sent");
    assert_eq!(vault().generation(&options(&upstream)).await, 2);
}

#[tokio::test]
async fn a_client_that_is_closed_loses_no_refresh_that_is_under_way() {
    let upstream = Scripted::start().await;
    let (vault, clock) = (Vault::in_memory(), HandClock::new());
    let client = client_keeping(options(&upstream), vault.sealed(), clock.clone());
    user(&client).await.unwrap();
    clock.advance(1900);
    upstream.close_token_gate();
    user(&client).await.unwrap();
    upstream.until_asked(4).await;
    let closing = tokio::spawn({
        let client = client.clone();
        async move { client.close().await }
    });
    tokio::task::yield_now().await;
    assert!(!closing.is_finished());
    upstream.let_tokens_through(1);
    closing.await.unwrap();
    assert_eq!(vault.generation(&options(&upstream)).await, 2);
    client.close().await;
    user(&client).await.expect("what is at hand can be used");
    clock.advance(3600);
    assert!(user(&client).await.is_err());
    assert_eq!(upstream.grants().len(), 2);
}

#[tokio::test]
async fn stored_tokens_of_another_user_or_host_are_not_used() {
    let upstream = Scripted::start().await;
    let other_host = Scripted::start().await;
    let folder = tempfile::tempdir().unwrap();
    let store = || Vault::in_file(folder.path().join("tokens.json")).sealed();
    user(&client_keeping(options(&upstream), store(), HandClock::new())).await.unwrap();
    let options_of_other = Options { credentials: password_of("other@sandbox.test"), ..options(&upstream) };
    user(&client_keeping(options_of_other, store(), HandClock::new())).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "password"]);
    user(&client_keeping(options(&other_host), store(), HandClock::new())).await.unwrap();
    assert_eq!(other_host.grants(), ["password"]);
    user(&client_keeping(options(&upstream), store(), HandClock::new())).await.unwrap();
    assert_eq!(upstream.grants().len(), 2, "the first one's are where they were");
}

#[cfg(unix)]
#[tokio::test]
async fn a_token_file_that_others_may_read_stops_everything() {
    use std::os::unix::fs::PermissionsExt;
    let upstream = Scripted::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens.json");
    let start = || client_keeping(options(&upstream), Vault::in_file(&path).sealed(), HandClock::new());
    user(&start()).await.unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = start().ready().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("chmod 600"), "{source}");
    assert_eq!(upstream.grants().len(), 1);
}
