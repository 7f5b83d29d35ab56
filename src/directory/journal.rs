//! What one request cost: the calls it made upstream, and the answers it did not have to ask for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::cache::Source;
use crate::signnow::CallLog;

/// The journal of one request. Cloning gives another handle to the same journal.
#[derive(Clone, Default)]
pub struct Journal {
    calls: CallLog,
    reads: Arc<Mutex<Reads>>,
}

#[derive(Default)]
struct Reads {
    from_cache: usize,
    joined: usize,
}

/// A journal, added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Calls made upstream by this request, attempts that were repeated included.
    pub calls: usize,
    /// The same calls by route.
    pub routes: BTreeMap<&'static str, usize>,
    /// Answers that were kept from before.
    pub from_cache: usize,
    /// Answers that another request was already fetching.
    pub joined: usize,
}

impl Journal {
    /// Where the client notes its calls.
    pub(super) fn calls(&self) -> &CallLog {
        &self.calls
    }

    pub(super) fn note(&self, source: Source) {
        let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        match source {
            Source::Cache => reads.from_cache += 1,
            Source::Joined => reads.joined += 1,
            // The client has noted the call itself, with every attempt it took.
            Source::Fetch => {}
        }
    }

    /// What it came to so far.
    pub fn summary(&self) -> Summary {
        let reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        let mut summary =
            Summary { from_cache: reads.from_cache, joined: reads.joined, ..Summary::default() };
        for record in self.calls.records() {
            summary.calls += 1;
            *summary.routes.entry(record.route.as_str()).or_default() += 1;
        }
        summary
    }
}
