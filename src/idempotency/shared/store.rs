//! The store: who holds a record, for how long, and what they may do with it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::{BoxFuture, FutureExt, join_all};
use secrecy::SecretString;
use serde_json::Value;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep};

use super::holds::{Claimant, Holds};
use super::record::{Changed, Found, body};
use super::table::Table;
use crate::idempotency::fingerprint::{Fingerprint, Seal};
use crate::idempotency::options::Options;
use crate::idempotency::record_key::RecordKey;
use crate::idempotency::store::{Begun, Store, StoreError};

/// Keeps records in a Redis that several processes share.
///
/// Whoever begins or takes up a record holds it for [`Options::lease`], and every third of that time once more, until they end
/// it or let go of it. Others are told [`Begun::Elsewhere`] meanwhile. A process that dies holds nothing for longer than that, and
/// one that was only stopped finds out: it is refused ([`StoreError::Overtaken`]) where somebody else took its record up.
pub struct RedisStore {
    shared: Arc<Shared>,
    heart: AbortHandle,
}

struct Shared {
    table: Table,
    holds: Holds,
    lease: Duration,
}

/// For how long a result is tried to be kept where Redis fails: what was done can be told again only if it is.
const PERSISTENCE: Duration = Duration::from_secs(5);

/// However short the time is that is set.
const SHORTEST_BEAT: Duration = Duration::from_millis(50);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(250);

impl RedisStore {
    /// A store in the Redis at this address: `redis://user:password@host:port/database`, or `rediss://` for TLS with the
    /// system's certificates. Makes sure that it can be used, and tells in the log what it may lose.
    ///
    /// # Errors
    /// [`StoreError::Link`], which does not repeat the address.
    pub async fn open(url: &SecretString, options: &Options) -> Result<Self, StoreError> {
        let table = Table::new(url, options)?;
        table.check().await?;
        let shared = Arc::new(Shared { table, holds: Holds::new(), lease: options.lease });
        let heart = tokio::spawn(Arc::clone(&shared).beat()).abort_handle();
        Ok(Self { shared, heart })
    }
}

impl Shared {
    /// Goes on holding what is held. Where that fails the next beat tries again, and whoever is to send something asks
    /// first ([`Store::hold`]).
    async fn beat(self: Arc<Self>) {
        loop {
            sleep((self.lease / 3).max(SHORTEST_BEAT)).await;
            let held = self.holds.all();
            let holding = held.iter().map(|(key, claimant)| self.table.hold(key, claimant));
            if let Some(error) = join_all(holding).await.into_iter().find_map(Result::err) {
                tracing::warn!(%error, "what was begun under idempotency keys cannot be held");
            }
        }
    }

    async fn begin(
        self: Arc<Self>,
        key: &RecordKey,
        fingerprint: &Fingerprint,
        note: Value,
    ) -> Result<Begun, StoreError> {
        let (claimant, note) = (self.holds.new_claimant(), body(&note)?);
        let seal = serde_json::to_vec(&Seal::new(fingerprint)).map_err(|_| StoreError::Depth)?;
        let names = (claimant.as_str(), self.holds.process());
        let record = match self.table.begin(key, names, &seal, &note).await {
            Ok(Found::New) => {
                self.holds.add(key, claimant);
                return Ok(Begun::New);
            }
            Ok(Found::Full) => return Err(self.table.full()),
            Ok(Found::There(record)) => record,
            Err(error) => {
                tokio::spawn(Arc::clone(&self).take_back(key.clone(), claimant));
                return Err(error);
            }
        };
        match record.state {
            _ if !record.seal.is_of(fingerprint) => Ok(Begun::OtherInput),
            Begun::Unfinished(_) if !record.is_held_elsewhere => {
                match self.table.take(key, &record.owner, names).await? {
                    Some(note) => {
                        self.holds.add(key, claimant);
                        Ok(Begun::Unfinished(note))
                    }
                    // Somebody was faster.
                    None => Ok(Begun::Elsewhere),
                }
            }
            Begun::Unfinished(_) => Ok(Begun::Elsewhere),
            ended => Ok(ended),
        }
    }

    /// A record may have been made though nobody was told: whoever asked was refused, so nothing is ever done for it.
    async fn take_back(self: Arc<Self>, key: RecordKey, claimant: Claimant) {
        let began = Instant::now();
        while began.elapsed() < self.lease && self.table.withdraw(&key, &claimant).await.is_err() {
            sleep(PAUSE).await;
        }
    }

