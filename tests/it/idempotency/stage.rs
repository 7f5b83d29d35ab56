//! Either store, a clock in hand, and claims told in words that can be compared.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use signgraph::idempotency::{
    Claim, FileStore, Fingerprint, Keys, MemoryStore, Options, RecordKey, Store, StoreError, Ticket,
};
use tempfile::TempDir;

/// Runs each test once for every store.
macro_rules! over_both_stores {
    ($($test:ident),+ $(,)?) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(crate::idempotency::stage::Stage::in_memory().await).await;
            })+
        }
        mod file {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(crate::idempotency::stage::Stage::in_a_file().await).await;
            })+
        }
    };
}
pub(super) use over_both_stores;

/// An hour, and no more than three records.
pub(super) const OPTIONS: Options = Options { keep: Duration::from_secs(3600), max_records: 3 };

/// Keys over one of the stores.
pub(super) struct Stage {
    pub(super) folder: Option<TempDir>,
    pub(super) clock: HandClock,
    pub(super) store: Arc<dyn Store>,
    pub(super) keys: Keys,
}

impl Stage {
    pub(super) async fn in_memory() -> Stage {
        let clock = HandClock::default();
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(&OPTIONS));
        Stage { folder: None, keys: clock.keys(&store), clock, store }
    }

    pub(super) async fn in_a_file() -> Stage {
        let (folder, clock) = (tempfile::tempdir().unwrap(), HandClock::default());
        let store: Arc<dyn Store> = Arc::new(open(&path_in(&folder), &clock).await.unwrap());
        Stage { folder: Some(folder), keys: clock.keys(&store), clock, store }
    }

    /// Another process over what the last one left; memory outlives it here, as a store elsewhere would.
    pub(super) async fn restart(self) -> Stage {
        let Stage { folder, clock, store, keys } = self;
        drop(keys);
        let store = match &folder {
            None => store,
            Some(folder) => {
                drop(store);
                Arc::new(open(&path_in(folder), &clock).await.unwrap())
            }
        };
        Stage { folder, keys: clock.keys(&store), clock, store }
    }

    pub(super) fn path(&self) -> PathBuf {
        path_in(self.folder.as_ref().unwrap())
    }

    /// What a claim finds; a ticket is dropped.
    pub(super) async fn look(&self, key: &str, input: &str) -> Seen {
        let claim = self.claim(key, input, Value::Null).await;
        Seen::of(&claim)
    }

    /// The ticket of a claim that has to be the first.
    pub(super) async fn first(&self, key: &str, input: &str) -> Ticket {
        match self.claim(key, input, Value::Null).await.unwrap() {
            Claim::First(ticket) => ticket,
            other => panic!("{other:?}"),
        }
    }

    /// The ticket of a claim that has to follow one that was not finished.
    pub(super) async fn unfinished(&self, key: &str, input: &str) -> Ticket {
        match self.claim(key, input, Value::Null).await.unwrap() {
            Claim::Unfinished(ticket, _) => ticket,
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn claim(&self, key: &str, input: &str, note: Value) -> Result<Claim, StoreError> {
        self.keys.claim(&of_ada(key), &Fingerprint::of(input.as_bytes()), note).await
    }
}

pub(super) async fn open(path: &Path, clock: &HandClock) -> Result<FileStore, StoreError> {
    FileStore::open(path, &OPTIONS, clock.now()).await
}

fn path_in(folder: &TempDir) -> PathBuf {
    folder.path().join("idempotency.jsonl")
}

pub(super) fn of_ada(key: &str) -> RecordKey {
    RecordKey::new("ada@example.test", key)
}

/// What a claim found, in words that can be compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Seen {
    First,
    /// With the note that was left.
    Unfinished(Value),
    Finished(Value),
    OtherInput,
    Full,
}

/// Begun by somebody who noted nothing.
pub(super) const UNFINISHED: Seen = Seen::Unfinished(Value::Null);

impl Seen {
    pub(super) fn of(claim: &Result<Claim, StoreError>) -> Seen {
        match claim {
            Ok(Claim::First(_)) => Seen::First,
            Ok(Claim::Unfinished(_, note)) => Seen::Unfinished(note.clone()),
            Ok(Claim::Finished(result)) => Seen::Finished(result.clone()),
            Ok(Claim::OtherInput) => Seen::OtherInput,
            Err(StoreError::Full { max_records: 3 }) => Seen::Full,
            Err(error) => panic!("{error}"),
        }
    }
}

/// A clock that stands still until it is moved.
#[derive(Clone)]
pub(super) struct HandClock(Arc<Mutex<DateTime<Utc>>>);

impl Default for HandClock {
    fn default() -> HandClock {
        HandClock(Arc::new(Mutex::new(DateTime::from_timestamp(1_800_000_000, 123_456_789).unwrap())))
    }
}

impl HandClock {
    pub(super) fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    pub(super) fn turn(&self, seconds: i64) {
        *self.0.lock().unwrap() += chrono::TimeDelta::seconds(seconds);
    }

    pub(super) fn keys(&self, store: &Arc<dyn Store>) -> Keys {
        let clock = self.clone();
        Keys::new(Arc::clone(store), Arc::new(move || clock.now()))
    }
}
