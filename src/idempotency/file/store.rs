//! The store: changes of records in the order they come, off the asynchronous threads.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::future::{BoxFuture, FutureExt};
use serde_json::Value;
use tokio::sync::Mutex;

use super::journal::Journal;
use crate::idempotency::fingerprint::Fingerprint;
use crate::idempotency::options::Options;
use crate::idempotency::record_key::RecordKey;
use crate::idempotency::records::Records;
use crate::idempotency::store::{Begun, Store, StoreError};

/// Keeps records in memory and every change of them in a file that only its owner may read.
///
/// One process has the file at a time, by a lock on a second one beside it, which has `.lock` after its name and stays.
/// Both are made where they are missing; their folder has to exist.
pub struct FileStore(Arc<Mutex<State>>);

struct State {
    records: Records,
    journal: Journal,
}

impl FileStore {
    /// Takes the file, reads what it holds, and writes it anew without what has expired. Where the last line breaks off,
    /// a process ended while it wrote: that line was never acknowledged, and is left out.
    ///
    /// # Errors
    /// [`StoreError::Held`] by another process, [`StoreError::Permissions`] for other users, [`StoreError::Content`]
    /// that is not ours, or [`StoreError::File`] for what the system refuses.
    pub async fn open(
        path: impl Into<PathBuf>,
        options: &Options,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let (path, mut records) = (path.into(), Records::new(options));
        let state = off_the_reactor(move || {
            let journal = Journal::open(path, &mut records, now)?;
            Ok(State { records, journal })
        });
        Ok(Self(Arc::new(Mutex::new(state.await?))))
    }

    /// Changes wait for one another here rather than on the threads that others need for their blocking work.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut State) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut state = Arc::clone(&self.0).lock_owned().await;
        off_the_reactor(move || work(&mut state)).await
    }
}

impl Store for FileStore {
    fn begin<'a>(
        &'a self,
        key: &'a RecordKey,
        fingerprint: &'a Fingerprint,
        note: Value,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Begun, StoreError>> {
        let (key, fingerprint) = (key.clone(), *fingerprint);
        self.work(move |State { records, journal }| {
            records.begin(&key, &fingerprint, &note, now, |records, change| {
                // Here and nowhere else: nothing has been done yet that a failure would leave without its result.
                journal.tidy_if_overgrown(records)?;
                journal.append(records, change)
            })
        })
        .boxed()
    }

    fn note<'a>(&'a self, key: &'a RecordKey, note: Value) -> BoxFuture<'a, Result<(), StoreError>> {
        let key = key.clone();
        self.work(move |State { records, journal }| {
            records.note(&key, &note, |records, change| journal.append(records, change))
        })
        .boxed()
    }

    fn finish<'a>(&'a self, key: &'a RecordKey, result: Value) -> BoxFuture<'a, Result<(), StoreError>> {
        let key = key.clone();
        self.work(move |State { records, journal }| {
            records.finish(&key, &result, |records, change| journal.append(records, change))
        })
        .boxed()
    }

    fn withdraw<'a>(&'a self, key: &'a RecordKey) -> BoxFuture<'a, Result<(), StoreError>> {
        let key = key.clone();
        self.work(move |State { records, journal }| {
            records.withdraw(&key, |records, change| journal.append(records, change))
        })
        .boxed()
    }
}

async fn off_the_reactor<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let ended = tokio::task::spawn_blocking(work).await;
    ended.unwrap_or_else(|_| Err(StoreError::Other("the file could not be worked on".to_owned())))
}
