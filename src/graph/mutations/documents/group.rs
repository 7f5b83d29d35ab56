//! Making and deleting groups of documents.

use async_graphql::{Context, ID, InputObject, Object};
use futures::future::join_all;

use super::LONGEST_NAME;
use crate::graph::field::{Field, known};
use crate::graph::id::GlobalId;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::input::input;
use crate::graph::mutations::invites::is_out;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::mutations::user_error::{UserError, UserErrorCode};
use crate::graph::types::DocumentGroup;
use crate::loaders::LoadsObject;
use crate::signnow::v1::{
    CreateDocumentGroup, DeleteDocumentGroup, Document, DocumentById, DocumentGroupById,
};
use crate::signnow::{DocumentGroupId, DocumentId, Error};

/// The most documents of a group. signNow documents no bound.
const MOST_DOCUMENTS: usize = 100;

/// Documents to be signed together.
#[derive(InputObject)]
struct CreateDocumentGroupInput {
    /// Its name. Two groups may have the same one.
    name: String,
    /// The documents in the order of the group, 1 to 100, each once: their global ids, or signNow's own. The signed-in user
    /// owns all of them, none is a template, invited or in another group, and one at least has fields.
    document_ids: Vec<ID>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { CreateDocumentGroupInput => CreateDocumentGroup, |input, check| {
    let name = check.text("name", input.name, LONGEST_NAME);
    let documents = documents(check, input.document_ids);
    Some(CreateDocumentGroup { name: name?, documents: documents? })
} }

fn documents(check: &mut Check, ids: Vec<ID>) -> Option<Vec<DocumentId>> {
    let ids = check.length("documentIds", ids, 1..=MOST_DOCUMENTS)?;
    check.each_once("documentIds", "", ids, |check, id| check.document("", &id), DocumentId::clone)
}

/// A group to end.
#[derive(InputObject)]
struct DeleteDocumentGroupInput {
    /// The group: its global id, or signNow's own.
    document_group_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { DeleteDocumentGroupInput => DeleteDocumentGroup, |input, check| {
    Some(DeleteDocumentGroup { group: check.document_group("documentGroupId", &input.document_group_id)? })
} }

payload! {
    /// What became of making a group of documents.
    CreateDocumentGroupPayload(DocumentGroupId) {
        /// The new group.
        document_group: DocumentGroup = |loaders, id| Ok(Some(DocumentGroup::read(loaders, id).await?));
    }
}

payload! {
    /// What became of deleting a group of documents.
    DeleteDocumentGroupPayload(DocumentGroupId) {
        /// The global id that the group had; null unless it is gone.
        deleted_document_group_id: ID = |_loaders, id| Ok(Some(GlobalId::DocumentGroup(id.clone()).encode()));
    }
}

#[derive(Default)]
pub(super) struct DocumentGroupMutations;

#[Object]
impl DocumentGroupMutations {
    /// Makes a group of documents, to be signed together.
    async fn create_document_group(
        &self,
        context: &Context<'_>,
        input: CreateDocumentGroupInput,
    ) -> Field<CreateDocumentGroupPayload> {
        mutate(context, input, |create: CreateDocumentGroup, desk| async move {
            let documents = create.documents.clone();
            match desk.send(create).await {
                Err(error) => desk.explain(error, against_making(&desk, &documents)).await,
                carried => desk.tell(carried, |made| made.cloned()),
            }
        })
        .await
    }

    /// Deletes a group; its documents stay. A group that was invited stays too.
    async fn delete_document_group(
        &self,
        context: &Context<'_>,
        input: DeleteDocumentGroupInput,
    ) -> Field<DeleteDocumentGroupPayload> {
        mutate(context, input, |delete: DeleteDocumentGroup, desk| async move {
            let id = delete.group.clone();
            match desk.send(delete).await {
                Err(error) => desk.explain(error, against_deleting(&desk, &id)).await,
                carried => desk.tell(carried, |done| done.map(|()| id)),
            }
        })
        .await
    }
}

/// Why signNow makes no group of these documents, which it refuses for many reasons with one number.
async fn against_making(desk: &Desk, ids: &[DocumentId]) -> Result<Vec<UserError>, Error> {
    let loaders = desk.loaders.anew();
    let documents = join_all(ids.iter().map(|id| loaders.object(DocumentById { id: id.clone() }))).await;
    let (mut check, mut has_fields) = (Check::new(), false);
    for (index, document) in documents.into_iter().enumerate() {
        let document = known(document)?;
        has_fields |= document.as_ref().is_none_or(|document| !document.fields.is_empty());
        if let Some((code, wrong)) = against_grouping(document.as_deref()) {
            check.item("documentIds", index, |check| check.note("", code, wrong));
        }
    }
    if !has_fields {
        check.note(
            "documentIds",
            NoFields,
            "One of the documents at least needs fields; add some with roles first.",
        );
    }
    Ok(check.then(Some(())).err().unwrap_or_default())
}

fn against_grouping(document: Option<&Document>) -> Option<(UserErrorCode, &'static str)> {
    match document {
        None => Some((DocumentNotFound, "There is no such document of the signed-in user's.")),
        Some(document) if document.is_template => {
            Some((IsTemplate, "This is a template; groups are of documents."))
        }
        Some(document) if document.document_group.is_some() => {
            Some((DocumentGrouped, "This document belongs to a group already."))
        }
        Some(document) if is_out(document) => Some((InviteExists, "This document has an invite of its own.")),
        Some(_) => None,
    }
}

async fn against_deleting(desk: &Desk, id: &DocumentGroupId) -> Result<Vec<UserError>, Error> {
    let group = desk.loaders.anew().object(DocumentGroupById { id: id.clone() }).await?;
    let wrong = "The group has an invite; take that back first.";
    let reason = group.invite_id.as_ref().map(|_| UserError::at(&["documentGroupId"], InviteExists, wrong));
    Ok(reason.into_iter().collect())
}
