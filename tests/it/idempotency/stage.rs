//! Each of the stores, a clock in hand, and claims told in words that can be compared.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use signgraph::idempotency::{
    Claim, FileStore, Fingerprint, Keys, MemoryStore, Options, RecordKey, RedisStore, Store, StoreError,
    Ticket,
};
use tempfile::TempDir;

use crate::support::RedisServer;

/// Runs each test once for every store.
macro_rules! over_all_stores {
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
        mod in_redis {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(crate::idempotency::stage::Stage::in_redis().await).await;
            })+
        }
    };
}
pub(super) use over_all_stores;

/// An hour, and no more than three records.
pub(super) const OPTIONS: Options =
    Options { keep: Duration::from_secs(3600), max_records: 3, lease: Duration::from_secs(60) };

/// A second of the clock in hand is so many of Redis, whose own clock goes on: what a test itself takes is to count for nothing.
const SECONDS: u32 = 100;

/// Keys over one of the stores.
pub(super) struct Stage {
    pub(super) folder: Option<TempDir>,
    pub(super) redis: Option<Arc<RedisServer>>,
    pub(super) clock: HandClock,
    pub(super) store: Arc<dyn Store>,
    pub(super) keys: Keys,
}

impl Stage {
    pub(super) async fn in_memory() -> Stage {
        let clock = HandClock::default();
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(&OPTIONS));
        Stage { folder: None, redis: None, keys: clock.keys(&store), clock, store }
    }

    pub(super) async fn in_a_file() -> Stage {
        let (folder, clock) = (tempfile::tempdir().unwrap(), HandClock::default());
        let store: Arc<dyn Store> = Arc::new(open(&path_in(&folder), &clock).await.unwrap());
        Stage { folder: Some(folder), redis: None, keys: clock.keys(&store), clock, store }
    }

    pub(super) async fn in_redis() -> Stage {
        let server = RedisServer::start();
        server.sync_nothing();
        Stage::over(Arc::new(server)).await
    }

    pub(super) async fn over(server: Arc<RedisServer>) -> Stage {
        let clock = HandClock { redis: Some(server.url()), ..HandClock::default() };
        let store = open_shared(&server).await;
        Stage { folder: None, redis: Some(server), keys: clock.keys(&store), clock, store }
    }

    /// Another process over what the last one left; memory outlives it here, as a store elsewhere would.
    pub(super) async fn restart(self) -> Stage {
        let Stage { folder, redis, clock, store, keys } = self;
        drop(keys);
        let store = match (&folder, &redis) {
            (Some(folder), _) => {
                drop(store);
                Arc::new(open(&path_in(folder), &clock).await.unwrap())
            }
            (None, Some(server)) => open_shared(server).await,
            (None, None) => store,
        };
        Stage { folder, redis, keys: clock.keys(&store), clock, store }
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

async fn open_shared(server: &RedisServer) -> Arc<dyn Store> {
    let options = Options { keep: OPTIONS.keep * SECONDS, ..OPTIONS };
    Arc::new(RedisStore::open(&server.url().into(), &options).await.unwrap())
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
pub(super) struct HandClock {
    now: Arc<Mutex<DateTime<Utc>>>,
    /// Where things get older when it is moved on.
    redis: Option<String>,
}

impl Default for HandClock {
    fn default() -> HandClock {
        let now = DateTime::from_timestamp(1_800_000_000, 123_456_789).unwrap();
        HandClock { now: Arc::new(Mutex::new(now)), redis: None }
    }
}

/// Brings the end of everything nearer, by so many milliseconds.
const AGE: &str = "\
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key) - ARGV[1]
  if redis.call('TYPE', key).ok == 'zset' then
    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZINCRBY', key, -ARGV[1], member) end
  end
  if left > 0 then redis.call('PEXPIRE', key, left) else redis.call('DEL', key) end
end";

impl HandClock {
    pub(super) fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    pub(super) fn turn(&self, seconds: i64) {
        *self.now.lock().unwrap() += chrono::TimeDelta::seconds(seconds);
        if let (Some(url), Ok(seconds)) = (&self.redis, u64::try_from(seconds)) {
            let mut connection = redis::Client::open(url.as_str()).unwrap().get_connection().unwrap();
            let mut age = redis::cmd("EVAL");
            age.arg(AGE).arg(0).arg(seconds * u64::from(SECONDS) * 1000);
            age.query::<()>(&mut connection).unwrap();
        }
    }

    pub(super) fn keys(&self, store: &Arc<dyn Store>) -> Keys {
        let clock = self.clone();
        Keys::new(Arc::clone(store), Arc::new(move || clock.now()))
    }
}
