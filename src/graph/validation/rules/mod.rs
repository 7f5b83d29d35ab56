//! What graphql-js refuses and `apollo-compiler` lets pass, over documents that the latter has found valid.
//!
//! Every rule visits a fragment once per operation or selection set, so that none costs more than the fields a document stands for.

mod arguments;
mod introspection;
mod values;

use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};

use super::fault::Fault;

/// What is wrong with a document.
pub(super) fn check(
    schema: &Valid<Schema>,
    document: &Valid<ExecutableDocument>,
    introspection: bool,
) -> Vec<Fault> {
    let mut faults = values::check(schema, document);
    faults.extend(arguments::check(schema, document));
    faults.extend(introspection::check(document, introspection));
    faults
}
