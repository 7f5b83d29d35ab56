//! A document of the signed-in user.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};

use super::document_field::DocumentField;
use super::document_group::DocumentGroup;
use super::field_invite::FieldInvite;
use super::signing::{DocumentRole, FreeformInvite};
use super::time::Moment;
use crate::graph::id::GlobalId;
use crate::loaders::{Loaders, LoadsObject, Row};
use crate::signnow::v1::{self, DocumentById};
use crate::signnow::{DocumentId, Error};

/// Which of signNow's two lists of documents.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum DocumentState {
    /// Something was put onto the document: fields, texts, signatures.
    Modified,
    /// The document is as it was uploaded.
    Unmodified,
}

impl DocumentState {
    /// The name of the list in its cursors.
    pub(super) fn list_kind(self) -> &'static str {
        match self {
            Self::Modified => "modifiedDocuments",
            Self::Unmodified => "unmodifiedDocuments",
        }
    }
}

impl From<DocumentState> for v1::DocumentState {
    fn from(state: DocumentState) -> Self {
        match state {
            DocumentState::Modified => Self::Modified,
            DocumentState::Unmodified => Self::Unmodified,
        }
    }
}

/// Read by itself, or as a row of a list; signNow answers the same object both ways.
#[derive(Clone)]
pub(in crate::graph) enum Document {
    Object(Arc<v1::Document>),
    Row(Row<v1::Document>),
}

impl Document {
    pub(in crate::graph) fn new(document: Arc<v1::Document>) -> Self {
        Self::Object(document)
    }

    /// Reads a document.
    ///
    /// # Errors
    /// What reading it came to.
    pub(in crate::graph) async fn read(loaders: &Loaders, id: &DocumentId) -> Result<Self, Error> {
        Ok(Self::new(loaders.object(DocumentById { id: id.clone() }).await?))
    }

    pub(super) fn from_row(row: Row<v1::Document>) -> Self {
        Self::Row(row)
    }

    pub(super) fn get(&self) -> &v1::Document {
        match self {
            Self::Object(document) => document,
            Self::Row(row) => row,
        }
    }
}

/// A document or a template of the signed-in user.
#[Object]
impl Document {
    /// The global id, for `node`.
    pub(in crate::graph) async fn id(&self) -> ID {
        GlobalId::Document(self.get().id.clone()).encode()
    }

    /// signNow's id of the document.
    async fn document_id(&self) -> &str {
        self.get().id.as_str()
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.get().name
    }

    /// The name of the file it was made from.
    async fn original_filename(&self) -> Option<&str> {
        self.get().original_filename.as_deref()
    }

    /// How many pages it has.
    async fn page_count(&self) -> u64 {
        self.get().page_count
    }

    /// Whether it is a template.
    async fn is_template(&self) -> bool {
        self.get().is_template
    }

    /// The e-mail address of its owner.
    async fn owner_email(&self) -> Option<&str> {
        self.get().owner_email.as_deref()
    }

    /// When it was uploaded.
    async fn created_at(&self) -> Option<Moment> {
        self.get().created_at.map(Moment)
    }

    /// When it last changed.
    async fn updated_at(&self) -> Option<Moment> {
        self.get().updated_at.map(Moment)
    }

    /// How many fields are on it.
    async fn field_count(&self) -> u64 {
        self.get().field_count()
    }

    /// The places on it where something is to be filled in, in signNow's order.
    async fn fields(&self) -> Vec<DocumentField<'_>> {
        self.get().fields.iter().map(DocumentField).collect()
    }

    /// How many signatures are on it.
    async fn signature_count(&self) -> u64 {
        self.get().signature_count
    }

    /// Its labels.
    async fn tags(&self) -> Vec<&str> {
        self.get().tags.iter().map(|tag| tag.name.as_str()).collect()
    }

    /// The parts people play in signing it.
    async fn roles(&self) -> Vec<DocumentRole<'_>> {
        self.get().roles.iter().map(DocumentRole).collect()
    }

    /// Invites to fill in and sign fields.
    async fn field_invites(&self) -> Vec<FieldInvite> {
        FieldInvite::all(self)
    }

    /// Invites to sign anywhere on it.
    async fn freeform_invites(&self) -> Vec<FreeformInvite<'_>> {
        self.get().freeform_invites.iter().map(FreeformInvite).collect()
    }

    /// The group it belongs to; null if none.
    async fn group(&self) -> Option<DocumentGroup> {
        DocumentGroup::of(self)
    }
}
