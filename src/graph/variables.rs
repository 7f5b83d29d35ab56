//! Variables, held against their declarations before anything is executed.
//!
//! The library coerces variables where they are used. A value that is missing, or does not fit in 32 bits, would fail at
//! its field and take the field's parents along, though nothing of the request can be answered as it was meant.

use async_graphql::Variables;
use async_graphql::parser::types::{BaseType, ExecutableDocument, Type};
use async_graphql_value::ConstValue;

use super::error::{Failure, bad_variable};
use super::operation::chosen;

/// Refuses variables that are required and not given, and numbers that are no `Int`.
///
/// # Errors
/// `BAD_USER_INPUT` whose `extensions.variable` names the variable.
pub(super) fn check(
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
) -> Result<(), Failure> {
    // Which operation is meant is the library's to complain about.
    let Some(operation) = chosen(document, operation_name) else { return Ok(()) };
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let (name, kind) = (&definition.name.node, &definition.var_type.node);
        match variables.get(name) {
            None if definition.default_value.is_some() => {}
            None | Some(ConstValue::Null) if !kind.nullable => {
                return Err(bad_variable(name, format!("`${name}` is required; send a `{kind}` for it.")));
            }
            Some(value) if !fits(value, kind) => {
                let message =
                    format!("`${name}` has to be `{kind}`, whose numbers are whole and fit in 32 bits.");
                return Err(bad_variable(name, message));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a number is an `Int` where one is asked for; everything else is left to the library's validation.
fn fits(value: &ConstValue, kind: &Type) -> bool {
    match (value, &kind.base) {
        (ConstValue::List(items), BaseType::List(inner)) => items.iter().all(|item| fits(item, inner)),
        (ConstValue::Number(number), BaseType::Named(name)) if name == "Int" => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        _ => true,
    }
}
