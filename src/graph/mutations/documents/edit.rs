//! Renaming documents, and putting fields on them.

use async_graphql::{Context, ID, InputObject, Object};

use super::LONGEST_NAME;
use super::field::{DocumentFieldInput, fields};
use super::objection;
use crate::graph::error::Failure;
use crate::graph::field::Field;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::input::input;
use crate::graph::mutations::outcome::Receipt;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserError;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::Document;
use crate::loaders::LoadsObject;
use crate::signnow::v1::{DocumentById, EditDocument, EditableById, EditableDocument, NewField};
use crate::signnow::{DocumentId, Error};

/// Another name for a document, other fields, or both.
#[derive(InputObject)]
struct UpdateDocumentInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// Its new name. It stays if none is given.
    name: Option<String>,
    /// All its fields from now on, up to 500, in place of every field that is there; an empty list takes all of them off.
    /// They stay if none are given. signNow changes fields only before anyone is invited.
    fields: Option<Vec<DocumentFieldInput>>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { UpdateDocumentInput => EditDocument, |input, check| {
    let document = check.document("documentId", &input.document_id);
    if input.name.is_none() && input.fields.is_none() {
        return check.refuse("", Blank, "Give a name, fields, or both.");
    }
    let name = check.text_if_any("name", input.name, LONGEST_NAME);
    let fields = input.fields.map_or(Some(None), |asked| fields(check, asked, 0).map(Some));
    Some(EditDocument { document: document?, name: name?, fields: fields? })
} }

/// More fields for a document.
#[derive(InputObject)]
struct AddDocumentFieldsInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// The fields to add, 1 to 500. signNow changes fields only before anyone is invited.
    fields: Vec<DocumentFieldInput>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

struct AddFields {
    document: DocumentId,
    fields: Vec<NewField>,
}

input! { AddDocumentFieldsInput => AddFields, |input, check| {
    let document = check.document("documentId", &input.document_id);
    let fields = fields(check, input.fields, 1);
    Some(AddFields { document: document?, fields: fields? })
} }

payload! {
    /// What became of changing a document.
    UpdateDocumentPayload(DocumentId) {
        /// The document as it is now.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

payload! {
    /// What became of adding fields to a document.
    AddDocumentFieldsPayload(DocumentId) {
        /// The document as it is now. All its fields have new ids.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

#[derive(Default)]
pub(super) struct EditMutations;

#[Object]
impl EditMutations {
    /// Renames a document, puts fields on it in place of all that are there, or both. `addDocumentFields` keeps those that
    /// are there.
    async fn update_document(
        &self,
        context: &Context<'_>,
        input: UpdateDocumentInput,
    ) -> Field<UpdateDocumentPayload> {
        mutate(context, input, |edit: EditDocument, desk| async move {
            let _turn = desk.turns.wait(&edit.document).await;
            let asked = edit.fields.clone();
            put(&desk, edit, asked.as_deref()).await
        })
        .await
    }

    /// Adds fields to those of a document. signNow replaces all fields at once, so those that are there are read and
    /// written again; where they would not be the same again nothing is done, and FIELDS_WOULD_BE_LOST says why. Whoever
    /// changes the fields elsewhere at the same moment may lose what they did.
    async fn add_document_fields(
        &self,
        context: &Context<'_>,
        input: AddDocumentFieldsInput,
    ) -> Field<AddDocumentFieldsPayload> {
        mutate(context, input, |add: AddFields, desk| async move {
            let _turn = desk.turns.wait(&add.document).await;
            add_to(&desk, add).await
        })
        .await
    }
}

async fn add_to(desk: &Desk, add: AddFields) -> Result<Receipt<DocumentId>, Failure> {
    let AddFields { document, fields: new } = add;
    let there = match desk.loaders.anew().object(EditableById { id: document.clone() }).await {
        Ok(there) => there,
        Err(error) if desk.attempt.is_first() => return desk.stop(error.not_sent()),
        Err(error) => return desk.held_up(error.into()),
    };
    if !desk.attempt.is_first() {
        return Ok(look_back(desk, document, &there, &new));
    }
    let objections = objection::to_adding(&there, &new);
    if !objections.is_empty() {
        return Ok(desk.reject(objections));
    }
    match again(&there) {
        Some(fields) => {
            let fields = Some([&fields[..], &new].concat());
            put(desk, EditDocument { document, name: None, fields }, Some(&new)).await
        }
        None => Ok(desk.unknown()),
    }
}

/// What can be said of fields that may have been added before. They are never added now: somebody else may have added
/// some after them, or taken them away.
fn look_back(
    desk: &Desk,
    document: DocumentId,
    there: &EditableDocument,
    new: &[NewField],
) -> Receipt<DocumentId> {
    let is_done = again(there).is_some_and(|there| there.windows(new.len()).any(|some| some == new));
    if is_done { desk.seen(document) } else { desk.unknown() }
}

/// The fields that are there, as they can be written again; `None` if some cannot.
fn again(there: &EditableDocument) -> Option<Vec<NewField>> {
    there.fields.iter().map(|field| field.as_new.clone()).collect()
}

/// Sends an edit. `asked` is what the caller wants of the fields.
async fn put(
    desk: &Desk,
    edit: EditDocument,
    asked: Option<&[NewField]>,
) -> Result<Receipt<DocumentId>, Failure> {
    let document = edit.document.clone();
    match (desk.send(edit).await, asked) {
        (Err(error), Some(asked)) => desk.explain(error, reasons(desk, &document, asked)).await,
        (carried, _) => desk.tell(carried, |_| Some(document)),
    }
}

async fn reasons(desk: &Desk, id: &DocumentId, asked: &[NewField]) -> Result<Vec<UserError>, Error> {
    let document = desk.loaders.anew().object(DocumentById { id: id.clone() }).await?;
    Ok(objection::to_fields(&document, asked))
}