    async fn note(&self, key: &RecordKey, note: Value) -> Result<(), StoreError> {
        let (body, claimant) = (body(&note)?, self.claimant(key)?);
        ended(self.table.note(key, &claimant, &body).await?)
    }

    async fn finish(&self, key: &RecordKey, result: Value) -> Result<(), StoreError> {
        let (body, claimant) = (body(&result)?, self.claimant(key)?);
        let changed = self.persist(|| self.table.finish(key, &claimant, &body)).await?;
        self.holds.remove(key);
        match ended(changed) {
            // The answer to an earlier try was lost.
            Err(StoreError::Overtaken(Begun::Finished(kept))) if kept == result => Ok(()),
            ended => ended,
        }
    }

    async fn withdraw(&self, key: &RecordKey) -> Result<(), StoreError> {
        let Ok(claimant) = self.claimant(key) else {
            // Nobody is called like that, so this only looks.
            return match self.table.withdraw(key, "nobody").await? {
                Changed::Lost(_) => Err(StoreError::NotBegun),
                Changed::Done | Changed::Gone => Ok(()),
            };
        };
        let changed = self.persist(|| self.table.withdraw(key, &claimant)).await?;
        self.holds.remove(key);
        match changed {
            Changed::Gone => Ok(()),
            changed => ended(changed),
        }
    }

    async fn hold(&self, key: &RecordKey) -> Result<(), StoreError> {
        ended(self.table.hold(key, &self.claimant(key)?).await?)
    }

    async fn release(self: Arc<Self>, key: RecordKey, claimant: Claimant) {
        if let Err(error) = self.table.release(&key, &claimant).await {
            tracing::debug!(%error, "what was begun under an idempotency key could not be let go of");
        }
    }

    /// A change that can be tried again, since only its owner can make it.
    async fn persist<F>(&self, mut change: impl FnMut() -> F) -> Result<Changed, StoreError>
    where
        F: Future<Output = Result<Changed, StoreError>>,
    {
        let began = Instant::now();
        loop {
            match change().await {
                Err(_) if began.elapsed() + PAUSE < PERSISTENCE => sleep(PAUSE).await,
                changed => return changed,
            }
        }
    }

    fn claimant(&self, key: &RecordKey) -> Result<Claimant, StoreError> {
        self.holds.claimant(key).ok_or(StoreError::NotBegun)
    }
}

fn ended(changed: Changed) -> Result<(), StoreError> {
    match changed {
        Changed::Done => Ok(()),
        Changed::Gone => Err(StoreError::NotBegun),
        Changed::Lost(found) => Err(StoreError::Overtaken(found)),
    }
}

impl Store for RedisStore {
    fn begin<'a>(
        &'a self,
        key: &'a RecordKey,
        fingerprint: &'a Fingerprint,
        note: Value,
        // Several servers go by the clock of Redis.
        _now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Begun, StoreError>> {
        Arc::clone(&self.shared).begin(key, fingerprint, note).boxed()
    }

    fn note<'a>(&'a self, key: &'a RecordKey, note: Value) -> BoxFuture<'a, Result<(), StoreError>> {
        self.shared.note(key, note).boxed()
    }

    fn finish<'a>(&'a self, key: &'a RecordKey, result: Value) -> BoxFuture<'a, Result<(), StoreError>> {
        self.shared.finish(key, result).boxed()
    }

    fn withdraw<'a>(&'a self, key: &'a RecordKey) -> BoxFuture<'a, Result<(), StoreError>> {
        self.shared.withdraw(key).boxed()
    }

    fn hold<'a>(&'a self, key: &'a RecordKey) -> BoxFuture<'a, Result<(), StoreError>> {
        self.shared.hold(key).boxed()
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn release(&self, key: &RecordKey) {
        // Without a runtime to tell it, the time that it is held for has to run out.
        if let (Some(claimant), Ok(runtime)) = (self.shared.holds.remove(key), Handle::try_current()) {
            runtime.spawn(Arc::clone(&self.shared).release(key.clone(), claimant));
        }
    }
}

impl Drop for RedisStore {
    fn drop(&mut self) {
        self.heart.abort();
    }
}

/// Debug output is a type name only.
impl fmt::Debug for RedisStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RedisStore(..)")
    }
}
