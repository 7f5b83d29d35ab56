//! The schema, as far as one has to know it to follow a document through it: which field leads to which type.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, OperationType, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};

/// Objects and interfaces with their fields.
#[derive(Debug, Default)]
pub(in crate::graph) struct Outline(BTreeMap<String, Shape>);

/// An object, or an interface.
#[derive(Debug, Default)]
pub(in crate::graph) struct Shape {
    /// The name of the type that each field leads to, lists and obligations aside.
    pub(in crate::graph) fields: BTreeMap<String, String>,
    /// The objects that it may be at run time: an object itself, an interface what implements it.
    pub(in crate::graph) possible: BTreeSet<String>,
}

impl Outline {
    /// Reads a schema in the schema definition language.
    #[expect(
        clippy::expect_used,
        reason = "the library wrote this text, and tests read it; without it nothing is guarded"
    )]
    pub(in crate::graph) fn of(sdl: &str) -> Self {
        let document = parse_schema(sdl).expect("the library reads the schema that it wrote");
        let mut outline = Self::default();
        for definition in document.definitions {
            if let TypeSystemDefinition::Type(definition) = definition {
                outline.add(definition.node);
            }
        }
        outline
    }

    fn add(&mut self, definition: TypeDefinition) {
        let name = definition.name.node.to_string();
        let (fields, implements, is_object) = match definition.kind {
            TypeKind::Object(object) => (object.fields, object.implements, true),
            TypeKind::Interface(interface) => (interface.fields, interface.implements, false),
            _ => return,
        };
        if is_object {
            for shape in implements.iter().map(|interface| interface.node.to_string()).chain([name.clone()]) {
                self.0.entry(shape).or_default().possible.insert(name.clone());
            }
        }
        let fields = fields.into_iter().map(|field| field.node);
        let fields = fields.map(|field| (field.name.node.to_string(), named(&field.ty.node)));
        self.0.entry(name).or_default().fields.extend(fields);
    }

    /// The object or interface of this name.
    pub(in crate::graph) fn shape(&self, name: &str) -> Option<&Shape> {
        self.0.get(name)
    }

    /// All of them, by name.
    pub(in crate::graph) fn shapes(&self) -> impl Iterator<Item = (&str, &Shape)> {
        self.0.iter().map(|(name, shape)| (name.as_str(), shape))
    }

    /// Where operations of this kind begin.
    pub(in crate::graph) fn root(kind: OperationType) -> &'static str {
        match kind {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            // There is none, so the library refuses the operation.
            OperationType::Subscription => "",
        }
    }
}

fn named(kind: &Type) -> String {
    match &kind.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => named(inner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_knows_where_fields_lead_and_what_an_interface_may_be() {
        let outline = Outline::of(
            "type Query { things(first: Int): [Thing!]! node: Node } interface Node { id: ID! }
             type Thing implements Node { id: ID! name: String } enum Kind { ONE } input In { a: Int }",
        );
        assert_eq!(outline.shapes().map(|(name, _)| name).collect::<Vec<_>>(), ["Node", "Query", "Thing"]);
        assert_eq!(outline.shape("Query").unwrap().fields["things"], "Thing");
        assert_eq!(outline.shape("Node").unwrap().possible, ["Thing".to_owned()].into());
        assert_eq!(outline.shape("Thing").unwrap().possible, ["Thing".to_owned()].into());
    }
}
