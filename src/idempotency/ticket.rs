//! The right to work under a key, and what whoever has it leaves behind.

use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use serde_json::Value;

use super::record_key::RecordKey;
use super::store::{Store, StoreError};
use super::turns::Turn;

/// The right to work under a key, which nobody else in this process has meanwhile. Dropped, it leaves the record
/// unfinished.
#[must_use = "a ticket that is dropped leaves its record unfinished"]
pub struct Ticket(Place);

/// Writes the note of a ticket. Nobody else works under its key as long as this lives, though the ticket be gone.
pub struct Notes(Place);

/// A record, and the turn to change it.
#[derive(Clone)]
struct Place {
    store: Arc<dyn Store>,
    key: RecordKey,
    turn: Arc<Turn<RecordKey>>,
}

impl Ticket {
    pub(super) fn new(store: Arc<dyn Store>, key: RecordKey, turn: Turn<RecordKey>) -> Self {
        Self(Place { store, key, turn: Arc::new(turn) })
    }

    /// By which the note is written, as long as the ticket is not ended.
    pub fn notes(&self) -> Notes {
        Notes(self.0.clone())
    }

    /// Keeps the result for whoever uses the key again. It must hold no secret. Goes on to its end if its caller leaves.
    ///
    /// # Errors
    /// When the store fails: the record stays unfinished. [`StoreError::NotBegun`] when it was kept long enough
    /// meanwhile.
    pub async fn finish(self, result: Value) -> Result<(), StoreError> {
        self.0.change(|store, key| store.finish(key, result)).await
    }

    /// Certainly nothing was done: the key is free again. Goes on to its end if its caller leaves.
    ///
    /// # Errors
    /// When the store fails: the record stays unfinished.
    pub async fn withdraw(self) -> Result<(), StoreError> {
        self.0.change(|store, key| store.withdraw(key)).await
    }
}

impl Notes {
    /// Keeps what whoever takes the work up has to know, in place of what was noted before; durable when this returns.
    /// It must hold no secret. Goes on to its end if its caller leaves.
    ///
    /// # Errors
    /// When the store fails; either note may be found then. [`StoreError::NotBegun`] when the record was ended, or
    /// kept long enough.
    pub async fn keep(&self, note: Value) -> Result<(), StoreError> {
        self.0.clone().change(|store, key| store.note(key, note)).await
    }
}

impl Place {
    /// A caller who hangs up drops its futures; a store half-way through a change must not be left with the turn given on.
    async fn change<F>(self, change: F) -> Result<(), StoreError>
    where
        F: for<'a> FnOnce(&'a dyn Store, &'a RecordKey) -> BoxFuture<'a, Result<(), StoreError>>,
        F: Send + 'static,
    {
        let change = async move {
            let Place { store, key, turn } = self;
            let changed = change(&*store, &key).await;
            drop(turn);
            changed
        };
        tokio::spawn(change).await.unwrap_or_else(|_| Err(StoreError::cut_short()))
    }
}

/// Debug output is a type name only.
impl fmt::Debug for Ticket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ticket(..)")
    }
}

/// Debug output is a type name only.
impl fmt::Debug for Notes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Notes(..)")
    }
}
