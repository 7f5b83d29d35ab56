//! What one request cost: the calls it made upstream, and the answers it did not have to ask for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::cache::Source;
use crate::signnow::{CallLog, ErrorKind, Route};

/// The journal of one request. Cloning gives another handle to the same journal.
#[derive(Clone, Default)]
pub struct Journal {
    calls: CallLog,
    reads: Arc<Mutex<Summary>>,
    stale: Arc<Mutex<BTreeMap<Route, Stale>>>,
}

/// A journal, added up by route.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary(pub BTreeMap<Route, Cost>);

/// What was read, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Calls made by this request, attempts that were repeated included.
    pub calls: usize,
    /// Answers that were kept from before.
    pub from_cache: usize,
    /// Answers that somebody else was already fetching.
    pub joined: usize,
}

/// Answers from before that stood in for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stale {
    /// How many there were.
    pub answers: usize,
    /// How long ago signNow gave the oldest of them.
    pub age: Duration,
    /// Why there was no other; where it was not the same for all, the last that failed.
    pub because: ErrorKind,
}

impl Journal {
    /// Where the client notes its calls.
    pub(super) fn calls(&self) -> &CallLog {
        &self.calls
    }

    pub(super) fn note(&self, route: Route, source: Source) {
        let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        match source {
            Source::Cache => reads.0.entry(route).or_default().from_cache += 1,
            Source::Joined => reads.0.entry(route).or_default().joined += 1,
            // The client has noted the call itself, with every attempt it took.
            Source::Fetch => {}
        }
    }

    pub(super) fn note_stale(&self, route: Route, age: Duration, because: ErrorKind) {
        let mut stale = self.stale.lock().unwrap_or_else(PoisonError::into_inner);
        let before = stale.get(&route).map_or((0, Duration::ZERO), |before| (before.answers, before.age));
        stale.insert(route, Stale { answers: before.0 + 1, age: before.1.max(age), because });
    }

    /// The answers from before that stood in for others, by route.
    pub fn stale(&self) -> BTreeMap<Route, Stale> {
        self.stale.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What it came to so far.
    pub fn summary(&self) -> Summary {
        let mut summary = self.reads.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for record in self.calls.records() {
            summary.0.entry(record.route).or_default().calls += 1;
        }
        summary
    }
}

impl Summary {
    /// All routes together.
    pub fn total(&self) -> Cost {
        self.0.values().fold(Cost::default(), |sum, cost| Cost {
            calls: sum.calls + cost.calls,
            from_cache: sum.from_cache + cost.from_cache,
            joined: sum.joined + cost.joined,
        })
    }
}
