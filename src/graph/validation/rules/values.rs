//! Values and variables at every depth of an argument.
//!
//! `apollo-compiler` looks for the place of a variable only where it is a whole argument, takes a field of an object twice,
//! knows no `@oneOf`, looks into no scalar of the schema's own, and takes a default of null for one that is not.

use std::collections::HashSet;

use apollo_compiler::ast::{Argument, DirectiveList, Type, Value, VariableDefinition};
use apollo_compiler::executable::{Operation, Selection, SelectionSet};
use apollo_compiler::schema::{InputObjectType, InputValueDefinition};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Name, Node, Schema};

use crate::graph::validation::fault::Fault;
use crate::graph::validation::scalars;
use crate::graph::validation::types::{InputType, input, is_one_of};

/// Refuses values that do not fit, and variables where they may not stand.
pub(super) fn check(schema: &Valid<Schema>, document: &ExecutableDocument) -> Vec<Fault> {
    let mut faults = Vec::new();
    for operation in document.operations.iter() {
        let mut values = Values { schema, document, operation, seen: HashSet::new(), faults: &mut faults };
        values.operation();
    }
    faults
}

/// Where a value stands.
struct Place<'a> {
    kind: &'a Type,
    has_default: bool,
}

impl<'a> Place<'a> {
    fn of(definition: &'a InputValueDefinition) -> Self {
        Self { kind: &definition.ty, has_default: definition.default_value.is_some() }
    }
}

struct Values<'a> {
    schema: &'a Valid<Schema>,
    document: &'a ExecutableDocument,
    operation: &'a Operation,
    /// The fragments that were looked at with this operation's variables.
    seen: HashSet<&'a Name>,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Values<'a> {
    fn operation(&mut self) {
        let operation = self.operation;
        self.directives(&operation.directives);
        for variable in &operation.variables {
            self.directives(&variable.directives);
            if let Some(default) = &variable.default_value {
                self.value(default, Some(&Place { kind: &variable.ty, has_default: false }));
            }
        }
        self.set(&operation.selection_set);
    }

    fn set(&mut self, set: &'a SelectionSet) {
        for selection in &set.selections {
            self.directives(selection.directives());
            match selection {
                Selection::Field(field) => {
                    self.arguments(&field.arguments, &field.definition.arguments);
                    self.set(&field.selection_set);
                }
                Selection::InlineFragment(inline) => self.set(&inline.selection_set),
                Selection::FragmentSpread(spread) => self.fragment(&spread.fragment_name),
            }
        }
    }

    fn fragment(&mut self, name: &'a Name) {
        let Some(fragment) = self.document.fragments.get(name) else { return };
        if self.seen.insert(name) {
            self.directives(&fragment.directives);
            self.set(&fragment.selection_set);
        }
    }

    fn directives(&mut self, directives: &'a DirectiveList) {
        for directive in directives.iter() {
            if let Some(definition) = self.schema.directive_definitions.get(&directive.name) {
                self.arguments(&directive.arguments, &definition.arguments);
            }
        }
    }

    fn arguments(&mut self, arguments: &'a [Node<Argument>], definitions: &'a [Node<InputValueDefinition>]) {
        for argument in arguments {
            let definition = definitions.iter().find(|definition| definition.name == argument.name);
            let place = definition.map(|definition| Place::of(definition));
            self.value(&argument.value, place.as_ref());
        }
    }

    /// A value, at a place whose type is known or within a scalar, which takes anything.
    fn value(&mut self, value: &'a Node<Value>, place: Option<&Place<'a>>) {
        match &**value {
            Value::Variable(name) => self.variable(value, name, place),
            Value::List(items) => {
                let item = place.filter(|place| place.kind.is_list());
                let item = item.map(|place| Place { kind: place.kind.item_type(), has_default: false });
                items.iter().for_each(|value| self.value(value, item.as_ref()));
                self.scalar(value, place.filter(|place| !place.kind.is_list()), None);
            }
            Value::Object(fields) => self.object(value, fields, place),
            Value::String(text) => self.scalar(value, place, Some(text)),
            Value::Null => {}
            Value::Enum(_) | Value::Float(_) | Value::Int(_) | Value::Boolean(_) => {
                self.scalar(value, place, None)
            }
        }
    }

    fn variable(&mut self, value: &Node<Value>, name: &Name, place: Option<&Place<'a>>) {
        let Some(definition) = self.operation.variables.iter().find(|variable| variable.name == *name) else {
            let message = format!("Variable `${name}` is not defined.");
            return self.faults.push(Fault::new(value.location(), message));
        };
        if let Some(place) = place.filter(|place| !is_allowed(definition, place)) {
            let message = format!(
                "Variable `${name}` of type `{}` cannot stand where `{}` is expected.",
                definition.ty, place.kind
            );
            self.faults.push(Fault::new(value.location(), message));
        }
    }

    fn object(&mut self, value: &Node<Value>, fields: &'a [(Name, Node<Value>)], place: Option<&Place<'a>>) {
        let mut names = HashSet::new();
        for (name, _) in fields {
            if !names.insert(name) {
                let message = format!("The field `{name}` is given twice.");
                self.faults.push(Fault::new(name.location(), message));
            }
        }
        let kind = place.map(|place| place.kind.inner_named_type());
        match kind.and_then(|kind| input(self.schema, kind)) {
            Some(InputType::Object(object)) => {
                for (name, value) in fields {
                    let place = object.fields.get(name).map(|definition| Place::of(definition));
                    self.value(value, place.as_ref());
                }
                if is_one_of(object) {
                    self.one_of(value, fields, object);
                }
            }
            _ => {
                fields.iter().for_each(|(_, value)| self.value(value, None));
                self.scalar(value, place, None);
            }
        }
    }

    /// Exactly one field, and that one neither null nor a variable that may be.
    fn one_of(&mut self, value: &Node<Value>, fields: &[(Name, Node<Value>)], object: &InputObjectType) {
        let may_be_null = |value: &Value| match value {
            Value::Null => true,
            Value::Variable(name) => {
                let mut variables = self.operation.variables.iter();
                variables.any(|variable| variable.name == *name && !variable.ty.is_non_null())
            }
            _ => false,
        };
        if fields.len() != 1 || fields.iter().any(|(_, value)| may_be_null(value)) {
            let message = format!("`{}` takes exactly one of its fields, which is not null.", object.name);
            self.faults.push(Fault::new(value.location(), message));
        }
    }

    fn scalar(&mut self, value: &Node<Value>, place: Option<&Place<'a>>, text: Option<&str>) {
        let Some(kind) = place.map(|place| place.kind.inner_named_type()) else { return };
        if let Some(complaint) = scalars::complaint(kind, text) {
            self.faults.push(Fault::new(value.location(), format!("A `{kind}` {complaint}.")));
        }
    }
}

/// `IsVariableUsageAllowed` of the specification (section 5.8.5).
fn is_allowed(variable: &VariableDefinition, place: &Place<'_>) -> bool {
    if !place.kind.is_non_null() || variable.ty.is_non_null() {
        return variable.ty.is_assignable_to(place.kind);
    }
    let has_default = variable.default_value.as_ref().is_some_and(|default| !default.is_null());
    (has_default || place.has_default) && variable.ty.is_assignable_to(&place.kind.clone().nullable())
}
