//! The documents of late, so that one that comes again is neither read nor validated again.

use std::any::TypeId;
use std::sync::Arc;

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Request, ServerError, Variables};
use moka::sync::Cache;

use super::document::Document;
use super::validator::Validator;
use super::variables;
use crate::graph::error::Failure;

/// How much memory kept documents may take, about.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// What a byte of text takes in memory once it is read, at most: a field may be two bytes of text.
const BYTES_PER_BYTE: usize = 128;

/// Reads and validates documents, and keeps those that are valid. Cloning gives another handle.
#[derive(Clone)]
pub(in crate::graph) struct Documents {
    validator: Arc<Validator>,
    valid: Cache<String, Arc<Document>>,
}

impl Documents {
    /// For a schema in its definition language, which callers may ask for by introspection or not.
    pub(in crate::graph) fn new(sdl: &str, introspection: bool) -> Self {
        let weigh = |text: &String, _: &Arc<Document>| {
            u32::try_from(text.len().saturating_mul(BYTES_PER_BYTE)).unwrap_or(u32::MAX)
        };
        let valid = Cache::builder().max_capacity(MOST_BYTES).weigher(weigh).build();
        Self { validator: Arc::new(Validator::new(sdl, introspection)), valid }
    }

    /// The document of a request, which is read once. What is wrong with its syntax is told each time it is asked for.
    ///
    /// # Errors
    /// As [`Document::read`].
    pub(in crate::graph) fn of(&self, request: &mut Request) -> Result<Arc<Document>, ServerError> {
        if let Some(known) = Self::known(request) {
            return Ok(known);
        }
        let document = match self.valid.get(&request.query) {
            Some(document) => document,
            None => Arc::new(Document::read(&request.query)?),
        };
        request.data.insert(Arc::clone(&document));
        Ok(document)
    }

    /// The document of a request that was read before.
    pub(in crate::graph) fn known(request: &Request) -> Option<Arc<Document>> {
        let known = request.data.get(&TypeId::of::<Arc<Document>>())?;
        known.downcast_ref::<Arc<Document>>().map(Arc::clone)
    }

    /// Validates a document that came as `text`, and keeps it if it is valid.
    ///
    /// # Errors
    /// `GRAPHQL_VALIDATION_FAILED`, one for each thing that is wrong, up to a bound.
    pub(in crate::graph) fn validate(&self, text: &str, document: &Document) -> Result<(), Vec<ServerError>> {
        let Some(unchecked) = &document.unchecked else { return Ok(()) };
        self.validator.validate(unchecked)?;
        self.valid.insert(text.to_owned(), Arc::new(document.checked()));
        Ok(())
    }

    /// The variables of an operation, as their declarations make them: defaults filled in, single things in lists where
    /// lists are declared.
    ///
    /// # Errors
    /// As [`variables::coerce`].
    pub(in crate::graph) fn coerce(
        &self,
        document: &ExecutableDocument,
        operation_name: Option<&str>,
        variables: Variables,
    ) -> Result<Variables, Failure> {
        variables::coerce(self.validator.types(), document, operation_name, variables)
    }
}
