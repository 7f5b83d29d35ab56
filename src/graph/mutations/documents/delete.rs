//! Deleting documents.

use async_graphql::{Context, ID, InputObject, Object};

use crate::graph::field::Field;
use crate::graph::id::GlobalId;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::input::input;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::{UserError, UserErrorCode};
use crate::loaders::LoadsObject;
use crate::signnow::v1::{DeleteDocument, DocumentById};
use crate::signnow::{DocumentId, Error};

/// A document to delete.
#[derive(InputObject)]
struct DeleteDocumentInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { DeleteDocumentInput => DeleteDocument, |input, check| {
    Some(DeleteDocument { document: check.document("documentId", &input.document_id)? })
} }

payload! {
    /// What became of deleting a document.
    DeleteDocumentPayload(DocumentId) {
        /// The global id that the document had; null unless it is gone.
        deleted_document_id: ID = |_loaders, id| Ok(Some(GlobalId::Document(id.clone()).encode()));
    }
}

#[derive(Default)]
pub(super) struct DeletionMutations;

#[Object]
impl DeletionMutations {
    /// Deletes a document with everything on it, and takes it out of its group. signNow gives nothing back.
    async fn delete_document(
        &self,
        context: &Context<'_>,
        input: DeleteDocumentInput,
    ) -> Field<DeleteDocumentPayload> {
        mutate(context, input, |delete: DeleteDocument, desk| async move {
            let _turn = desk.turns.wait(&delete.document).await;
            let id = delete.document.clone();
            match desk.send(delete).await {
                Err(error) => desk.explain(error, reasons(&desk, &id)).await,
                carried => desk.tell(carried, |done| done.map(|()| id)),
            }
        })
        .await
    }
}

async fn reasons(desk: &Desk, id: &DocumentId) -> Result<Vec<UserError>, Error> {
    let document = desk.loaders.object(DocumentById { id: id.clone() }).await?;
    let is_invited = document.document_group.as_ref().is_some_and(|group| group.invite_id.is_some());
    let wrong = "The document belongs to a group that was invited as a whole; take that invite back first.";
    let reason = is_invited.then(|| UserError::at(&["documentId"], UserErrorCode::InviteExists, wrong));
    Ok(reason.into_iter().collect())
}
