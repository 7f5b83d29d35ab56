//! The right to work under a key, and what whoever has it leaves behind.

use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use serde_json::Value;

use super::record_key::RecordKey;
use super::store::{Store, StoreError};
use super::turns::Turn;

/// The right to work under a key, which nobody else in this process has meanwhile, and nobody elsewhere as long as this
/// process is not silent for too long. Dropped, it leaves the record unfinished.
#[must_use = "a ticket that is dropped leaves its record unfinished"]
pub struct Ticket(Arc<Place>);

/// Writes the note of a ticket. Nobody else works under its key as long as this lives, though the ticket be gone.
pub struct Notes(Arc<Place>);

/// Tells whether a ticket is still good. Nobody else in this process works under its key as long as this lives, though the
/// ticket be gone.
pub struct Hold(Arc<Place>);

/// A record, and the turn to change it.
struct Place {
    store: Arc<dyn Store>,
    key: RecordKey,
    _turn: Turn<RecordKey>,
}

impl Ticket {
    pub(super) fn new(store: Arc<dyn Store>, key: RecordKey, turn: Turn<RecordKey>) -> Self {
        Self(Arc::new(Place { store, key, _turn: turn }))
    }

    /// By which the note is written, as long as the ticket is not ended.
    pub fn notes(&self) -> Notes {
        Notes(Arc::clone(&self.0))
    }

    /// By which the ticket is looked at, as long as it is not ended.
    pub fn hold(&self) -> Hold {
        Hold(Arc::clone(&self.0))
    }

    /// Keeps the result for whoever uses the key again. It must hold no secret. Goes on to its end if its caller leaves.
    ///
    /// # Errors
    /// When the store fails: the record stays unfinished. [`StoreError::NotBegun`] when it was kept long enough
    /// meanwhile, [`StoreError::Overtaken`] when another process took it up: with the result that it kept, if it did.
    pub async fn finish(self, result: Value) -> Result<(), StoreError> {
        self.0.change(|store, key| store.finish(key, result)).await
    }

    /// Certainly nothing was done: the key is free again. Goes on to its end if its caller leaves.
    ///
    /// # Errors
    /// When the store fails: the record stays unfinished. [`StoreError::Overtaken`] as [`Self::finish`].
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
    /// kept long enough, [`StoreError::Overtaken`] when another process took it up.
    pub async fn keep(&self, note: Value) -> Result<(), StoreError> {
        Arc::clone(&self.0).change(|store, key| store.note(key, note)).await
    }
}

impl Hold {
    /// Makes sure that what is done from now on is done by whoever may: a process that was stopped for a while may have been
    /// given up, and its work taken over. To be asked right before anything is sent.
    ///
    /// # Errors
    /// When it is not, or cannot be known. Nothing may be sent then.
    pub async fn confirm(&self) -> Result<(), StoreError> {
        self.0.store.hold(&self.0.key).await
    }
}

impl Place {
    /// A caller who hangs up drops its futures; a store half-way through a change must not be left with the turn given on.
    async fn change<F>(self: Arc<Self>, change: F) -> Result<(), StoreError>
    where
        F: for<'a> FnOnce(&'a dyn Store, &'a RecordKey) -> BoxFuture<'a, Result<(), StoreError>>,
        F: Send + 'static,
    {
        let change = async move {
            let changed = change(&*self.store, &self.key).await;
            drop(self);
            changed
        };
        tokio::spawn(change).await.unwrap_or_else(|_| Err(StoreError::cut_short()))
    }
}

/// What was not ended is left to others. It is let go of before the turn is: whoever has that next may hold it anew.
impl Drop for Place {
    fn drop(&mut self) {
        self.store.release(&self.key);
    }
}

/// Debug output is a type name only.
impl fmt::Debug for Hold {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hold(..)")
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
