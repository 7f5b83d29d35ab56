//! The signed-in user's documents.

use std::time::Duration;

use super::change::{Before, Change, Evidence};
use super::document_groups::{document_groups_tag, every_document_group_tag};
use super::kept::{Kept, Lifetimes};
use super::reader::Reader;
use super::users::viewer_tag;
use crate::cache::Tag;
use crate::signnow::v1::{
    DeleteDocument, DocumentById, Documents, EditDocument, EditableById, EditableDocument, NewField,
    UploadDocument, User,
};
use crate::signnow::v2::UploadDocumentFromUrl;
use crate::signnow::{DocumentId, Error, ErrorKind};

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
        vec![document_tag(&self.id), every_document_tag()]
    }

    /// The lists hold it whole.
    fn falls_with(&self) -> Vec<Tag> {
        vec![document_tag(&self.id), documents_tag()]
    }
}

/// The same answer, read with other eyes.
impl Kept for EditableById {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![document_tag(&self.id), every_document_tag()]
    }

    /// The lists hold it whole.
    fn falls_with(&self) -> Vec<Tag> {
        vec![document_tag(&self.id), documents_tag()]
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

/// Whichever document by itself.
pub(super) fn every_document_tag() -> Tag {
    Tag::new("every document")
}

/// What an upload that got no answer came to is not looked for: two files may have one name, the lists are long, and somebody
/// else may upload meanwhile. So it stays unknown.
impl Change for UploadDocument {
    /// `GET /user` counts documents.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![documents_tag(), viewer_tag()]
    }
}

/// As [`UploadDocument`]: it stays unknown. signNow may even be fetching still.
impl Change for UploadDocumentFromUrl {
    /// `GET /user` counts documents.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![documents_tag(), viewer_tag()]
    }
}

impl Change for EditDocument {
    /// A group shows the names of its documents and of their roles, and nothing in the command tells which group that is.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![documents_tag(), document_tag(&self.document), document_groups_tag(), every_document_group_tag()]
    }

    /// Fields are compared in everything that can be written of them. That they differ proves nothing: signNow may show them
    /// in other words than they were written in.
    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let shown = reader.get(&EditableById { id: self.document.clone() }).await?;
        let is_named = self.name.as_ref().is_none_or(|name| *name == shown.document.name);
        let has_fields = self.fields.as_ref().is_none_or(|fields| has_exactly(&shown, fields));
        Ok(match (is_named, has_fields) {
            (true, true) => Evidence::Done(()),
            (false, _) => Evidence::NotDone,
            (true, false) => Evidence::Unclear,
        })
    }
}

fn has_exactly(document: &EditableDocument, fields: &[NewField]) -> bool {
    fields.iter().map(Some).eq(document.fields.iter().map(|field| field.as_new.as_ref()))
}

impl Change for DeleteDocument {
    /// `GET /user` counts documents, and so does a group. The others of its group tell of the group, and nothing in the command
    /// tells which these are.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![
            documents_tag(),
            every_document_tag(),
            document_groups_tag(),
            every_document_group_tag(),
            viewer_tag(),
        ]
    }

    /// Refused here if there is no such document.
    async fn before(&self, reader: &Reader) -> Result<Option<Before>, Error> {
        let document = reader.get(&DocumentById { id: self.document.clone() }).await?;
        Ok(Some(Before::itself(document.id.as_str(), true)))
    }

    /// What is not to be seen is gone only if it was to be seen before.
    async fn evidence(&self, reader: &Reader, before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let was_there = before.is_some_and(|before| !before.lacks(self.document.as_str()));
        match reader.get(&DocumentById { id: self.document.clone() }).await {
            Ok(_) => Ok(Evidence::NotDone),
            Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Forbidden) => Err(error),
            Err(_) if was_there => Ok(Evidence::Done(())),
            Err(_) => Ok(Evidence::Unclear),
        }
    }
}
