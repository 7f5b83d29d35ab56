//! The rules, all of them, over a document.

use apollo_compiler::Schema;
use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::validation::Valid;
use async_graphql::ServerError;

use super::columns::Columns;
use super::document::Unchecked;
use super::fault::{Fault, refusal, sentence};
use super::rules;
use crate::graph::error::Code;

/// How many things that are wrong with a document are told.
const MOST_FAULTS: usize = 20;

/// What the schema of schemas has besides (GraphQL of September 2025, section 4.2), and `apollo-compiler` does not know.
const BEYOND: &str = "extend type __Type { isOneOf: Boolean }";

/// The schema, ready to hold documents against it.
pub(super) struct Validator {
    schema: Valid<Schema>,
    introspection: bool,
}

impl Validator {
    pub(super) fn new(sdl: &str, introspection: bool) -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the schema is this program's own, and every test starts with it"
        )]
        let schema =
            Schema::parse_and_validate(format!("{sdl}\n{BEYOND}"), "").expect("our own schema is valid");
        Self { schema, introspection }
    }

    pub(super) fn types(&self) -> &Valid<Schema> {
        &self.schema
    }

    /// Holds a document against every rule.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn validate(&self, unchecked: &Unchecked) -> Result<(), Vec<ServerError>> {
        let faults = match unchecked.tree.to_executable_validate(&self.schema) {
            Ok(document) => rules::check(&self.schema, &document, self.introspection),
            Err(failed) => failed
                .errors
                .iter()
                .take(MOST_FAULTS)
                .map(|found| Fault::new(found.error.location(), sentence(&found.error.to_string())))
                .collect(),
        };
        match faults.is_empty() {
            true => Ok(()),
            false => Err(told(faults, &unchecked.columns)),
        }
    }
}

fn told(faults: Vec<Fault>, columns: &Columns) -> Vec<ServerError> {
    let refused =
        |fault: Fault| refusal(Code::GraphqlValidationFailed, fault.message, columns.place(fault.span));
    faults.into_iter().take(MOST_FAULTS).map(refused).collect()
}
