//! How a mutation is begun and ended under its caller's key.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::oneshot;

use super::fingerprint::Fingerprint;
use super::record_key::RecordKey;
use super::store::{Begun, Store, StoreError};
use super::turns::{Turn, Turns};

/// The keys of all callers; cloning gives another handle. Requests of this process that bear the same key wait for one
/// another; other processes are kept apart by the store alone.
#[derive(Clone)]
pub struct Keys {
    store: Arc<dyn Store>,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    turns: Turns<RecordKey>,
}

/// What a mutation finds under its key.
#[derive(Debug)]
#[must_use = "a ticket that is dropped leaves its record unfinished"]
pub enum Claim {
    /// Nobody has used the key: now is the time to act, once.
    First(Ticket),
    /// The same was begun before, and how it ended was never told: who began it is gone, or could not know. Look at the
    /// effect, do not repeat it.
    Unfinished(Ticket),
    /// The same was done before, with this result.
    Finished(Value),
    /// The key was used for something else.
    OtherInput,
}

/// The right to work under a key, which nobody else in this process has meanwhile. Dropped, it leaves the record
/// unfinished.
#[must_use = "a ticket that is dropped leaves its record unfinished"]
pub struct Ticket {
    store: Arc<dyn Store>,
    key: RecordKey,
    turn: Turn<RecordKey>,
}

impl Keys {
    /// Keys in this store, which expire by this clock.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>) -> Self {
        Self { store, clock, turns: Turns::default() }
    }

    /// Waits until nobody else works under the key, then begins, or tells what became of it before. What was begun is
    /// durable when this returns. Where a caller leaves before that, what was begun is taken back, or at worst found
    /// unfinished.
    ///
    /// # Errors
    /// When the store fails, or is full. Nothing may be done then.
    pub async fn claim(&self, key: &RecordKey, fingerprint: &Fingerprint) -> Result<Claim, StoreError> {
        let turn = self.turns.wait(key).await;
        let ticket = Ticket { store: Arc::clone(&self.store), key: key.clone(), turn };
        let (fingerprint, now) = (*fingerprint, (self.clock)());
        let (answer, answered) = oneshot::channel();
        tokio::spawn(async move {
            let unheard = answer.send(ticket.begin(fingerprint, now).await);
            if let Err(Ok(Claim::First(ticket))) = unheard {
                // Where this fails, the record is found unfinished: nothing is done twice.
                let _ = ticket.withdraw().await;
            }
        });
        answered.await.unwrap_or_else(|_| Err(cut_short()))
    }
}

impl Ticket {
    /// Keeps the result for whoever uses the key again. It must hold no secret. Goes on to its end if its caller leaves.
    ///
    /// # Errors
    /// When the store fails: the record stays unfinished. [`StoreError::NotBegun`] when it was kept long enough
    /// meanwhile.
    pub async fn finish(self, result: Value) -> Result<(), StoreError> {
        to_the_end(async move {
            let Ticket { store, key, turn } = self;
            let finished = store.finish(&key, result).await;
            drop(turn);
            finished
        })
        .await
    }

    /// Certainly nothing was done: the key is free again. Goes on to its end if its caller leaves.
    ///
    /// # Errors
    /// When the store fails: the record stays unfinished.
    pub async fn withdraw(self) -> Result<(), StoreError> {
        to_the_end(async move {
            let Ticket { store, key, turn } = self;
            let withdrawn = store.withdraw(&key).await;
            drop(turn);
            withdrawn
        })
        .await
    }

    async fn begin(self, fingerprint: Fingerprint, now: DateTime<Utc>) -> Result<Claim, StoreError> {
        Ok(match self.store.begin(&self.key, &fingerprint, now).await? {
            Begun::New => Claim::First(self),
            Begun::Unfinished => Claim::Unfinished(self),
            Begun::Finished(result) => Claim::Finished(result),
            Begun::OtherInput => Claim::OtherInput,
        })
    }
}

/// Debug output is a type name only.
impl fmt::Debug for Ticket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ticket(..)")
    }
}

/// A caller who hangs up drops its futures; a store half-way through a change must not be left with the turn given on.
async fn to_the_end(
    work: impl Future<Output = Result<(), StoreError>> + Send + 'static,
) -> Result<(), StoreError> {
    tokio::spawn(work).await.unwrap_or_else(|_| Err(cut_short()))
}

fn cut_short() -> StoreError {
    StoreError::Other("the work was cut short".to_owned())
}
