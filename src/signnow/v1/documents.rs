//! Where documents are read from.

use super::document::Document;
use crate::signnow::error::DecodeError;
use crate::signnow::ids::DocumentId;
use crate::signnow::resource::{List, Page, Resource};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire;
use crate::signnow::wire::envelope::bare_page;

/// The viewer's documents: `GET /user/documentsv2` or `GET /user/documents`.
///
/// The answer is a bare array: there is no total, and a page that is not full is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Documents {
    /// Which ones.
    pub state: DocumentState,
}

/// Whether anything was put onto a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentState {
    /// Fields, texts or signatures were added: `/user/documentsv2`.
    Modified,
    /// As it was uploaded: `/user/documents`.
    Unmodified,
}

impl List for Documents {
    type Row = Document;

    fn route(&self) -> Route {
        match self.state {
            DocumentState::Modified => Route::new("GET /user/documentsv2"),
            DocumentState::Unmodified => Route::new("GET /user/documents"),
        }
    }

    fn path(&self) -> Path {
        match self.state {
            DocumentState::Modified => Path::root("/user/documentsv2"),
            DocumentState::Unmodified => Path::root("/user/documents"),
        }
    }

    fn query(&self) -> Query {
        Query::new()
    }

    fn decode_page(&self, body: &[u8], _number: u32) -> Result<Page<Document>, DecodeError> {
        bare_page(body)
    }
}

/// One document: `GET /document/{document_id}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocumentById {
    /// Which.
    pub id: DocumentId,
}

impl Resource for DocumentById {
    type Value = Document;

    fn route(&self) -> Route {
        Route::new("GET /document/{document_id}")
    }

    fn target(&self) -> Target {
        Target::new(Path::root("/document").id(&self.id), &Query::new())
    }

    fn decode(&self, body: &[u8]) -> Result<Document, DecodeError> {
        wire::decode(body)
    }
}
