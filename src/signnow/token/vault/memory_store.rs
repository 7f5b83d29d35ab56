//! A store that forgets with the process.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use futures::future::BoxFuture;

use super::name::CredentialName;
use super::sealed::Sealed;
use super::store::{StoreError, TokenStore};

/// Keeps records in memory: for the sandbox, for tests, and where a login at every start is fine. What is durable here
/// survives nothing but the caller.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<BTreeMap<CredentialName, Sealed>>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }
}

impl TokenStore for MemoryStore {
    fn read<'a>(&'a self, name: &'a CredentialName) -> BoxFuture<'a, Result<Option<Sealed>, StoreError>> {
        Box::pin(async move {
            let records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(records.get(name).cloned())
        })
    }

    fn swap<'a>(
        &'a self,
        name: &'a CredentialName,
        expected: Option<&'a Sealed>,
        next: Option<&'a Sealed>,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let mut records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if records.get(name) != expected {
                return Ok(false);
            }
            match next {
                Some(next) => records.insert(name.clone(), next.clone()),
                None => records.remove(name),
            };
            Ok(true)
        })
    }
}
