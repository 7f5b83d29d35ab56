//! A store that forgets with the process.

use std::sync::{Mutex, PoisonError};

use super::store::{BoxFuture, StoreError, StoredTokens, TokenStore};

/// Keeps tokens in memory: for the sandbox, for tests, and where a login at every start is fine.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Option<StoredTokens>>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredTokens>, StoreError>> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move { Ok(tokens) })
    }

    fn save<'a>(&'a self, tokens: &'a StoredTokens) -> BoxFuture<'a, Result<(), StoreError>> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens.clone());
        Box::pin(async { Ok(()) })
    }

    fn forget<'a>(&'a self, tokens: &'a StoredTokens) -> BoxFuture<'a, Result<bool, StoreError>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_another = kept.as_ref().is_some_and(|kept| !kept.is(tokens));
        if !is_another {
            *kept = None;
        }
        Box::pin(async move { Ok(!is_another) })
    }
}
