//! Variables, held against their declarations before anything is executed.
//!
//! The library coerces variables where they are used. A value that is missing, or does not fit, would fail at its field
//! and take the field's parents along, though nothing of the request can be answered as it was meant.

use std::fmt;

use apollo_compiler::Schema;
use apollo_compiler::schema::InputObjectType;
use apollo_compiler::validation::Valid;
use async_graphql::parser::types::{BaseType, ExecutableDocument, Type};
use async_graphql::{Name, Variables};
use async_graphql_value::{ConstValue, Number};

use super::conversion::kind;
use super::scalars;
use super::types::{InputType, input, is_one_of};
use crate::graph::error::{Code, Failure, bad_variable};
use crate::graph::operation::chosen;

/// The values of the variables that the chosen operation declares, as its declarations make them
/// (`CoerceVariableValues`, section 6.1.2). What it does not declare is left out.
///
/// # Errors
/// `BAD_USER_INPUT` for a variable that is required and not there, and for a number that is no `Int`;
/// `GRAPHQL_VALIDATION_FAILED` for a value of another type. `extensions.variable` names the variable, and the message the
/// place within it; what was sent is not repeated.
pub(super) fn coerce(
    schema: &Valid<Schema>,
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    mut sent: Variables,
) -> Result<Variables, Failure> {
    // Which operation is meant is the library's to complain about.
    let Some(operation) = chosen(document, operation_name) else { return Ok(sent) };
    let mut coerced = Variables::default();
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let (name, kind) = (&definition.name.node, &definition.var_type.node);
        let value = match (sent.remove(name), &definition.default_value) {
            (None, Some(default)) => Some(default.node.clone()),
            (None, None) if kind.nullable => None,
            (None | Some(ConstValue::Null), _) if !kind.nullable => {
                let message = format!("`${name}` is required; send a `{kind}` for it.");
                return Err(bad_variable(Code::BadUserInput, name, message));
            }
            (value, _) => value,
        };
        if let Some(value) = value {
            let path = Path { within: None, step: Step::Variable(name) };
            let value = Coercion { schema }.value(value, kind, &path).map_err(|fault| fault.told(name))?;
            coerced.insert(name.clone(), value);
        }
    }
    Ok(coerced)
}

/// Where in a variable a value is. It is put into words only where something is wrong with it.
struct Path<'a> {
    within: Option<&'a Path<'a>>,
    step: Step<'a>,
}

enum Step<'a> {
    Variable(&'a str),
    Field(&'a str),
    Item(usize),
}

impl<'a> Path<'a> {
    fn and(&'a self, step: Step<'a>) -> Path<'a> {
        Path { within: Some(self), step }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(within) = self.within {
            within.fmt(out)?;
        }
        match self.step {
            Step::Variable(name) => write!(out, "${name}"),
            Step::Field(name) => write!(out, ".{name}"),
            Step::Item(index) => write!(out, "[{index}]"),
        }
    }
}

/// Why a value does not fit.
struct Misfit {
    code: Code,
    message: String,
}

impl Misfit {
    fn new(message: String) -> Self {
        Self { code: Code::GraphqlValidationFailed, message }
    }

    fn told(self, variable: &str) -> Failure {
        bad_variable(self.code, variable, self.message)
    }
}

type Fields = async_graphql::indexmap::IndexMap<Name, ConstValue>;

struct Coercion<'a> {
    schema: &'a Valid<Schema>,
}

