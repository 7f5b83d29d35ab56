//! Work of this process that bears the same key, one after the other.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OwnedMutexGuard;

/// A queue for each key that somebody works on or waits for, and none for any other.
/// Cloning gives another handle.
pub struct Turns<K: Eq + Hash>(Arc<Mutex<HashMap<K, Queue>>>);

#[derive(Default)]
struct Queue {
    turn: Arc<tokio::sync::Mutex<()>>,
    /// How many places are taken, the one whose turn it is among them.
    length: usize,
}

/// Nobody else works under the key as long as this lives.
#[must_use = "a turn that is dropped is over"]
pub struct Turn<K: Eq + Hash> {
    // In this order: the queue may go only when the turn is over.
    _guard: OwnedMutexGuard<()>,
    _place: Place<K>,
}

/// A place in a queue, which is given back however one leaves.
struct Place<K: Eq + Hash> {
    turns: Turns<K>,
    key: K,
}

impl<K: Eq + Hash + Clone> Turns<K> {
    /// Waits until it is one's turn, in the order of asking. Whoever stops waiting leaves the queue.
    pub async fn wait(&self, key: &K) -> Turn<K> {
        let (place, turn) = self.line_up(key);
        Turn { _guard: turn.lock_owned().await, _place: place }
    }

    fn line_up(&self, key: &K) -> (Place<K>, Arc<tokio::sync::Mutex<()>>) {
        let mut queues = self.queues();
        let queue = queues.entry(key.clone()).or_default();
        queue.length += 1;
        (Place { turns: self.clone(), key: key.clone() }, Arc::clone(&queue.turn))
    }
}

impl<K: Eq + Hash> Turns<K> {
    /// Held for a look-up, never over an await.
    fn queues(&self) -> MutexGuard<'_, HashMap<K, Queue>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash> Clone for Turns<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K: Eq + Hash> Default for Turns<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut queues = self.turns.queues();
        if let Some(queue) = queues.get_mut(&self.key) {
            queue.length -= 1;
            if queue.length == 0 {
                queues.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::{FutureExt, poll};

    use super::*;
    use crate::idempotency::RecordKey;

    #[tokio::test]
    async fn one_after_the_other_in_the_order_of_asking_and_no_queue_is_left() {
        let turns = Turns::default();
        let (key, other) = (RecordKey::new("ada", "1"), RecordKey::new("ada", "2"));
        let first = turns.wait(&key).await;
        let mut leaving = Box::pin(turns.wait(&key));
        let mut second = Box::pin(turns.wait(&key));
        let mut third = Box::pin(turns.wait(&key));
        assert!(poll!(&mut leaving).is_pending() && poll!(&mut second).is_pending());
        assert!(poll!(&mut third).is_pending());
        assert!(turns.wait(&other).now_or_never().is_some(), "another key does not wait");
        assert_eq!(turns.queues().len(), 1);

        drop(leaving);
        drop(first);
        let second = second.await;
        assert!(poll!(&mut third).is_pending());
        drop(second);
        drop(third.await);
        assert!(turns.queues().is_empty());
    }
}
