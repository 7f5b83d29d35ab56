//! The signed-in user's documents.

use std::time::Duration;

use super::kept::{Kept, Lifetimes};
use crate::cache::Tag;
use crate::signnow::DocumentId;
use crate::signnow::v1::{DocumentById, Documents};

impl Kept for Documents {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![documents_tag()]
    }
}

/// A change to one document leaves what is known of the others.
impl Kept for DocumentById {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![document_tag(&self.id)]
    }
}

/// The viewer's lists of documents, which hold each of them whole.
pub(super) fn documents_tag() -> Tag {
    Tag::new("documents")
}

/// One document by itself.
pub(super) fn document_tag(document: &DocumentId) -> Tag {
    Tag::new(format!("document {document}"))
}
