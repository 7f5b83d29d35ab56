//! Callers who leave while a store is at work.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::future::{BoxFuture, FutureExt};
use serde_json::{Value, json};
use signgraph::idempotency::{
    Begun, Claim, Fingerprint, Keys, MemoryStore, Options, RecordKey, Store, StoreError,
};
use tokio::sync::Semaphore;

use super::stage::{HandClock, Seen, of_ada};

/// A store that says when a change is made, and answers only when it is let.
struct Slow {
    inner: MemoryStore,
    made: Semaphore,
    let_go: Semaphore,
}

impl Slow {
    fn new() -> (Arc<Slow>, Keys) {
        let inner = MemoryStore::new(&Options::default());
        let slow = Arc::new(Slow { inner, made: Semaphore::new(0), let_go: Semaphore::new(0) });
        let store: Arc<dyn Store> = Arc::clone(&slow) as Arc<dyn Store>;
        (slow, HandClock::default().keys(&store))
    }

    async fn answer<T: Send>(&self, work: BoxFuture<'_, T>) -> T {
        let answer = work.await;
        self.made.add_permits(1);
        self.let_go.acquire().await.unwrap().forget();
        answer
    }

    /// Waits until a change is made that was not answered yet.
    async fn change(&self) {
        self.made.acquire().await.unwrap().forget();
    }
}

impl Store for Slow {
    fn begin<'a>(
        &'a self,
        key: &'a RecordKey,
        fingerprint: &'a Fingerprint,
        note: Value,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Begun, StoreError>> {
        self.answer(self.inner.begin(key, fingerprint, note, now)).boxed()
    }

    fn note<'a>(&'a self, key: &'a RecordKey, note: Value) -> BoxFuture<'a, Result<(), StoreError>> {
        self.answer(self.inner.note(key, note)).boxed()
    }

    fn finish<'a>(&'a self, key: &'a RecordKey, result: Value) -> BoxFuture<'a, Result<(), StoreError>> {
        self.answer(self.inner.finish(key, result)).boxed()
    }

    fn withdraw<'a>(&'a self, key: &'a RecordKey) -> BoxFuture<'a, Result<(), StoreError>> {
        self.answer(self.inner.withdraw(key)).boxed()
    }
}

async fn claim(keys: Keys) -> Result<Claim, StoreError> {
    keys.claim(&of_ada("1"), &Fingerprint::of(b"input"), Value::Null).await
}

#[tokio::test]
async fn a_claim_whose_caller_leaves_before_it_is_told_is_taken_back() {
    let (slow, keys) = Slow::new();
    let leaving = tokio::spawn(claim(keys.clone()));
    slow.change().await;
    leaving.abort();
    assert!(leaving.await.unwrap_err().is_cancelled());
    slow.let_go.add_permits(3);
    assert_eq!(Seen::of(&claim(keys).await), Seen::First);
}

#[tokio::test]
async fn a_result_is_kept_though_its_caller_leaves_and_nobody_comes_between() {
    let (slow, keys) = Slow::new();
    slow.let_go.add_permits(1);
    let Ok(Claim::First(ticket)) = claim(keys.clone()).await else { panic!("not the first") };
    slow.change().await;
    let leaving = tokio::spawn(ticket.finish(json!(1)));
    slow.change().await;
    leaving.abort();
    assert!(leaving.await.unwrap_err().is_cancelled());
    let next = tokio::spawn(claim(keys));
    tokio::task::yield_now().await;
    assert!(slow.made.try_acquire().is_err(), "the turn is given on only when the store has answered");
    slow.let_go.add_permits(2);
    assert_eq!(Seen::of(&next.await.unwrap()), Seen::Finished(json!(1)));
}

#[tokio::test]
async fn a_note_is_kept_though_its_caller_leaves_and_nobody_comes_between() {
    let (slow, keys) = Slow::new();
    slow.let_go.add_permits(1);
    let Ok(Claim::First(ticket)) = claim(keys.clone()).await else { panic!("not the first") };
    slow.change().await;
    let leaving = tokio::spawn(async move { ticket.notes().keep(json!("noted")).await });
    slow.change().await;
    leaving.abort();
    assert!(leaving.await.unwrap_err().is_cancelled());
    let next = tokio::spawn(claim(keys));
    tokio::task::yield_now().await;
    assert!(slow.made.try_acquire().is_err(), "the turn is given on only when the store has answered");
    slow.let_go.add_permits(2);
    assert_eq!(Seen::of(&next.await.unwrap()), Seen::Unfinished(json!("noted")));
}

#[tokio::test]
async fn whoever_stops_waiting_for_a_turn_is_passed_over() {
    let (slow, keys) = Slow::new();
    slow.let_go.add_permits(10);
    let Ok(Claim::First(ticket)) = claim(keys.clone()).await else { panic!("not the first") };
    let leaving = tokio::spawn(claim(keys.clone()));
    let staying = tokio::spawn(claim(keys));
    tokio::task::yield_now().await;
    leaving.abort();
    assert!(leaving.await.unwrap_err().is_cancelled());
    ticket.finish(json!(1)).await.unwrap();
    assert_eq!(Seen::of(&staying.await.unwrap()), Seen::Finished(json!(1)));
}
