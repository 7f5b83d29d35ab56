//! Fields that are merged into one have to have been asked for with the same arguments.
//!
//! `apollo-compiler` compares them too, but lists only as far as the shorter goes, and a string in blocks with one in quotes by what they
//! mean. graphql-js compares what was written.

use std::collections::{HashMap, HashSet};

use apollo_compiler::ast::{Argument, Value};
use apollo_compiler::executable::{Field, Selection, SelectionSet};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Name, Node, Schema};

use crate::graph::validation::fault::Fault;

/// Refuses fields of one name whose arguments differ.
pub(super) fn check(schema: &Valid<Schema>, document: &Valid<ExecutableDocument>) -> Vec<Fault> {
    let mut merging = Merging { schema, document, compared: HashMap::new(), faults: Vec::new() };
    for operation in document.operations.iter() {
        merging.merge(&[&operation.selection_set]);
    }
    merging.faults
}

/// A field, and the type that it is selected on.
type Selected<'a> = (&'a Name, &'a Node<Field>);

struct Merging<'a> {
    schema: &'a Valid<Schema>,
    document: &'a Valid<ExecutableDocument>,
    /// Pairs of fields, by their places in memory: a fragment is spread in many places, and says the same in each.
    compared: HashMap<(*const Field, *const Field), bool>,
    faults: Vec<Fault>,
}

impl<'a> Merging<'a> {
    /// Compares what selection sets of one object select under the same name.
    fn merge(&mut self, sets: &[&'a SelectionSet]) {
        let mut fields = Vec::new();
        let mut seen = HashSet::new();
        sets.iter().for_each(|set| self.expand(set, &mut seen, &mut fields));
        let mut by_name: HashMap<&Name, Vec<Selected<'a>>> = HashMap::new();
        for selected in fields {
            by_name.entry(selected.1.response_key()).or_default().push(selected);
        }
        for selected in by_name.into_values() {
            for group in self.together(&selected) {
                self.compare(&group);
            }
        }
    }

    fn expand(&self, set: &'a SelectionSet, seen: &mut HashSet<&'a Name>, fields: &mut Vec<Selected<'a>>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => fields.push((&set.ty, field)),
                Selection::InlineFragment(inline) => self.expand(&inline.selection_set, seen, fields),
                Selection::FragmentSpread(spread) => {
                    let fragment = self.document.fragments.get(&spread.fragment_name);
                    if let Some(fragment) = fragment.filter(|_| seen.insert(&spread.fragment_name)) {
                        self.expand(&fragment.selection_set, seen, fields);
                    }
                }
            }
        }
    }

    /// Fields that one object can answer together: those selected on its type, and on any interface.
    fn together(&self, selected: &[Selected<'a>]) -> Vec<Vec<&'a Node<Field>>> {
        let is_object = |kind: &Name| self.schema.get_object(kind).is_some();
        let kinds: HashSet<&Name> =
            selected.iter().map(|(kind, _)| *kind).filter(|kind| is_object(kind)).collect();
        let of = |wanted: Option<&Name>| {
            let fits = |kind: &Name| Some(kind) == wanted || !is_object(kind);
            selected.iter().filter(|(kind, _)| fits(kind)).map(|(_, field)| *field).collect()
        };
        match kinds.is_empty() {
            true => vec![of(None)],
            false => kinds.into_iter().map(|kind| of(Some(kind))).collect(),
        }
    }

    fn compare(&mut self, group: &[&'a Node<Field>]) {
        let Some((first, rest)) = group.split_first() else { return };
        for other in rest {
            if !self.agree(first, other) {
                let message = format!(
                    "The fields named `{}` differ in their arguments; give one of them another name.",
                    first.response_key()
                );
                self.faults.push(Fault::new(other.location(), message));
            }
        }
        let sets: Vec<_> = group.iter().map(|field| &field.selection_set).collect();
        if sets.iter().any(|set| !set.selections.is_empty()) {
            self.merge(&sets);
        }
    }

    fn agree(&mut self, one: &'a Node<Field>, other: &'a Node<Field>) -> bool {
        let pair = (std::ptr::from_ref::<Field>(one), std::ptr::from_ref::<Field>(other));
        let document = self.document;
        *self.compared.entry(pair).or_insert_with(|| {
            let named = |name: &Name| other.arguments.iter().find(|argument| argument.name == *name);
            let same = |argument: &Node<Argument>| {
                named(&argument.name).is_some_and(|other| same(document, &argument.value, &other.value))
            };
            one.arguments.len() == other.arguments.len() && one.arguments.iter().all(same)
        })
    }
}

/// Whether two values were written alike, but for the order of an object's fields.
fn same(document: &ExecutableDocument, one: &Node<Value>, other: &Node<Value>) -> bool {
    match (&**one, &**other) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(document, one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let named: HashMap<_, _> = other.iter().map(|(name, value)| (name, value)).collect();
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| named.get(name).is_some_and(|other| same(document, value, other)))
        }
        (Value::String(text), Value::String(other_text)) => {
            text == other_text && is_block(document, one) == is_block(document, other)
        }
        (one, other) => one == other,
    }
}

fn is_block(document: &ExecutableDocument, value: &Node<Value>) -> bool {
    let written = value.location().and_then(|span| {
        let source = document.sources.get(&span.file_id())?;
        source.source_text().get(span.offset()..)
    });
    written.is_some_and(|written| written.starts_with("\"\"\""))
}
