//! What an operation costs its caller.

use async_graphql::Object;

use crate::directory::Journal;

/// The same figures as `extensions.cost`, as far as they are known when the field is answered.
#[derive(Clone)]
pub(in crate::graph) struct RateLimit {
    pub(in crate::graph) requested: usize,
    pub(in crate::graph) remaining: Option<u64>,
    pub(in crate::graph) journal: Journal,
}

impl RateLimit {
    fn made(&self) -> usize {
        self.journal.summary().total().calls
    }
}

/// What this operation costs, in calls to signNow.
#[Object]
impl RateLimit {
    /// How many it may take with nothing in the cache, worked out before it was executed.
    async fn requested(&self) -> usize {
        self.requested
    }

    /// How many it has taken by now. Fields beside this one may be waiting for more.
    async fn actual(&self) -> usize {
        self.made()
    }

    /// How many the caller has left by now; null where that is not counted.
    async fn remaining(&self) -> Option<u64> {
        self.remaining.map(|remaining| remaining.saturating_sub(self.made() as u64))
    }
}
