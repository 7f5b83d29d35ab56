//! Integrations that end with the process.

use std::sync::{Mutex, PoisonError};

use futures::future::{BoxFuture, ready};

use super::store::{IntegrationStore, Registered, StoreError};

/// Keeps them in memory: for tests, and for whoever tries it out.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Registered>);

impl IntegrationStore for MemoryStore {
    fn read(&self) -> BoxFuture<'_, Result<Registered, StoreError>> {
        let registered = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(ready(Ok(registered)))
    }

    fn swap<'a>(&'a self, next: &'a Registered) -> BoxFuture<'a, Result<bool, StoreError>> {
        let mut registered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_next = registered.revision + 1 == next.revision;
        if is_next {
            *registered = next.clone();
        }
        Box::pin(ready(Ok(is_next)))
    }
}
