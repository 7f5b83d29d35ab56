//! What stands for the arguments of a field: the text of the document, or what was sent for a variable. Nothing is copied:
//! a large variable may stand in thousands of places.

use std::fmt::Write;

use async_graphql::parser::types::{ExecutableDocument, Field, VariableDefinition};
use async_graphql::{Name, Variables};
use async_graphql_value::{ConstValue, Number, Value};

use crate::graph::operation::chosen;
use crate::graph::page::{DEFAULT_ROWS, MOST_ROWS};

/// The variables of a request: what was sent, and the defaults of the operation that is to run.
pub(super) struct Arguments<'a> {
    sent: &'a Variables,
    defaults: Vec<(&'a Name, &'a ConstValue)>,
}

/// The value of an argument, which is not null.
enum Given<'a> {
    Literal(&'a Value),
    Sent(&'a ConstValue),
}

impl<'a> Arguments<'a> {
    pub(super) fn new(
        document: &'a ExecutableDocument,
        operation_name: Option<&str>,
        sent: &'a Variables,
    ) -> Self {
        let operation = chosen(document, operation_name).into_iter();
        let definitions = operation.flat_map(|operation| &operation.variable_definitions);
        Self { sent, defaults: definitions.filter_map(|definition| default_of(&definition.node)).collect() }
    }

    /// Whether an argument has a value.
    pub(super) fn is_given(&self, field: &Field, argument: &str) -> bool {
        self.argument(field, argument).is_some()
    }

    /// The rows a connection may answer. A count out of range is refused by the field itself.
    pub(super) fn rows(&self, field: &Field) -> usize {
        self.counted_rows(field).unwrap_or(DEFAULT_ROWS).min(MOST_ROWS)
    }

    /// The rows a connection, or the results a mutation of many things, may answer.
    pub(super) fn rows_or_things(&self, field: &Field) -> usize {
        let rows = self.counted_rows(field).or_else(|| self.things(field));
        rows.unwrap_or(DEFAULT_ROWS).min(MOST_ROWS)
    }

    fn counted_rows(&self, field: &Field) -> Option<usize> {
        ["first", "last"].into_iter().filter_map(|argument| self.number(field, argument)).min()
    }

    /// How many things a mutation is to do: the length of the longest list in its input.
    pub(super) fn things(&self, field: &Field) -> Option<usize> {
        match self.argument(field, "input")? {
            Given::Literal(Value::Object(members)) => {
                members.values().filter_map(|value| length(&self.known(value)?)).max()
            }
            Given::Sent(ConstValue::Object(members)) => {
                members.values().filter_map(|value| length(&Given::Sent(value))).max()
            }
            _ => None,
        }
    }

    /// How many items the list has that is given for an argument.
    pub(super) fn length(&self, field: &Field, argument: &str) -> Option<usize> {
        length(&self.argument(field, argument)?)
    }

    /// The texts that are given for an argument, one or many, but not more than `most`. `None` is something else.
    pub(super) fn texts<'s>(&'s self, field: &'s Field, argument: &str, most: usize) -> Vec<Option<&'s str>> {
        match self.argument(field, argument) {
            None => Vec::new(),
            Some(Given::Literal(Value::List(items))) => {
                items.iter().take(most).map(|item| text(&self.known(item)?)).collect()
            }
            Some(Given::Sent(ConstValue::List(items))) => {
                items.iter().take(most).map(|item| text(&Given::Sent(item))).collect()
            }
            Some(given) => vec![text(&given)],
        }
    }

    /// The arguments as they stand in the document, variables by their names: equal texts are equal questions.
    pub(super) fn told(field: &Field, is_told: impl Fn(&str) -> bool) -> String {
        let mut told = String::new();
        for (name, value) in field.arguments.iter().filter(|(name, _)| is_told(&name.node)) {
            // Writing to a text does not fail.
            let _ = write!(told, " {}={}", name.node, value.node);
        }
        told
    }

    fn number(&self, field: &Field, argument: &str) -> Option<usize> {
        let count = |number: &Number| number.as_u64().and_then(|number| usize::try_from(number).ok());
        match self.argument(field, argument)? {
            Given::Literal(Value::Number(number)) | Given::Sent(ConstValue::Number(number)) => count(number),
            _ => None,
        }
    }

    fn argument<'s>(&'s self, field: &'s Field, argument: &str) -> Option<Given<'s>> {
        self.known(&field.get_argument(argument)?.node)
    }

    fn known<'s>(&'s self, value: &'s Value) -> Option<Given<'s>> {
        let default =
            |name: &Name| self.defaults.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        match value {
            Value::Null => None,
            Value::Variable(name) => {
                let sent = self.sent.get(name).or_else(|| default(name))?;
                (*sent != ConstValue::Null).then_some(Given::Sent(sent))
            }
            value => Some(Given::Literal(value)),
        }
    }
}

fn length(given: &Given<'_>) -> Option<usize> {
    match given {
        Given::Literal(Value::List(items)) => Some(items.len()),
        Given::Sent(ConstValue::List(items)) => Some(items.len()),
        _ => None,
    }
}

fn text<'a>(given: &Given<'a>) -> Option<&'a str> {
    match given {
        Given::Literal(Value::String(text)) | Given::Sent(ConstValue::String(text)) => Some(text),
        _ => None,
    }
}

fn default_of(definition: &VariableDefinition) -> Option<(&Name, &ConstValue)> {
    Some((&definition.name.node, &definition.default_value.as_ref()?.node))
}
