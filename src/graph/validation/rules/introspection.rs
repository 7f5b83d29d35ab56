//! What may be asked of the schema itself.

use std::collections::HashMap;

use apollo_compiler::executable::{Field, Selection, SelectionSet};
use apollo_compiler::{ExecutableDocument, Name};

use crate::graph::validation::fault::Fault;

/// How many lists of types may be asked for within one another: fields of the types of fields go round in circles
/// (graphql-js's `MaxIntrospectionDepthRule`).
const MOST_LISTS: usize = 2;

/// Refuses questions about the schema that multiply or, where it is not told, any.
pub(super) fn check(document: &ExecutableDocument, is_told: bool) -> Vec<Fault> {
    let mut lists = Lists { document, fragments: HashMap::new() };
    let mut faults = Vec::new();
    let operations = document.operations.iter().map(|operation| &operation.selection_set);
    let fragments = document.fragments.values().map(|fragment| &fragment.selection_set);
    for set in operations.chain(fragments) {
        questions(set, &mut |field| {
            if !is_told {
                faults.push(Fault::new(field.name.location(), "This server does not tell its schema."));
            } else if lists.within(&field.selection_set) > MOST_LISTS {
                let message = format!("The schema is told up to {MOST_LISTS} lists of its parts deep.");
                faults.push(Fault::new(field.name.location(), message));
            }
        });
    }
    faults
}

/// The fields that ask for the schema, with fragments left to themselves.
fn questions<'a>(set: &'a SelectionSet, found: &mut impl FnMut(&'a Field)) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) if matches!(field.name.as_str(), "__schema" | "__type") => found(field),
            Selection::Field(field) => questions(&field.selection_set, found),
            Selection::InlineFragment(inline) => questions(&inline.selection_set, found),
            Selection::FragmentSpread(_) => {}
        }
    }
}

struct Lists<'a> {
    document: &'a ExecutableDocument,
    fragments: HashMap<&'a Name, usize>,
}

impl<'a> Lists<'a> {
    /// How many lists are asked for within one another. There are no cycles in a valid document.
    fn within(&mut self, set: &'a SelectionSet) -> usize {
        set.selections.iter().map(|selection| self.of(selection)).max().unwrap_or_default()
    }

    fn of(&mut self, selection: &'a Selection) -> usize {
        match selection {
            Selection::Field(field) => {
                let is_list =
                    matches!(field.name.as_str(), "fields" | "interfaces" | "possibleTypes" | "inputFields");
                self.within(&field.selection_set) + usize::from(is_list)
            }
            Selection::InlineFragment(inline) => self.within(&inline.selection_set),
            Selection::FragmentSpread(spread) => self.fragment(&spread.fragment_name),
        }
    }

    fn fragment(&mut self, name: &'a Name) -> usize {
        if let Some(known) = self.fragments.get(name) {
            return *known;
        }
        let fragment = self.document.fragments.get(name);
        let lists = fragment.map_or(0, |fragment| self.within(&fragment.selection_set));
        self.fragments.insert(name, lists);
        lists
    }
}
