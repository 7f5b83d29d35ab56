//! Groups of the signed-in user's documents.

use std::time::Duration;

use super::change::{Before, Change, Evidence};
use super::documents::{document_tag, documents_tag, every_document_tag};
use super::kept::{Kept, Lifetimes};
use super::reader::Reader;
use crate::cache::Tag;
use crate::signnow::v1::{
    CreateDocumentGroup, DeleteDocumentGroup, DocumentGroupById, DocumentGroupSummary, DocumentGroups, User,
};
use crate::signnow::{DocumentGroupId, Error};

impl Kept for DocumentGroups {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![document_groups_tag()]
    }
}

impl Kept for DocumentGroupById {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![document_group_tag(&self.id), every_document_group_tag()]
    }

    fn falls_with(&self) -> Vec<Tag> {
        vec![document_group_tag(&self.id), document_groups_tag()]
    }
}

/// The viewer's list of groups.
pub(super) fn document_groups_tag() -> Tag {
    Tag::new("document groups")
}

/// One group by itself.
pub(super) fn document_group_tag(group: &DocumentGroupId) -> Tag {
    Tag::new(format!("document group {group}"))
}

/// Whichever group by itself.
pub(super) fn every_document_group_tag() -> Tag {
    Tag::new("every document group")
}

impl Change for CreateDocumentGroup {
    /// A document tells which group it is in.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        let documents = self.documents.iter().map(document_tag);
        documents.chain([documents_tag(), document_groups_tag()]).collect()
    }

    async fn before(&self, reader: &Reader) -> Result<Option<Before>, Error> {
        let pages = reader.all(&DocumentGroups).await?;
        let ids = pages.iter().flat_map(|page| &page.rows).map(|row| row.id.as_str().to_owned());
        Ok(Some(Before(ids.collect())))
    }

    /// A document is in one group at most; so a new group with the same name and the same documents is this one.
    async fn evidence(
        &self,
        reader: &Reader,
        before: Option<&Before>,
    ) -> Result<Evidence<DocumentGroupId>, Error> {
        let Some(before) = before else { return Ok(Evidence::Unclear) };
        let pages = reader.all(&DocumentGroups).await?;
        let rows = pages.iter().flat_map(|page| &page.rows);
        let fitting = rows.filter(|row| before.lacks(row.id.as_str()) && is_made_by(self, row));
        Ok(Evidence::only(fitting.map(|row| row.id.clone())))
    }
}

fn is_made_by(create: &CreateDocumentGroup, row: &DocumentGroupSummary) -> bool {
    row.name == create.name && row.documents.iter().map(|document| &document.id).eq(&create.documents)
}

impl Change for DeleteDocumentGroup {
    /// Its documents tell of it, and nothing in the command tells which these are.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![document_groups_tag(), document_group_tag(&self.group), documents_tag(), every_document_tag()]
    }

    async fn before(&self, reader: &Reader) -> Result<Option<Before>, Error> {
        Ok(Some(Before::itself(self.group.as_str(), is_listed(reader, &self.group).await?)))
    }

    /// What is not in the list is gone only if it was there before.
    async fn evidence(&self, reader: &Reader, before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let was_there = before.is_some_and(|before| !before.lacks(self.group.as_str()));
        Ok(match is_listed(reader, &self.group).await? {
            true => Evidence::NotDone,
            false if was_there => Evidence::Done(()),
            false => Evidence::Unclear,
        })
    }
}

async fn is_listed(reader: &Reader, group: &DocumentGroupId) -> Result<bool, Error> {
    let pages = reader.all(&DocumentGroups).await?;
    Ok(pages.iter().flat_map(|page| &page.rows).any(|row| row.id == *group))
}
