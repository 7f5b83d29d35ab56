//! From the syntax tree of `apollo-compiler` to that of the library that executes.

use std::collections::HashMap;
use std::fmt::Display;

use apollo_compiler::{Name as SourceName, Node, ast};
use async_graphql::parser::types::{
    BaseType, Directive, DocumentOperations, ExecutableDocument, Field, FragmentDefinition, FragmentSpread,
    InlineFragment, OperationDefinition, OperationType, Selection, SelectionSet, Type, TypeCondition,
    VariableDefinition,
};
use async_graphql::{Name, Positioned, ServerError};
use async_graphql_value::{ConstValue, Number, Value};

use super::columns::Columns;
use super::fault::refusal;
use crate::graph::error::Code;

/// The operations and fragments of a document. Other definitions are left to validation.
///
/// # Errors
/// `GRAPHQL_VALIDATION_FAILED` for a number beyond what a machine counts.
pub(super) fn convert(tree: &ast::Document, columns: &Columns) -> Result<ExecutableDocument, ServerError> {
    let conversion = Conversion { columns };
    let mut operations = Vec::new();
    let mut fragments = HashMap::default();
    for definition in &tree.definitions {
        match definition {
            ast::Definition::OperationDefinition(operation) => {
                operations.push(conversion.operation(operation)?)
            }
            ast::Definition::FragmentDefinition(fragment) => {
                let (name, fragment) = conversion.fragment(fragment)?;
                fragments.insert(unused(&fragments, name), fragment);
            }
            _ => {}
        }
    }
    Ok(ExecutableDocument { operations: chosen_from(operations), fragments })
}

fn chosen_from(mut operations: Vec<(Option<Name>, Positioned<OperationDefinition>)>) -> DocumentOperations {
    if let [(None, _)] = operations.as_slice()
        && let Some((_, operation)) = operations.pop()
    {
        return DocumentOperations::Single(operation);
    }
    let mut named = HashMap::default();
    for (name, operation) in operations {
        let name = unused(&named, name.unwrap_or_else(|| Name::new("")));
        named.insert(name, operation);
    }
    DocumentOperations::Multiple(named)
}

/// The name or, where it is taken, one that nobody can write. Two of a name are for validation to complain about; until
/// then both are weighed.
fn unused<T>(taken: &HashMap<Name, T, impl std::hash::BuildHasher>, name: Name) -> Name {
    match taken.contains_key(&name) {
        true => Name::new(format!("{name} {}", taken.len())),
        false => name,
    }
}

/// The name and the value of an argument.
type Argument = (Positioned<Name>, Positioned<Value>);

struct Conversion<'a> {
    columns: &'a Columns,
}

