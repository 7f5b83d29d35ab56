//! How often each tag has been forgotten; part of every key, so that forgetting is one addition.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::key::{Key, Principal, Tag};

/// Counters per principal, and per principal and tag. A tag never forgotten has no counter and counts as zero.
///
/// The table grows with the tags that were ever forgotten, not with the entries kept. Counters are never removed:
/// a counter that restarted at zero would make an old answer reachable again.
#[derive(Default)]
pub(super) struct Generations {
    counters: RwLock<HashMap<(Principal, Option<Tag>), u64>>,
}

impl Generations {
    /// The stamp of a key: the sum of its counters. Counters only grow, so a stamp never comes back.
    pub(super) fn stamp(&self, key: &Key) -> u64 {
        let counters = self.counters.read().unwrap_or_else(PoisonError::into_inner);
        if counters.is_empty() {
            return 0;
        }
        let count = |tag: Option<Tag>| counters.get(&(key.principal.clone(), tag)).copied().unwrap_or(0);
        key.tags.iter().map(|tag| count(Some(tag.clone()))).sum::<u64>() + count(None)
    }

    /// Makes every answer obsolete that was asked by `principal` and depends on `tag`; on anything, if `None`.
    pub(super) fn advance(&self, principal: &Principal, tag: Option<&Tag>) {
        let mut counters = self.counters.write().unwrap_or_else(PoisonError::into_inner);
        *counters.entry((principal.clone(), tag.cloned())).or_default() += 1;
    }
}
