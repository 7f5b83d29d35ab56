//! What stands in a document's text: directives, lists, and one field under many names.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Variables};
use async_graphql_value::{ConstValue, Value};

use super::too_large;
use crate::graph::error::Failure;
use crate::graph::options::Options;

/// Refuses a document with too many directives, too many names for one field, or a list that is too long in an argument or
/// a variable.
///
/// # Errors
/// `QUERY_TOO_LARGE` naming the measure and the limit.
pub(super) fn check(
    document: &ExecutableDocument,
    variables: &Variables,
    options: &Options,
) -> Result<(), Failure> {
    let mut text = Text::default();
    for (_, operation) in document.operations.iter() {
        text.directives += operation.node.directives.len();
        for variable in &operation.node.variable_definitions {
            text.directives += variable.node.directives.len();
        }
        text.set(&operation.node.selection_set.node);
    }
    for body in document.fragments.values() {
        text.directives += body.node.directives.len();
        text.set(&body.node.selection_set.node);
    }
    let sent = variables.values().map(longest_list).max().unwrap_or_default();
    if text.directives > options.max_directives {
        return Err(too_large("has more than", options.max_directives, "directives"));
    }
    if text.aliases_of_one > options.max_aliases_of_one_field {
        let most = options.max_aliases_of_one_field;
        return Err(too_large("asks for one field under more than", most, "other names side by side"));
    }
    match text.longest_list.max(sent) > options.max_list_items {
        true => {
            Err(too_large("has a list of more than", options.max_list_items, "items, or a variable does"))
        }
        false => Ok(()),
    }
}

#[derive(Default)]
struct Text {
    directives: usize,
    longest_list: usize,
    aliases_of_one: usize,
}

impl Text {
    fn set(&mut self, set: &SelectionSet) {
        self.beside(set, &mut HashMap::new());
    }

    /// Fragments within the text belong to what they stand in; named ones are sets of their own.
    fn beside<'a>(&mut self, set: &'a SelectionSet, aliases: &mut HashMap<&'a Name, usize>) {
        for Positioned { node: selection, .. } in &set.items {
            match selection {
                Selection::Field(field) => {
                    self.directives += field.node.directives.len();
                    if field.node.alias.is_some() {
                        let times = aliases.entry(&field.node.name.node).or_default();
                        *times += 1;
                        self.aliases_of_one = self.aliases_of_one.max(*times);
                    }
                    let values = field.node.arguments.iter().map(|(_, value)| longest_literal(&value.node));
                    self.longest_list = values.max().unwrap_or_default().max(self.longest_list);
                    self.set(&field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    self.directives += fragment.node.directives.len();
                    self.beside(&fragment.node.selection_set.node, aliases);
                }
                Selection::FragmentSpread(spread) => self.directives += spread.node.directives.len(),
            }
        }
    }
}

fn longest_literal(value: &Value) -> usize {
    match value {
        Value::List(items) => items.iter().map(longest_literal).max().unwrap_or_default().max(items.len()),
        Value::Object(members) => members.values().map(longest_literal).max().unwrap_or_default(),
        _ => 0,
    }
}

fn longest_list(value: &ConstValue) -> usize {
    match value {
        ConstValue::List(items) => items.iter().map(longest_list).max().unwrap_or_default().max(items.len()),
        ConstValue::Object(members) => members.values().map(longest_list).max().unwrap_or_default(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::{Value as Json, json};

    use super::*;

    fn passes(document: &str, variables: Json) -> bool {
        let options = Options {
            max_directives: 3,
            max_list_items: 3,
            max_aliases_of_one_field: 2,
            ..Options::default()
        };
        check(&parse_query(document).unwrap(), &Variables::from_json(variables), &options).is_ok()
    }

    #[test]
    fn directives_count_wherever_they_stand() {
        assert!(passes("{ a @x @x @x }", json!({})));
        for document in [
            "{ a @x @x b @x @x }",
            "query @x { a @x ... @x { b } ...F } fragment F on Q { c @x }",
            "query A @x { a } query B($n: Int @x) @x { b ...F @x } fragment F on Q { c }",
        ] {
            assert!(!passes(document, json!({})), "{document}");
        }
    }

    #[test]
    fn names_for_one_field_count_where_they_stand_side_by_side() {
        assert!(passes("{ a: x b: x x { a: x b: x } c: y }", json!({})));
        assert!(!passes("{ a: x b: x c: x }", json!({})));
        assert!(!passes("{ a: x ... { b: x ... { c: x } } }", json!({})));
    }

    #[test]
    fn lists_count_at_every_depth_of_arguments_and_variables() {
        assert!(passes("{ a(b: [1, 2, 3]) }", json!({ "list": [1, 2, 3] })));
        assert!(!passes("{ a(b: [1, 2, 3, 4]) }", json!({})));
        assert!(!passes("{ ...F } fragment F on Q { a { b(c: { d: [[1, 2, 3, 4]] }) } }", json!({})));
        assert!(!passes("{ a }", json!({ "input": { "lists": [[1, 2, 3, 4]] } })));
    }
}
