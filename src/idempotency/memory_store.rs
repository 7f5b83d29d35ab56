//! A store that forgets with the process.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use futures::future::{BoxFuture, FutureExt};
use serde_json::Value;

use super::fingerprint::Fingerprint;
use super::options::Options;
use super::record_key::RecordKey;
use super::records::{Change, Records};
use super::store::{Begun, Store, StoreError};

/// Keeps records in memory: for the sandbox, for tests, and where a restart may forget them.
pub struct MemoryStore(Mutex<Records>);

impl MemoryStore {
    /// An empty store.
    pub fn new(options: &Options) -> Self {
        Self(Mutex::new(Records::new(options)))
    }

    /// Nothing panics while it holds the lock, so what is behind it is whole.
    fn records(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn begin<'a>(
        &'a self,
        key: &'a RecordKey,
        fingerprint: &'a Fingerprint,
        note: Value,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Begun, StoreError>> {
        async move { self.records().begin(key, fingerprint, &note, now, nothing_to_secure) }.boxed()
    }

    fn note<'a>(&'a self, key: &'a RecordKey, note: Value) -> BoxFuture<'a, Result<(), StoreError>> {
        async move { self.records().note(key, &note, nothing_to_secure) }.boxed()
    }

    fn finish<'a>(&'a self, key: &'a RecordKey, result: Value) -> BoxFuture<'a, Result<(), StoreError>> {
        async move { self.records().finish(key, &result, nothing_to_secure) }.boxed()
    }

    fn withdraw<'a>(&'a self, key: &'a RecordKey) -> BoxFuture<'a, Result<(), StoreError>> {
        async move { self.records().withdraw(key, nothing_to_secure) }.boxed()
    }
}

fn nothing_to_secure(_: &Records, _: &Change) -> Result<(), StoreError> {
    Ok(())
}
