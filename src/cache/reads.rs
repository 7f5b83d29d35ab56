//! How many answers came from where.

use std::sync::atomic::{AtomicU64, Ordering};

use super::answer::Source;

/// The answers that a cache gave since it was made, by where they came from. A read that failed is in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Fetched for whoever asked.
    pub fetched: u64,
    /// Fetched already for somebody else.
    pub joined: u64,
    /// Kept from before.
    pub kept: u64,
    /// Kept for longer than that, and given in the place of one that could not be had.
    pub stale: u64,
}

#[derive(Default)]
pub(super) struct Counters {
    fetched: AtomicU64,
    joined: AtomicU64,
    kept: AtomicU64,
    stale: AtomicU64,
}

impl Counters {
    pub(super) fn note(&self, source: Source) {
        let counter = match source {
            Source::Fetch => &self.fetched,
            Source::Joined => &self.joined,
            Source::Cache => &self.kept,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn note_stale(&self) {
        self.stale.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn reads(&self) -> Reads {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Reads {
            fetched: count(&self.fetched),
            joined: count(&self.joined),
            kept: count(&self.kept),
            stale: count(&self.stale),
        }
    }
}