impl Coercion<'_> {
    fn value(&self, value: ConstValue, kind: &Type, path: &Path<'_>) -> Result<ConstValue, Misfit> {
        match (value, &kind.base) {
            (ConstValue::Null, _) if kind.nullable => Ok(ConstValue::Null),
            (ConstValue::Null, _) => Err(Misfit::new(format!("`{path}` has to be `{kind}`, and is null."))),
            (ConstValue::List(items), BaseType::List(item)) => {
                let items = items.into_iter().enumerate();
                let items = items.map(|(index, value)| self.value(value, item, &path.and(Step::Item(index))));
                Ok(ConstValue::List(items.collect::<Result<_, _>>()?))
            }
            // One thing is a list of one (section 3.11).
            (value, BaseType::List(item)) => Ok(ConstValue::List(vec![self.value(value, item, path)?])),
            (value, BaseType::Named(name)) => self.named(value, name, path),
        }
    }

    fn named(&self, value: ConstValue, kind: &Name, path: &Path<'_>) -> Result<ConstValue, Misfit> {
        match (input(self.schema, kind), value) {
            (Some(InputType::Scalar), value) => scalar(value, kind, path),
            (Some(InputType::Enum(values)), ConstValue::String(name))
                if values.values.contains_key(&*name) =>
            {
                Ok(ConstValue::Enum(Name::new(name)))
            }
            // A default, which validation has looked at.
            (Some(InputType::Enum(_)), value @ ConstValue::Enum(_)) => Ok(value),
            (Some(InputType::Object(object)), ConstValue::Object(fields)) => {
                self.object(fields, object, path)
            }
            _ => Err(Misfit::new(format!("`{path}` has to be `{kind}`."))),
        }
    }

    fn object(
        &self,
        mut sent: Fields,
        object: &InputObjectType,
        path: &Path<'_>,
    ) -> Result<ConstValue, Misfit> {
        // What it is called is the caller's text, and may be a secret in the wrong place.
        if sent.keys().any(|name| !object.fields.contains_key(name.as_str())) {
            return Err(Misfit::new(format!("`{path}` has a field that `{}` does not have.", object.name)));
        }
        if is_one_of(object) && (sent.len() != 1 || sent.values().any(|value| *value == ConstValue::Null)) {
            let message =
                format!("`{path}` takes exactly one field of `{}`, which is not null.", object.name);
            return Err(Misfit::new(message));
        }
        let mut coerced = Fields::new();
        for (name, definition) in &object.fields {
            let (path, kind) = (path.and(Step::Field(name)), kind(&definition.ty));
            match sent.shift_remove(name.as_str()) {
                Some(value) => {
                    coerced.insert(Name::new(name.as_str()), self.value(value, &kind, &path)?);
                }
                // The library knows the defaults of fields.
                None if kind.nullable || definition.default_value.is_some() => {}
                None => return Err(Misfit::new(format!("`{path}` is required; send a `{kind}` for it."))),
            }
        }
        Ok(ConstValue::Object(coerced))
    }
}

fn scalar(value: ConstValue, kind: &Name, path: &Path<'_>) -> Result<ConstValue, Misfit> {
    let misfit = || Misfit::new(format!("`{path}` has to be `{kind}`."));
    match (kind.as_str(), value) {
        ("Int", ConstValue::Number(number)) => {
            match whole(&number).and_then(|number| i32::try_from(number).ok()) {
                Some(number) => Ok(ConstValue::Number(number.into())),
                None => Err(Misfit {
                    code: Code::BadUserInput,
                    message: format!("`{path}` has to be `Int`, whose numbers are whole and fit in 32 bits."),
                }),
            }
        }
        ("ID", ConstValue::Number(number)) => {
            whole(&number).map(|number| ConstValue::String(number.to_string())).ok_or_else(misfit)
        }
        ("String" | "ID", value @ ConstValue::String(_))
        | ("Boolean", value @ ConstValue::Boolean(_))
        | ("Float", value @ ConstValue::Number(_)) => Ok(value),
        ("String" | "ID" | "Boolean" | "Int" | "Float", _) => Err(misfit()),
        (_, value) => {
            let text = if let ConstValue::String(text) = &value { Some(text.as_str()) } else { None };
            match scalars::complaint(kind, text) {
                Some(complaint) => Err(Misfit::new(format!("`{path}` {complaint}."))),
                None => Ok(value),
            }
        }
    }
}

/// A whole number, in whichever way JSON spells it: `1`, `1.0` and `1e0` are the same.
fn whole(number: &Number) -> Option<i128> {
    let whole = number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
    whole.or_else(|| number.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as i128))
}
