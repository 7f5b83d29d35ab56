//! The types that values can have, by name.

use apollo_compiler::schema::{EnumType, ExtendedType, InputObjectType};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Node, Schema};

/// What stands behind the name of a type that an argument or a variable can have.
pub(super) enum InputType<'a> {
    Scalar,
    Enum(&'a Node<EnumType>),
    Object(&'a Node<InputObjectType>),
}

/// The type of this name, if values can have it.
pub(super) fn input<'a>(schema: &'a Valid<Schema>, name: &str) -> Option<InputType<'a>> {
    match schema.types.get(name)? {
        ExtendedType::Scalar(_) => Some(InputType::Scalar),
        ExtendedType::Enum(enumeration) => Some(InputType::Enum(enumeration)),
        ExtendedType::InputObject(object) => Some(InputType::Object(object)),
        ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_) => None,
    }
}

/// Whether exactly one of an object's fields has to be given.
pub(super) fn is_one_of(object: &InputObjectType) -> bool {
    object.directives.has("oneOf")
}
