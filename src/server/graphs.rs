//! Which graphs are served, where, and to whom.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::callers::Caller;
use crate::graph::Graph;

/// The graph of each account. Clones share them.
#[derive(Clone)]
pub struct Graphs {
    default: Arc<str>,
    by_account: BTreeMap<Arc<str>, Graph>,
}

impl Graphs {
    /// The graph of one account, which is asked where no other is named.
    pub fn new(account: &str, graph: Graph) -> Graphs {
        let default: Arc<str> = account.into();
        Graphs { by_account: BTreeMap::from([(Arc::clone(&default), graph)]), default }
    }

    /// One more. Its name is made of small letters, digits and hyphens.
    #[must_use]
    pub fn with(mut self, account: &str, graph: Graph) -> Graphs {
        self.by_account.insert(account.into(), graph);
        self
    }

    /// The accounts beside the default one.
    pub(super) fn named(&self) -> impl Iterator<Item = &Arc<str>> {
        self.by_account.keys().filter(|account| **account != self.default)
    }

    /// The graph of an account, if the caller may ask as it; without a name, that of the caller's own account.
    pub(super) fn of(&self, account: Option<&str>, caller: &Caller) -> Option<&Graph> {
        let account = account.or(caller.account.as_deref()).unwrap_or(&self.default);
        self.by_account.get(account).filter(|_| caller.may_ask_as(account))
    }
}
