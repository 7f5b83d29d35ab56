//! Arguments whose variables were not sent.

use async_graphql::Variables;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql_value::Value;

/// Takes out of a document what stands for a variable without a value, so that a default applies there: the library would
/// take it for null. Variables are those that were coerced, with the defaults of their own.
pub(in crate::graph) fn leave_out(document: &mut ExecutableDocument, variables: &Variables) {
    let declared = document.operations.iter().flat_map(|(_, operation)| &operation.node.variable_definitions);
    if declared.into_iter().all(|declared| variables.contains_key(&declared.node.name.node)) {
        return;
    }
    let fragments = document.fragments.values_mut().map(|fragment| &mut fragment.node.selection_set.node);
    fragments.for_each(|set| from_set(set, variables));
    for set in operations(document) {
        from_set(set, variables);
    }
}

fn operations(document: &mut ExecutableDocument) -> Vec<&mut SelectionSet> {
    use async_graphql::parser::types::DocumentOperations::{Multiple, Single};
    match &mut document.operations {
        Single(operation) => vec![&mut operation.node.selection_set.node],
        Multiple(operations) => {
            operations.values_mut().map(|operation| &mut operation.node.selection_set.node).collect()
        }
    }
}

fn from_set(set: &mut SelectionSet, variables: &Variables) {
    for selection in &mut set.items {
        match &mut selection.node {
            Selection::Field(field) => {
                let field = &mut field.node;
                field.arguments.retain(|(_, value)| is_given(&value.node, variables));
                field.arguments.iter_mut().for_each(|(_, value)| from_value(&mut value.node, variables));
                from_set(&mut field.selection_set.node, variables);
            }
            Selection::InlineFragment(inline) => from_set(&mut inline.node.selection_set.node, variables),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn from_value(value: &mut Value, variables: &Variables) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| is_given(value, variables));
            fields.values_mut().for_each(|value| from_value(value, variables));
        }
        // An item of a list that was not sent is null (section 6.4.1), which the library knows.
        Value::List(items) => items.iter_mut().for_each(|item| from_value(item, variables)),
        _ => {}
    }
}

fn is_given(value: &Value, variables: &Variables) -> bool {
    !matches!(value, Value::Variable(name) if !variables.contains_key(name))
}
