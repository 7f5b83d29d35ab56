//! How a mutation is begun under its caller's key.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::oneshot;
use tokio::time::sleep;

use super::fingerprint::Fingerprint;
use super::record_key::RecordKey;
use super::store::{Begun, Store, StoreError};
use super::ticket::Ticket;
use super::turns::Turns;

/// The keys of all callers; cloning gives another handle. Requests of this process that bear the same key wait for one
/// another in a queue. The first of the queue waits for other processes, where there are any, by asking the store again and
/// again: one question at a time for a key and a process is little, and a process that died sends no message.
#[derive(Clone)]
pub struct Keys {
    store: Arc<dyn Store>,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    turns: Turns<RecordKey>,
}

/// What a mutation finds under its key.
#[must_use = "a ticket that is dropped leaves its record unfinished"]
pub enum Claim {
    /// Nobody has used the key: now is the time to act, once.
    First(Ticket),
    /// The same was begun before, and how it ended was never told: who began it is gone, or could not know. Look at the
    /// effect, do not repeat it. With the last note of who began it, or [`Value::Null`].
    Unfinished(Ticket, Value),
    /// The same was done before, with this result.
    Finished(Value),
    /// The key was used for something else.
    OtherInput,
}

impl Keys {
    /// Keys in this store, which expire by this clock.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>) -> Self {
        Self { store, clock, turns: Turns::default() }
    }

    /// Whether other processes have the same keys.
    pub fn are_shared(&self) -> bool {
        self.store.is_shared()
    }

    /// Waits until nobody else works under the key, then begins, or tells what became of it before. What was begun is
    /// durable when this returns, and with it `note`, which must hold no secret: whoever takes it up is told of it. Where
    /// a caller leaves before that, what was begun is taken back, or at worst found unfinished.
    ///
    /// # Errors
    /// When the store fails, or is full. Nothing may be done then.
    pub async fn claim(
        &self,
        key: &RecordKey,
        fingerprint: &Fingerprint,
        note: Value,
    ) -> Result<Claim, StoreError> {
        let turn = self.turns.wait(key).await;
        let mut ticket = Ticket::new(Arc::clone(&self.store), key.clone(), turn);
        let mut pause = SHORTEST_PAUSE;
        loop {
            match self.begin(ticket, key, fingerprint, note.clone()).await? {
                Ok(claim) => return Ok(claim),
                Err(Elsewhere(back)) => ticket = back,
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn begin(
        &self,
        ticket: Ticket,
        key: &RecordKey,
        fingerprint: &Fingerprint,
        note: Value,
    ) -> Result<Result<Claim, Elsewhere>, StoreError> {
        let (store, key) = (Arc::clone(&self.store), key.clone());
        let (fingerprint, now) = (*fingerprint, (self.clock)());
        let (answer, answered) = oneshot::channel();
        tokio::spawn(async move {
            let begun = store.begin(&key, &fingerprint, note, now).await;
            // The ticket holds it too; whoever is answered decides how long it is held.
            drop(store);
            let unheard = answer.send(begun.map(|begun| Claim::of(begun, ticket)));
            if let Err(Ok(Ok(Claim::First(ticket)))) = unheard {
                // Where this fails, the record is found unfinished: nothing is done twice.
                let _ = ticket.withdraw().await;
            }
        });
        answered.await.unwrap_or_else(|_| Err(StoreError::cut_short()))
    }
}

/// How long is waited before another process is asked for again, at first and in the end.
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// Another process works under the key.
struct Elsewhere(Ticket);

impl Claim {
    fn of(begun: Begun, ticket: Ticket) -> Result<Self, Elsewhere> {
        Ok(match begun {
            Begun::New => Self::First(ticket),
            Begun::Unfinished(note) => Self::Unfinished(ticket, note),
            Begun::Finished(result) => Self::Finished(result),
            Begun::OtherInput => Self::OtherInput,
            Begun::Elsewhere => return Err(Elsewhere(ticket)),
        })
    }
}

/// Debug output has no note and no result in it, as that of [`Begun`].
impl fmt::Debug for Claim {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::First(_) => "First(..)",
            Self::Unfinished(..) => "Unfinished(..)",
            Self::Finished(_) => "Finished(..)",
            Self::OtherInput => "OtherInput",
        })
    }
}
