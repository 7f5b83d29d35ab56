//! Stored before used, and used again after a restart.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use signgraph::signnow::{
    BoxFuture, Credentials, ErrorKind, FileStore, MemoryStore, Options, Reason, StoreError, StoredTokens,
    TokenStore,
};

use super::scripted::Scripted;
use super::world::{HandClock, client_keeping, options, skip, user};

/// A store that can be broken, and calls a witness before it saves.
struct Watched {
    inner: MemoryStore,
    broken: AtomicBool,
    witness: Mutex<Witness>,
}

type Witness = Box<dyn FnMut(&StoredTokens) + Send>;

impl Watched {
    fn new(witness: impl FnMut(&StoredTokens) + Send + 'static) -> Arc<Watched> {
        let witness = Mutex::new(Box::new(witness) as Witness);
        Arc::new(Watched { inner: MemoryStore::new(), broken: AtomicBool::new(false), witness })
    }

    fn check(&self) -> Result<(), StoreError> {
        if self.broken.load(Ordering::SeqCst) { Err(StoreError::Other("full".to_owned())) } else { Ok(()) }
    }
}

impl TokenStore for Watched {
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredTokens>, StoreError>> {
        Box::pin(async { self.check().map(|()| None) })
    }

    fn save<'a>(&'a self, tokens: &'a StoredTokens) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.check()?;
            (self.witness.lock().unwrap())(tokens);
            self.inner.save(tokens).await
        })
    }

    fn forget<'a>(&'a self, tokens: &'a StoredTokens) -> BoxFuture<'a, Result<bool, StoreError>> {
        self.inner.forget(tokens)
    }
}

#[tokio::test]
async fn a_pair_is_stored_before_it_is_used() {
    let upstream = Arc::new(Scripted::start().await);
    let seen = Arc::clone(&upstream);
    let (saves, counter) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
    let (saved, counted) = (Arc::clone(&saves), Arc::clone(&counter));
    let store = Watched::new(move |tokens| {
        saved.lock().unwrap().push(tokens.generation);
        let token = format!("Bearer access-{}", tokens.generation);
        let used = seen.data_asked().iter().filter(|asked| asked.authorization == token).count();
        counted.lock().unwrap().push(used);
    });
    let clock = HandClock::new();
    let client = client_keeping(options(&upstream), store, clock.clone());
    for _ in 0..3 {
        user(&client).await.unwrap();
        clock.advance(3600);
    }
    assert_eq!(*saves.lock().unwrap(), [1, 2, 3]);
    assert_eq!(*counter.lock().unwrap(), [0, 0, 0], "no token was used before it was stored");
    assert_eq!(upstream.data_asked().len(), 3);
}

#[tokio::test]
async fn a_pair_that_cannot_be_stored_is_not_used_and_not_lost() {
    let upstream = Scripted::start().await;
    let store = Watched::new(|_| {});
    let clock = HandClock::new();
    let client = client_keeping(options(&upstream), store.clone(), clock.clone());
    user(&client).await.unwrap();
    store.broken.store(true, Ordering::SeqCst);
    clock.advance(3600);
    assert_eq!(user(&client).await.unwrap_err().kind(), ErrorKind::Internal);
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
    let client = client_keeping(options(&upstream), store, HandClock::new());
    let error = user(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::Internal, Some(Reason::TokenStore)));
    assert_eq!(upstream.asked().len(), 0);
}

#[tokio::test]
async fn a_restart_goes_on_with_the_stored_chain() {
    let upstream = Scripted::start().await;
    let folder = tempfile::tempdir().unwrap();
    let clock = HandClock::new();
    let start = || {
        let store = Arc::new(FileStore::new(folder.path().join("tokens.json")));
        client_keeping(options(&upstream), store, clock.clone())
    };
    user(&start()).await.unwrap();
    user(&start()).await.unwrap();
    assert_eq!(upstream.grants(), ["password"]);
    clock.advance(3600);
    user(&start()).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "refresh_token"]);
    let stored = FileStore::new(folder.path().join("tokens.json")).load().await.unwrap().unwrap();
    assert_eq!((stored.generation, stored.principal.as_str()), (2, "sandbox-client/viewer@sandbox.test"));
}

#[tokio::test]
async fn stored_tokens_of_another_user_or_host_are_not_used() {
    let upstream = Scripted::start().await;
    let other_host = Scripted::start().await;
    let folder = tempfile::tempdir().unwrap();
    let store = || Arc::new(FileStore::new(folder.path().join("tokens.json")));
    user(&client_keeping(options(&upstream), store(), HandClock::new())).await.unwrap();
    let other_user = Credentials::Password {
        client_id: "sandbox-client".to_owned(),
        client_secret: "sandbox-secret".to_owned().into(),
        username: "other@sandbox.test".to_owned(),
        password: "sandbox-password".to_owned().into(),
    };
    let options_of_other = Options { credentials: other_user, ..options(&upstream) };
    user(&client_keeping(options_of_other, store(), HandClock::new())).await.unwrap();
    assert_eq!(upstream.grants(), ["password", "password"]);
    user(&client_keeping(options(&other_host), store(), HandClock::new())).await.unwrap();
    assert_eq!(other_host.grants(), ["password"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_token_file_that_others_may_read_stops_everything() {
    use std::os::unix::fs::PermissionsExt;
    let upstream = Scripted::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens.json");
    let start = || client_keeping(options(&upstream), Arc::new(FileStore::new(&path)), HandClock::new());
    user(&start()).await.unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = start().ready().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("chmod 600"), "{source}");
    assert_eq!(upstream.grants().len(), 1);
}
