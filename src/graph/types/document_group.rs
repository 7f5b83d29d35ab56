//! Documents that are signed together.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::document::Document;
use super::field_invite::InviteStatus;
use super::time::Moment;
use crate::graph::field::{Field, answer, answer_if_any, known, loaders};
use crate::graph::id::GlobalId;
use crate::loaders::{Loaders, LoadsList, LoadsObject, Row};
use crate::signnow::v1::{self, DocumentGroupById, DocumentGroupSummary, DocumentGroups};
use crate::signnow::{self, DocumentGroupId, Error};

/// signNow tells of a group in three places, and in each something that it leaves out in the others. What the place that
/// told of this one already said is not asked for again.
#[derive(Clone)]
pub(in crate::graph) struct DocumentGroup {
    id: DocumentGroupId,
    told: Told,
}

#[derive(Clone)]
enum Told {
    /// By a document in it: everything but its documents and when it changed.
    Document(Document),
    /// By the list of groups: everything.
    Row(Row<DocumentGroupSummary>),
    /// By itself: everything but how far its invite has come and when it changed.
    Itself(Arc<v1::DocumentGroup>),
}

impl DocumentGroup {
    /// The group that a document belongs to, if any.
    pub(super) fn of(document: &Document) -> Option<Self> {
        let id = document.get().document_group.as_ref()?.id.clone();
        Some(Self { id, told: Told::Document(document.clone()) })
    }

    pub(super) fn from_row(row: Row<DocumentGroupSummary>) -> Self {
        Self { id: row.id.clone(), told: Told::Row(row) }
    }

    /// Reads a group.
    ///
    /// # Errors
    /// What reading it came to.
    pub(in crate::graph) async fn read(loaders: &Loaders, id: &DocumentGroupId) -> Result<Self, Error> {
        let group = loaders.object(DocumentGroupById { id: id.clone() }).await?;
        Ok(Self { id: id.clone(), told: Told::Itself(group) })
    }

    fn of_its_document(&self) -> Option<&v1::DocumentGroupInfo> {
        match &self.told {
            Told::Document(document) => document.get().document_group.as_ref(),
            Told::Row(_) | Told::Itself(_) => None,
        }
    }

    fn invite(&self) -> Option<&str> {
        match &self.told {
            Told::Document(_) => self.of_its_document()?.invite_id.as_deref(),
            Told::Row(row) => row.invite_id.as_deref(),
            Told::Itself(group) => group.invite_id.as_deref(),
        }
    }

    async fn status(&self, loaders: &Loaders) -> Result<Option<InviteStatus>, Error> {
        let status = |word: &String| signnow::InviteStatus::of(word).into();
        if let Some(info) = self.of_its_document() {
            return Ok(info.invite_status.as_ref().map(status));
        }
        match self.invite() {
            None => Ok(None),
            Some(_) => Ok(self.row(loaders).await?.and_then(|row| row.invite_status.as_ref().map(status))),
        }
    }

    /// Its row in the list of groups, which has to be looked for.
    async fn row(&self, loaders: &Loaders) -> Result<Option<Row<DocumentGroupSummary>>, Error> {
        match &self.told {
            Told::Row(row) => Ok(Some(row.clone())),
            Told::Document(_) | Told::Itself(_) => loaders.row(&DocumentGroups, &self.id).await,
        }
    }

    async fn grouped(&self, loaders: &Loaders) -> Result<Vec<GroupedDocument>, Error> {
        let group = match &self.told {
            Told::Document(_) => Self::read(loaders, &self.id).await?,
            Told::Row(_) | Told::Itself(_) => self.clone(),
        };
        let places = 0..group.told.documents().len();
        Ok(places.map(|index| GroupedDocument { group: group.told.clone(), index }).collect())
    }
}

impl Told {
    fn documents(&self) -> &[v1::GroupedDocument] {
        match self {
            Self::Document(_) => &[],
            Self::Row(row) => &row.documents,
            Self::Itself(group) => &group.documents,
        }
    }
}

/// A group of documents of the signed-in user, to be signed together.
#[Object]
impl DocumentGroup {
    /// The global id, for `node`.
    pub(in crate::graph) async fn id(&self) -> ID {
        GlobalId::DocumentGroup(self.id.clone()).encode()
    }

    /// signNow's id of the group.
    async fn document_group_id(&self) -> &str {
        self.id.as_str()
    }

    /// Its name; null where a document in it tells of the group, and not its name.
    async fn name(&self) -> Option<&str> {
        match &self.told {
            Told::Document(_) => self.of_its_document()?.name.as_deref(),
            Told::Row(row) => Some(&row.name),
            Told::Itself(group) => Some(&group.name),
        }
    }

    /// How many documents are in it.
    async fn document_count(&self) -> u64 {
        match self.of_its_document() {
            Some(info) => info.document_count,
            None => self.told.documents().len() as u64,
        }
    }

    /// Its documents, in its order.
    async fn documents(&self, context: &Context<'_>) -> Field<Vec<GroupedDocument>> {
        answer(async { Ok(self.grouped(loaders(context)).await?) }).await
    }

    /// signNow's id of the invite that goes for the whole group; null as long as nobody was invited.
    async fn invite_id(&self) -> Option<&str> {
        self.invite()
    }

    /// How far that invite has come; null if there is none. Of a group that was asked for by its id, it is looked up in
    /// the list of groups.
    async fn invite_status(&self, context: &Context<'_>) -> Field<InviteStatus> {
        answer_if_any(async { Ok(self.status(loaders(context)).await?) }).await
    }

    /// When it last changed. Only the list of groups tells, so it is looked up there for groups from elsewhere.
    async fn updated_at(&self, context: &Context<'_>) -> Field<Moment> {
        answer_if_any(async {
            Ok(self.row(loaders(context)).await?.and_then(|row| row.updated_at).map(Moment))
        })
        .await
    }
}

/// A document, where it stands in its group.
pub(in crate::graph) struct GroupedDocument {
    group: Told,
    index: usize,
}

impl GroupedDocument {
    fn get(&self) -> &v1::GroupedDocument {
        &self.group.documents()[self.index]
    }
}

/// A document as its group shows it.
#[Object]
impl GroupedDocument {
    /// signNow's id of the document.
    async fn document_id(&self) -> &str {
        self.get().id.as_str()
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.get().name
    }

    /// The names of the roles people play in signing it.
    async fn roles(&self) -> &[String] {
        &self.get().roles
    }

    /// Whether one of its fields belongs to nobody; null where signNow does not tell.
    async fn has_unassigned_field(&self) -> Option<bool> {
        self.get().has_unassigned_field
    }

    /// The document itself, with its fields and invites: one call to signNow for each. Null if it is gone.
    async fn document(&self, context: &Context<'_>) -> Field<Document> {
        answer_if_any(async { Ok(known(Document::read(loaders(context), &self.get().id).await)?) }).await
    }
}
