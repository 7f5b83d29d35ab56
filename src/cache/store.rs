//! The cache itself: moka for room, expiry and single flight; ours are the stamp in the key and the spawned fetch.

use std::any::TypeId;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache as Store;
use moka::policy::EvictionPolicy;
use tokio::task::JoinError;

use super::answer::{Answer, Fresh, Memory, Source, Stale};
use super::generations::Generations;
use super::kept::{Beyond, Kept, Slot, weight};
use super::key::{Key, Principal, Tag};
use super::reads::{Counters, Reads};
use super::refusals::{Refusals, Subject};

/// How large the cache may grow, and how long what it keeps may stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Bytes of upstream answers kept at once; the least recently used go first. Default 64 MiB.
    pub max_bytes: u64,
    /// For how long beyond its lifetime an answer may stand in for one that cannot be had (`stale-if-error` of RFC
    /// 5861, section 4). Default 5 minutes; zero means never.
    pub stale_if_error: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_bytes: 64 * 1024 * 1024, stale_if_error: Duration::from_secs(300) }
    }
}

/// A cache of upstream answers, bounded in bytes. Cloning gives another handle to the same cache.
#[derive(Clone)]
pub struct Cache {
    store: Store<Slot, Kept>,
    flights: Store<Slot, Flight>,
    generations: Arc<Generations>,
    refusals: Arc<Refusals>,
    reads: Arc<Counters>,
    stale_if_error: Duration,
}

/// What a fetch came to for all who waited; whether it was made, or found to be needless.
#[derive(Clone)]
struct Flight {
    kept: Kept,
    is_fetched: bool,
}

impl Cache {
    /// An empty cache.
    pub fn new(options: &Options) -> Self {
        let store = Store::builder()
            .max_capacity(options.max_bytes)
            .weigher(weight)
            .expire_after(Beyond(options.stale_if_error))
            // The default policy refuses newcomers it has not seen often, which starves short-lived entries.
            .eviction_policy(EvictionPolicy::lru())
            .build();
        // moka fetches once for an absent key and not for one that is there and old, so fetches have a store of their
        // own, in which nothing lives.
        let flights = Store::builder().time_to_live(Duration::ZERO).build();
        Self {
            store,
            flights,
            generations: Arc::default(),
            refusals: Arc::default(),
            reads: Arc::default(),
            stale_if_error: options.stale_if_error,
        }
    }

    /// The answer to `key`: kept, being fetched by somebody else, or fetched now and kept for `lifetime`.
    ///
    /// # Errors
    /// What `fetch` answers. Everyone who waits for the same fetch gets the same error; the next reader tries anew.
    pub async fn read<T, E, F>(&self, key: &Key, lifetime: Duration, fetch: F) -> Result<Answer<T>, E>
    where
        T: Send + Sync + 'static,
        E: Clone + Send + Sync + 'static,
        F: Future<Output = Result<Fresh<T>, E>> + Send + 'static,
    {
        let slot = self.slot::<T>(key);
        if let Some(kept) = self.fresh(&slot).await {
            self.reads.note(Source::Cache);
            return Ok(Answer { value: kept.downcast(), source: Source::Cache });
        }
        // Before anything is asked: what is refused meanwhile may have been refused to this, too.
        let trust = self.refusals.trust(key);
        let fetch =
            async move { fetch.await.map(|fresh| Kept::new(fresh.value, fresh.bytes, lifetime, trust)) };
        let answer = self.fetch(slot, fetch).await?;
        self.refusals.answered(&Subject::of::<T>(key));
        self.reads.note(answer.source);
        Ok(answer)
    }

