//! What a document may cost before anything is executed.
//!
//! Fragments that spread each other twice grow exponentially, and the library walks every path before any of its own
//! limits bites. So the fields a document stands for are counted here first, each fragment once.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

use super::error::{Code, Failure, coded};

/// Refuses a document that stands for more than `most` fields once its fragments are written out.
///
/// # Errors
/// `QUERY_TOO_LARGE` with the limit.
pub(super) fn check_fields(document: &ExecutableDocument, most: usize) -> Result<(), Failure> {
    let mut counter = Counter { document, fragments: HashMap::new() };
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let fields = operations.fold(0, |sum: usize, set| sum.saturating_add(counter.count(set)));
    if fields <= most {
        return Ok(());
    }
    Err(coded(
        Code::QueryTooLarge,
        format!(
            "This document stands for more than {most} fields once its fragments are written out; ask for less."
        ),
    ))
}

struct Counter<'a> {
    document: &'a ExecutableDocument,
    /// The size of each fragment; `usize::MAX` while it is being counted, so that a cycle counts as endless.
    fragments: HashMap<&'a Name, usize>,
}

impl<'a> Counter<'a> {
    fn count(&mut self, set: &'a SelectionSet) -> usize {
        set.items.iter().fold(0, |sum: usize, item| sum.saturating_add(self.selection(&item.node)))
    }

    fn selection(&mut self, selection: &'a Selection) -> usize {
        match selection {
            Selection::Field(field) => self.count(&field.node.selection_set.node).saturating_add(1),
            Selection::InlineFragment(fragment) => {
                self.count(&fragment.node.selection_set.node).saturating_add(1)
            }
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
        }
    }

    fn fragment(&mut self, name: &'a Name) -> usize {
        if let Some(known) = self.fragments.get(name) {
            return *known;
        }
        self.fragments.insert(name, usize::MAX);
        // An unknown fragment is for validation to complain about.
        let body = self.document.fragments.get(name);
        let size = body.map_or(1, |body| self.count(&body.node.selection_set.node).saturating_add(1));
        self.fragments.insert(name, size);
        size
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn fields(document: &str) -> bool {
        check_fields(&parse_query(document).unwrap(), 100).is_ok()
    }

    #[test]
    fn small_documents_pass_and_large_ones_do_not() {
        assert!(fields("{ a { b c } ... on Query { d } ...F } fragment F on Query { e }"));
        assert!(!fields(&format!("{{ {} }}", "a ".repeat(101))));
    }

    #[test]
    fn fragments_count_each_time_they_are_spread_and_are_counted_once() {
        let chain = |links: usize| {
            let body = |link: usize| match link == links {
                true => "x".to_owned(),
                false => format!("...F{next} ...F{next}", next = link + 1),
            };
            let fragments: String =
                (0..=links).map(|link| format!("fragment F{link} on Query {{ {} }} ", body(link))).collect();
            format!("{{ ...F0 }} {fragments}")
        };
        assert!(fields(&chain(3)));
        assert!(!fields(&chain(40)));
    }

    #[test]
    fn a_cycle_is_endless() {
        assert!(!fields("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"));
    }
}
