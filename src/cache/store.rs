//! The cache itself: moka for room, expiry and single flight; ours are the stamp in the key and the spawned fetch.

use std::any::{Any, TypeId};
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use moka::Expiry;
use moka::future::Cache as Store;
use moka::policy::EvictionPolicy;
use tokio::task::JoinError;

use super::generations::Generations;
use super::key::{Key, Principal, Tag};

/// How large the cache may grow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Bytes of upstream answers kept at once; the least recently used go first. Default 64 MiB.
    pub max_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_bytes: 64 * 1024 * 1024 }
    }
}

/// What a fetch brought: the value and how many bytes it was on the wire, which is what it counts for here.
pub struct Fresh<T> {
    /// The value to keep.
    pub value: T,
    /// Its size in bytes.
    pub bytes: usize,
}

/// A value and where it came from.
pub struct Answer<T> {
    /// The value, shared with everyone else who reads it.
    pub value: Arc<T>,
    /// Where it came from.
    pub source: Source,
}

/// A kept answer, as somebody looked at it.
pub struct Memory<T> {
    /// The answer.
    pub value: Arc<T>,
    slot: Slot,
    bytes: usize,
    ends: Instant,
}

/// Where an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// This reader's own fetch.
    Fetch,
    /// A fetch that somebody else had begun.
    Joined,
    /// Kept from before.
    Cache,
}

/// A cache of upstream answers, bounded in bytes. Cloning gives another handle to the same cache.
#[derive(Clone)]
pub struct Cache {
    store: Store<Slot, Kept>,
    generations: Arc<Generations>,
}

impl Cache {
    /// An empty cache.
    pub fn new(options: &Options) -> Self {
        let store = Store::builder()
            .max_capacity(options.max_bytes)
            .weigher(weight)
            .expire_after(ByEntry)
            // The default policy refuses newcomers it has not seen often, which starves short-lived entries.
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self { store, generations: Arc::default() }
    }

    /// The answer to `key`: kept, being fetched by somebody else, or fetched now and kept for `keep`.
    ///
    /// # Errors
    /// What `fetch` answers. Everyone who waits for the same fetch gets the same error; the next reader tries anew.
    pub async fn read<T, E, F>(&self, key: &Key, keep: Duration, fetch: F) -> Result<Answer<T>, E>
    where
        T: Send + Sync + 'static,
        E: Clone + Send + Sync + 'static,
        F: Future<Output = Result<Fresh<T>, E>> + Send + 'static,
    {
        let slot = self.slot::<T>(key);
        if let Some(kept) = self.store.get(&slot).await {
            return Ok(Answer { value: kept.downcast(), source: Source::Cache });
        }
        self.fetch(slot, keep, fetch).await
    }

    /// The answer to `key`, if it is kept. Nothing is fetched.
    pub async fn peek<T: Send + Sync + 'static>(&self, key: &Key) -> Option<Memory<T>> {
        let slot = self.slot::<T>(key);
        let kept = self.store.get(&slot).await?;
        let (bytes, ends) = (kept.bytes, kept.ends);
        Some(Memory { value: kept.downcast(), slot, bytes, ends })
    }

    /// Keeps a changed copy of an answer in its place, for as long as the answer itself would have been kept, where one
    /// of its tags was forgotten exactly once since the answer was looked at. Whatever else was forgotten meanwhile
    /// makes the copy unreachable, as it makes the answer obsolete.
    pub async fn amend<T: Send + Sync + 'static>(&self, memory: &Memory<T>, value: T) {
        let keep = memory.ends.saturating_duration_since(Instant::now());
        let slot = Slot { stamp: memory.slot.stamp + 1, ..memory.slot.clone() };
        self.store.insert(slot, Kept::new(Fresh { value, bytes: memory.bytes }, keep)).await;
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

    /// Runs in a task of its own: moka lets a waiting reader start over when the leading one is dropped, and a
    /// reader is dropped whenever its caller hangs up. A task is not.
    async fn fetch<T, E, F>(&self, slot: Slot, keep: Duration, fetch: F) -> Result<Answer<T>, E>
    where
        T: Send + Sync + 'static,
        E: Clone + Send + Sync + 'static,
        F: Future<Output = Result<Fresh<T>, E>> + Send + 'static,
    {
        let store = self.store.clone();
        let task = tokio::spawn(async move {
            let kept = async move { fetch.await.map(|fresh| Kept::new(fresh, keep)) };
            store.entry(slot).or_try_insert_with(kept).await
        });
        let entry = match task.await.map_err(JoinError::try_into_panic) {
            Ok(entry) => entry.map_err(|error| E::clone(&error))?,
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            // Cancelled: the runtime is shutting down, and takes this reader with it.
            Err(Err(_)) => std::future::pending().await,
        };
        let source = if entry.is_fresh() { Source::Fetch } else { Source::Joined };
        Ok(Answer { value: entry.into_value().downcast(), source })
    }
}

/// Where a value lies. The stamp makes forgotten entries, and fetches begun before, unreachable; they leave with
/// their lifetime. The kind keeps two readers apart who decode one question differently.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Slot {
    principal: Principal,
    question: Arc<str>,
    kind: TypeId,
    stamp: u64,
}

#[derive(Clone)]
struct Kept {
    value: Arc<dyn Any + Send + Sync>,
    bytes: usize,
    keep: Duration,
    ends: Instant,
}

impl Kept {
    fn new<T: Send + Sync + 'static>(fresh: Fresh<T>, keep: Duration) -> Self {
        Self { value: Arc::new(fresh.value), bytes: fresh.bytes, keep, ends: Instant::now() + keep }
    }

    #[expect(clippy::expect_used, reason = "the slot's kind is the TypeId of the value stored under it")]
    fn downcast<T: Send + Sync + 'static>(self) -> Arc<T> {
        self.value.downcast().expect("a slot holds a value of its own kind")
    }
}

/// What an entry costs beside its value: the slot, moka's own record of it, two reference counts.
const OVERHEAD_BYTES: usize = 256;

fn weight(slot: &Slot, kept: &Kept) -> u32 {
    u32::try_from(kept.bytes + slot.question.len() + OVERHEAD_BYTES).unwrap_or(u32::MAX)
}

/// Each entry lives as long as its kind of data may.
struct ByEntry;

impl Expiry<Slot, Kept> for ByEntry {
    fn expire_after_create(&self, _: &Slot, kept: &Kept, _: Instant) -> Option<Duration> {
        Some(kept.keep)
    }
}
