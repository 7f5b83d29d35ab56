//! What is wrong with a document, as callers are told.

use apollo_compiler::parser::SourceSpan;
use async_graphql::{Pos, ServerError};

use crate::graph::error::{Code, mark};

/// One thing that is wrong, and where.
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) span: Option<SourceSpan>,
}

impl Fault {
    pub(super) fn new(span: Option<SourceSpan>, message: impl Into<String>) -> Self {
        Self { message: message.into(), span }
    }
}

/// An error about a place in a document.
pub(super) fn refusal(code: Code, message: String, place: Pos) -> ServerError {
    let mut error = ServerError::new(message, Some(place));
    mark(error.extensions.get_or_insert_default(), code, false);
    error
}

/// A sentence of apollo-compiler's, as one of ours.
pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str().trim_end_matches('.'))
}
