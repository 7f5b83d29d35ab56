//! A document that was read.

use apollo_compiler::ast;
use async_graphql::ServerError;
use async_graphql::parser::types::ExecutableDocument;

use super::columns::Columns;
use super::{conversion, syntax};

/// A document, as the library executes it.
pub(in crate::graph) struct Document {
    /// The operations and fragments.
    pub(in crate::graph) executable: ExecutableDocument,
    /// What is left to validate; nothing for one that is known to be valid.
    pub(super) unchecked: Option<Unchecked>,
}

/// What a validator looks at.
pub(super) struct Unchecked {
    pub(super) tree: ast::Document,
    pub(super) columns: Columns,
}

impl Document {
    /// Reads a text.
    ///
    /// # Errors
    /// As [`syntax::parse`] and [`conversion::convert`].
    pub(super) fn read(text: &str) -> Result<Self, ServerError> {
        let columns = Columns::of(text);
        let tree = syntax::parse(text, &columns)?;
        let executable = conversion::convert(&tree, &columns)?;
        Ok(Self { executable, unchecked: Some(Unchecked { tree, columns }) })
    }

    /// Whether it is known to be valid.
    pub(in crate::graph) fn is_valid(&self) -> bool {
        self.unchecked.is_none()
    }

    /// The same document, known to be valid.
    pub(super) fn checked(&self) -> Self {
        Self { executable: self.executable.clone(), unchecked: None }
    }
}
