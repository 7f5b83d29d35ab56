//! An entry: where it lies, how old it is, and what it counts for.

use std::any::{Any, TypeId};
use std::sync::Arc;
use std::time::Duration;

use moka::Expiry;
use tokio::time::Instant;

use super::key::Principal;
use super::refusals::Trust;

/// Where a value lies. The stamp makes forgotten entries, and fetches begun before, unreachable; they leave with
/// their time. The kind keeps two readers apart who decode one question differently.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    pub(super) principal: Principal,
    pub(super) question: Arc<str>,
    pub(super) kind: TypeId,
    pub(super) stamp: u64,
}

/// A value. Its age is told by tokio's clock, which tests hold in their hands; moka's only decides when it goes.
#[derive(Clone)]
pub(super) struct Kept {
    value: Arc<dyn Any + Send + Sync>,
    pub(super) bytes: usize,
    pub(super) lifetime: Duration,
    pub(super) since: Instant,
    pub(super) trust: Trust,
}

impl Kept {
    /// A value that came just now, asked for when trust was `trust`.
    pub(super) fn new<T: Send + Sync + 'static>(
        value: T,
        bytes: usize,
        lifetime: Duration,
        trust: Trust,
    ) -> Self {
        Self { value: Arc::new(value), bytes, lifetime, since: Instant::now(), trust }
    }

    /// The same, that came at another time.
    pub(super) fn came(self, since: Instant) -> Self {
        Self { since, ..self }
    }

    pub(super) fn age(&self) -> Duration {
        self.since.elapsed()
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.age() < self.lifetime
    }

    #[expect(clippy::expect_used, reason = "the slot's kind is the TypeId of the value stored under it")]
    pub(super) fn downcast<T: Send + Sync + 'static>(self) -> Arc<T> {
        self.value.downcast().expect("a slot holds a value of its own kind")
    }
}

/// What an entry costs beside its value: the slot, moka's own record of it, two reference counts.
const OVERHEAD_BYTES: usize = 256;

pub(super) fn weight(slot: &Slot, kept: &Kept) -> u32 {
    u32::try_from(kept.bytes + slot.question.len() + OVERHEAD_BYTES).unwrap_or(u32::MAX)
}

/// Each entry stays as long as its kind of data is fresh, and this long beyond.
pub(super) struct Beyond(pub(super) Duration);

impl Expiry<Slot, Kept> for Beyond {
    fn expire_after_create(&self, _: &Slot, kept: &Kept, _: std::time::Instant) -> Option<Duration> {
        Some(kept.lifetime.saturating_add(self.0))
    }

    /// A newer answer takes the place of an older one, whose time must not be its own.
    fn expire_after_update(
        &self,
        _: &Slot,
        kept: &Kept,
        _: std::time::Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(kept.lifetime.saturating_add(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Key;
    use crate::cache::refusals::Refusals;

    #[tokio::test]
    async fn a_newer_answer_has_all_of_its_own_time() {
        let key = Key::new(&Principal::new("ada"), "GET /user", Vec::new());
        let slot = Slot {
            principal: key.principal.clone(),
            question: key.question.clone(),
            kind: TypeId::of::<u8>(),
            stamp: 0,
        };
        let second = Duration::from_secs(1);
        let kept = Kept::new(7_u8, 1, 30 * second, Refusals::default().trust(&key));
        let (beyond, now) = (Beyond(300 * second), std::time::Instant::now());
        assert_eq!(beyond.expire_after_create(&slot, &kept, now), Some(330 * second));
        assert_eq!(beyond.expire_after_update(&slot, &kept, now, Some(second)), Some(330 * second));
    }
}