    /// The last answer to `key`, to stand in for one that could not be had: not if it is older than its lifetime and
    /// [`Options::stale_if_error`], was forgotten, or was asked for before something it stands for was refused.
    pub async fn last<T: Send + Sync + 'static>(&self, key: &Key) -> Option<Stale<T>> {
        let kept = self.store.get(&self.slot::<T>(key)).await?;
        let age = kept.age();
        let is_young = age < kept.lifetime.saturating_add(self.stale_if_error);
        let may_stand_in =
            !self.stale_if_error.is_zero() && is_young && kept.trust == self.refusals.trust(key);
        may_stand_in.then(|| {
            self.reads.note_stale();
            Stale { value: kept.downcast(), age }
        })
    }

    /// What `key` asks for, as a `T`, was refused, and `why` it was. From now on no answer that carries one of `tags` and was
    /// asked for before stands in for another. What is not older than its lifetime is kept for it.
    pub fn refused<T: 'static>(&self, key: &Key, why: &'static str, tags: &[Tag]) {
        self.refusals.refused(Subject::of::<T>(key), why, tags);
    }

    /// `principal` was refused as such: from now on none of their answers that was asked for before stands in for another.
    pub fn refused_all(&self, principal: &Principal) {
        self.refusals.refused_all(principal);
    }

    /// The answer to `key`, if it is kept and not older than its lifetime. Nothing is fetched.
    pub async fn peek<T: Send + Sync + 'static>(&self, key: &Key) -> Option<Memory<T>> {
        let slot = self.slot::<T>(key);
        let kept = self.fresh(&slot).await?;
        let Kept { bytes, lifetime, since, trust, .. } = kept;
        Some(Memory { value: kept.downcast(), slot, bytes, lifetime, since, trust })
    }

    /// Keeps a changed copy of an answer in its place, for as long as the answer itself would have been kept, where one
    /// of its tags was forgotten exactly once since the answer was looked at. Whatever else was forgotten meanwhile
    /// makes the copy unreachable, as it makes the answer obsolete.
    pub async fn amend<T: Send + Sync + 'static>(&self, memory: &Memory<T>, value: T) {
        let slot = Slot { stamp: memory.slot.stamp + 1, ..memory.slot.clone() };
        let kept = Kept::new(value, memory.bytes, memory.lifetime, memory.trust).came(memory.since);
        self.store.insert(slot, kept).await;
    }

    /// Makes every answer obsolete that was asked by `principal` and depends on `tag`, including those being
    /// fetched now: a reader that comes after this call starts a fetch of its own.
    pub fn forget(&self, principal: &Principal, tag: &Tag) {
        self.generations.advance(principal, Some(tag));
    }

    /// Makes every answer obsolete that was asked by `principal`.
    pub fn forget_all(&self, principal: &Principal) {
        self.generations.advance(principal, None);
    }

    /// How many bytes are kept, as of the last time the cache tidied up.
    pub fn bytes(&self) -> u64 {
        self.store.weighted_size()
    }

    /// How many answers were given so far, by where they came from.
    pub fn reads(&self) -> Reads {
        self.reads.reads()
    }

    /// Tidies up now: what is too much, too old or unreachable for want of room goes. The cache does so by itself, a
    /// little later.
    pub async fn settle(&self) {
        self.store.run_pending_tasks().await;
    }

    /// Where the answer to `key` lies now.
    fn slot<T: 'static>(&self, key: &Key) -> Slot {
        Slot {
            principal: key.principal.clone(),
            question: key.question.clone(),
            kind: TypeId::of::<T>(),
            stamp: self.generations.stamp(key),
        }
    }

    async fn fresh(&self, slot: &Slot) -> Option<Kept> {
        self.store.get(slot).await.filter(Kept::is_fresh)
    }

    /// Runs in a task of its own: moka lets a waiting reader start over when the leading one is dropped, and a
    /// reader is dropped whenever its caller hangs up. A task is not.
    async fn fetch<T, E, F>(&self, slot: Slot, fetch: F) -> Result<Answer<T>, E>
    where
        T: Send + Sync + 'static,
        E: Clone + Send + Sync + 'static,
        F: Future<Output = Result<Kept, E>> + Send + 'static,
    {
        let cache = self.clone();
        let task = tokio::spawn(async move {
            let entry = cache.flights.entry(slot.clone()).or_try_insert_with(cache.fly(&slot, fetch)).await;
            // Nobody finds it there; this only frees the memory early.
            cache.flights.invalidate(&slot).await;
            entry
        });
        let entry = match task.await.map_err(JoinError::try_into_panic) {
            Ok(entry) => entry.map_err(|error| E::clone(&error))?,
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            // Cancelled: the runtime is shutting down, and takes this reader with it.
            Err(Err(_)) => std::future::pending().await,
        };
        let source = match entry.value().is_fetched {
            false => Source::Cache,
            true if entry.is_fresh() => Source::Fetch,
            true => Source::Joined,
        };
        Ok(Answer { value: entry.into_value().kept.downcast(), source })
    }

    /// Another flight may have landed since it was found that there has to be one.
    async fn fly<E>(&self, slot: &Slot, fetch: impl Future<Output = Result<Kept, E>>) -> Result<Flight, E> {
        if let Some(kept) = self.fresh(slot).await {
            return Ok(Flight { kept, is_fetched: false });
        }
        let kept = fetch.await?;
        if !kept.lifetime.is_zero() {
            self.store.insert(slot.clone(), kept.clone()).await;
        }
        Ok(Flight { kept, is_fetched: true })
    }
}
