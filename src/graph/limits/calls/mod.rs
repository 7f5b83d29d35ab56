//! How many calls to signNow an operation may take when nothing is kept, worked out before it is executed.
//!
//! Fields ask for things (`table`): an object, some pages of a list, a whole list. What is asked belongs to a place, such as
//! "the organizations of this connection", and a place holds so many at most, by the sizes of pages. Loaders read each thing
//! once per request, so the calls are a set: the same question at the same place counts once, however many fields or people
//! ask it. A list that is read whole counts as one page, because nobody knows how long it is, and a group of documents as
//! two; what it takes beyond that is counted on the way, and capped.

mod ask;
mod estimate;
mod places;
mod table;

use std::collections::HashMap;

use async_graphql::parser::types::ExecutableDocument;

use self::ask::Entry;
use super::arguments::Arguments;
use crate::graph::policy::Outline;

/// How many calls an operation may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::graph) struct Estimate {
    /// What fields read.
    pub(in crate::graph) reads: usize,
    /// Commands that mutations send, one for each thing that they are to change. What they look at before and after is not in
    /// it.
    pub(in crate::graph) commands: usize,
}

impl Estimate {
    /// All together.
    pub(in crate::graph) fn calls(&self) -> usize {
        self.reads.saturating_add(self.commands)
    }
}

/// What each field asks for, in a schema.
#[derive(Debug)]
pub(in crate::graph) struct Calls {
    outline: Outline,
    entries: HashMap<(&'static str, &'static str), &'static Entry>,
}

impl Calls {
    pub(in crate::graph) fn new(outline: Outline) -> Self {
        Self { outline, entries: table::ENTRIES.iter().map(|entry| (entry.field, entry)).collect() }
    }

    /// The most calls that an operation takes with an empty cache, further pages of whole lists and second tries aside. Nothing,
    /// where it is not clear which operation is meant.
    pub(super) fn estimate(
        &self,
        document: &ExecutableDocument,
        operation_name: Option<&str>,
        arguments: &Arguments<'_>,
    ) -> Estimate {
        estimate::of(self, document, operation_name, arguments)
    }

    fn entry(&self, kind: &str, field: &str) -> Option<&'static Entry> {
        self.entries.get(&(kind, field)).copied()
    }

    /// The type that a field leads to, if that has fields.
    fn leads_to(&self, kind: &str, field: &str) -> Option<&str> {
        let name = self.outline.shape(kind)?.fields.get(field)?;
        self.outline.shape(name).map(|_| name.as_str())
    }
}
