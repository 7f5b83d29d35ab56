//! What goes into the cache, and what comes out.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::kept::Slot;
use super::refusals::Trust;

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

/// The last answer there was, for when there is no other.
pub struct Stale<T> {
    /// The answer.
    pub value: Arc<T>,
    /// How long ago it came.
    pub age: Duration,
}

/// A kept answer, as somebody looked at it.
pub struct Memory<T> {
    /// The answer.
    pub value: Arc<T>,
    pub(super) slot: Slot,
    pub(super) bytes: usize,
    pub(super) lifetime: Duration,
    pub(super) since: Instant,
    pub(super) trust: Trust,
}
