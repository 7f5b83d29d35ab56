//! Who hands out tokens, and a store, both of which take some steps over everything.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};
use tokio::task::yield_now;

use super::super::authorization_server::AuthorizationServer;
use super::super::endpoint::{Failure, Grant};
use super::super::vault::{CredentialName, MemoryStore, Sealed, StoreError, TokenStore};

/// What was asked for. Clones count together.
#[derive(Clone, Default)]
pub(super) struct Provider(Arc<Counts>);

#[derive(Default)]
struct Counts {
    begun: AtomicUsize,
    ended: AtomicUsize,
    logins: AtomicUsize,
    presented: Mutex<BTreeMap<String, usize>>,
}

impl Provider {
    /// Whether nobody is left who could ask.
    pub(super) fn is_let_go(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }

    /// Requests that were sent, and those of them whose answer was waited for.
    pub(super) fn requests(&self) -> (usize, usize) {
        (self.0.begun.load(Ordering::SeqCst), self.0.ended.load(Ordering::SeqCst))
    }

    pub(super) fn logins(&self) -> usize {
        self.0.logins.load(Ordering::SeqCst)
    }

    /// How often each refresh token was presented.
    pub(super) fn presented(&self) -> Vec<usize> {
        self.0.presented.lock().unwrap_or_else(PoisonError::into_inner).values().copied().collect()
    }

    /// The pair with the number of the request.
    async fn answer(&self) -> Result<Grant, Failure> {
        let number = self.0.begun.fetch_add(1, Ordering::SeqCst) + 1;
        steps(2).await;
        self.0.ended.fetch_add(1, Ordering::SeqCst);
        Ok(Grant {
            access_token: format!("access-{number}").into(),
            refresh_token: Some(format!("refresh-{number}").into()),
            expires_in: Some(3600),
        })
    }
}

impl AuthorizationServer for Provider {
    fn refresh<'a>(
        &'a self,
        token: &'a SecretString,
        _: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Grant, Failure>> {
        let mut presented = self.0.presented.lock().unwrap_or_else(PoisonError::into_inner);
        *presented.entry(token.expose_secret().to_owned()).or_default() += 1;
        Box::pin(self.answer())
    }

    fn login<'a>(&'a self, _: &'a SecretString, _: DateTime<Utc>) -> BoxFuture<'a, Result<Grant, Failure>> {
        self.0.logins.fetch_add(1, Ordering::SeqCst);
        Box::pin(self.answer())
    }
}

/// A store that is not done at once.
#[derive(Clone, Default)]
pub(super) struct SlowStore(Arc<MemoryStore>);

impl TokenStore for SlowStore {
    fn read<'a>(&'a self, name: &'a CredentialName) -> BoxFuture<'a, Result<Option<Sealed>, StoreError>> {
        Box::pin(async move {
            steps(1).await;
            let read = self.0.read(name).await;
            steps(1).await;
            read
        })
    }

    fn swap<'a>(
        &'a self,
        name: &'a CredentialName,
        expected: Option<&'a Sealed>,
        next: Option<&'a Sealed>,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            steps(1).await;
            let swapped = self.0.swap(name, expected, next).await;
            steps(1).await;
            swapped
        })
    }
}

/// Lets everybody else go first so many times.
pub(super) async fn steps(number: usize) {
    for _ in 0..number {
        yield_now().await;
    }
}