impl Conversion<'_> {
    fn operation(
        &self,
        operation: &Node<ast::OperationDefinition>,
    ) -> Result<(Option<Name>, Positioned<OperationDefinition>), ServerError> {
        let kind = match operation.operation_type {
            ast::OperationType::Query => OperationType::Query,
            ast::OperationType::Mutation => OperationType::Mutation,
            ast::OperationType::Subscription => OperationType::Subscription,
        };
        let variables = operation.variables.iter().map(|variable| self.variable(variable));
        let definition = OperationDefinition {
            ty: kind,
            variable_definitions: variables.collect::<Result<_, _>>()?,
            directives: self.directives(&operation.directives)?,
            selection_set: self.set(operation, &operation.selection_set)?,
        };
        Ok((operation.name.as_ref().map(named), self.place(operation, definition)))
    }

    fn fragment(
        &self,
        fragment: &Node<ast::FragmentDefinition>,
    ) -> Result<(Name, Positioned<FragmentDefinition>), ServerError> {
        let definition = FragmentDefinition {
            type_condition: self.condition(&fragment.type_condition),
            directives: self.directives(&fragment.directives)?,
            selection_set: self.set(fragment, &fragment.selection_set)?,
        };
        Ok((named(&fragment.name), self.place(fragment, definition)))
    }

    fn variable(
        &self,
        variable: &Node<ast::VariableDefinition>,
    ) -> Result<Positioned<VariableDefinition>, ServerError> {
        let default = variable.default_value.as_ref().map(|default| self.constant(default)).transpose()?;
        let definition = VariableDefinition {
            name: self.name(&variable.name),
            var_type: self.place(&variable.ty, kind(&variable.ty)),
            directives: self.directives(&variable.directives)?,
            default_value: default,
        };
        Ok(self.place(variable, definition))
    }

    fn set<T>(
        &self,
        of: &Node<T>,
        selections: &[ast::Selection],
    ) -> Result<Positioned<SelectionSet>, ServerError> {
        let items = selections.iter().map(|selection| self.selection(selection)).collect::<Result<_, _>>()?;
        Ok(self.place(of, SelectionSet { items }))
    }

    fn selection(&self, selection: &ast::Selection) -> Result<Positioned<Selection>, ServerError> {
        Ok(match selection {
            ast::Selection::Field(field) => self.place(field, Selection::Field(self.field(field)?)),
            ast::Selection::FragmentSpread(spread) => {
                let found = FragmentSpread {
                    fragment_name: self.name(&spread.fragment_name),
                    directives: self.directives(&spread.directives)?,
                };
                self.place(spread, Selection::FragmentSpread(self.place(spread, found)))
            }
            ast::Selection::InlineFragment(inline) => {
                let found = InlineFragment {
                    type_condition: inline.type_condition.as_ref().map(|name| self.condition(name)),
                    directives: self.directives(&inline.directives)?,
                    selection_set: self.set(inline, &inline.selection_set)?,
                };
                self.place(inline, Selection::InlineFragment(self.place(inline, found)))
            }
        })
    }

    fn field(&self, field: &Node<ast::Field>) -> Result<Positioned<Field>, ServerError> {
        let found = Field {
            alias: field.alias.as_ref().map(|alias| self.name(alias)),
            name: self.name(&field.name),
            arguments: self.arguments(&field.arguments)?,
            directives: self.directives(&field.directives)?,
            selection_set: self.set(field, &field.selection_set)?,
        };
        Ok(self.place(field, found))
    }

    fn directives(&self, directives: &ast::DirectiveList) -> Result<Vec<Positioned<Directive>>, ServerError> {
        let convert = |directive: &Node<ast::Directive>| {
            let name = self.name(&directive.name);
            let arguments = self.arguments(&directive.arguments)?;
            Ok(self.place(directive, Directive { name, arguments }))
        };
        directives.iter().map(convert).collect()
    }

    fn arguments(&self, arguments: &[Node<ast::Argument>]) -> Result<Vec<Argument>, ServerError> {
        let convert = |argument: &Node<ast::Argument>| {
            let value = self.value(&argument.value)?;
            Ok((self.name(&argument.name), self.place(&argument.value, value)))
        };
        arguments.iter().map(convert).collect()
    }

    /// A default, in which the syntax has no place for variables.
    fn constant(&self, value: &Node<ast::Value>) -> Result<Positioned<ConstValue>, ServerError> {
        let constant = self.value(value)?.into_const().unwrap_or_default();
        Ok(self.place(value, constant))
    }

    fn value(&self, value: &Node<ast::Value>) -> Result<Value, ServerError> {
        Ok(match &**value {
            ast::Value::Null => Value::Null,
            ast::Value::Enum(name) => Value::Enum(named(name)),
            ast::Value::Variable(name) => Value::Variable(named(name)),
            ast::Value::String(text) => Value::String(text.clone()),
            ast::Value::Boolean(boolean) => Value::Boolean(*boolean),
            ast::Value::Int(number) => Value::Number(self.number(value, number)?),
            ast::Value::Float(number) => Value::Number(self.number(value, number)?),
            ast::Value::List(items) => {
                Value::List(items.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?)
            }
            ast::Value::Object(fields) => {
                let convert = |(name, value): &(_, _)| Ok((named(name), self.value(value)?));
                Value::Object(fields.iter().map(convert).collect::<Result<_, ServerError>>()?)
            }
        })
    }

    /// graphql-js takes a number beyond the largest of 64 bits for infinite. JSON has no word for that, so it is refused.
    fn number(&self, value: &Node<ast::Value>, digits: &impl Display) -> Result<Number, ServerError> {
        digits.to_string().parse().map_err(|_| {
            let message = "This number is larger than any that can be told in 64 bits.";
            let place = self.columns.place(value.location());
            refusal(Code::GraphqlValidationFailed, message.to_owned(), place)
        })
    }

    fn condition(&self, name: &SourceName) -> Positioned<TypeCondition> {
        let on = self.name(name);
        Positioned::new(TypeCondition { on: on.clone() }, on.pos)
    }

    fn name(&self, name: &SourceName) -> Positioned<Name> {
        Positioned::new(named(name), self.columns.place(name.location()))
    }

    fn place<S, T>(&self, of: &Node<S>, node: T) -> Positioned<T> {
        Positioned::new(node, self.columns.place(of.location()))
    }
}

fn named(name: &SourceName) -> Name {
    Name::new(name.as_str())
}

pub(super) fn kind(of: &ast::Type) -> Type {
    let (base, nullable) = match of {
        ast::Type::Named(name) => (BaseType::Named(named(name)), true),
        ast::Type::NonNullNamed(name) => (BaseType::Named(named(name)), false),
        ast::Type::List(item) => (BaseType::List(Box::new(kind(item))), true),
        ast::Type::NonNullList(item) => (BaseType::List(Box::new(kind(item))), false),
    };
    Type { base, nullable }
}
