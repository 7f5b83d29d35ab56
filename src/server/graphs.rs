//! Which graphs are served, and where.

use std::collections::BTreeMap;

use crate::graph::Graph;

/// The graph of the default account, and those of named ones.
pub struct Graphs {
    default: Graph,
    named: BTreeMap<String, Graph>,
}

impl Graphs {
    /// One graph, at the root.
    pub fn new(default: Graph) -> Graphs {
        Graphs { default, named: BTreeMap::new() }
    }

    /// One more, below `/accounts/` and its name, which is made of small letters, digits and hyphens.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, graph: Graph) -> Graphs {
        self.named.insert(name.into(), graph);
        self
    }

    /// Each graph with the path that stands before its routes.
    pub(super) fn into_roots(self) -> impl Iterator<Item = (String, Graph)> {
        let named = self.named.into_iter().map(|(name, graph)| (format!("/accounts/{name}"), graph));
        [(String::new(), self.default)].into_iter().chain(named)
    }
}
