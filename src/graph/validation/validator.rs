//! The rules, all of them, over a document.

use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::validation::{Valid, WithErrors};
use apollo_compiler::{ExecutableDocument, Schema};
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
            Err(failed) => without_consequences(&failed),
        };
        match faults.is_empty() {
            true => Ok(()),
            false => Err(told(faults, &unchecked.columns)),
        }
    }
}

/// What `apollo-compiler` found. A field that it does not know it takes out, and where that was the only one it misses it then:
/// what it misses is told only where it is all there is.
fn without_consequences(failed: &WithErrors<ExecutableDocument>) -> Vec<Fault> {
    let found = failed.errors.iter().map(|found| (found.error.location(), found.error.to_string()));
    let (missed, found): (Vec<_>, Vec<_>) = found.partition(|(_, reason)| reason.ends_with(MISSED));
    let told = if found.is_empty() { missed } else { found };
    told.into_iter().take(MOST_FAULTS).map(|(place, reason)| Fault::new(place, sentence(&reason))).collect()
}

/// How it says that a field of an object has no selection.
const MISSED: &str = "must have a subselection set";

fn told(faults: Vec<Fault>, columns: &Columns) -> Vec<ServerError> {
    let refused =
        |fault: Fault| refusal(Code::GraphqlValidationFailed, fault.message, columns.place(fault.span));
    faults.into_iter().take(MOST_FAULTS).map(refused).collect()
}
