//! Making documents of files.

use async_graphql::{Context, InputObject, InputType, Object, Value};

use super::LONGEST_NAME;
use crate::graph::attachment::{Attachment, Upload};
use crate::graph::field::Field;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::input::input;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::Document;
use crate::signnow::DocumentId;
use crate::signnow::v1::UploadDocument;
use crate::signnow::v2::{FileUrl, UploadDocumentFromUrl};

/// The longest URL that is taken; links with signatures in them are long.
const LONGEST_URL: usize = 8_192;

/// A file to make a document of.
#[derive(InputObject)]
struct UploadDocumentInput {
    /// The file: a PDF, or what signNow can make one of. It goes by the end of the file's name, such as `.pdf`.
    file: Upload,
    /// The name of the document; without one signNow takes that of the file.
    name: Option<String>,
    /// Whether signNow looks for fields in the file. False if not given.
    finds_fields: Option<bool>,
    /// A key of the caller's own: the same key, the same file under the same name and the same rest of the input are
    /// done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

/// The same with what came beside the operation.
struct ReceivedUpload {
    arguments: Value,
    file: Option<Attachment>,
    name: Option<String>,
    finds_fields: Option<bool>,
    idempotency_key: Option<String>,
}

impl UploadDocumentInput {
    fn received(self, context: &Context<'_>) -> ReceivedUpload {
        let arguments = self.to_value();
        let Self { file, name, finds_fields, idempotency_key } = self;
        ReceivedUpload { arguments, file: file.file(context), name, finds_fields, idempotency_key }
    }
}

input! { ReceivedUpload => UploadDocument, file file, |input, check| {
    let file = match input.file {
        Some(file) => checked(check, file),
        None => check.refuse("file", Blank, NO_FILE),
    };
    let name = check.text_if_any("name", input.name, LONGEST_NAME);
    let Attachment { name: file_name, content } = file?;
    let finds_fields = input.finds_fields.unwrap_or_default();
    Some(UploadDocument { file: content, file_name, name: name?, finds_fields })
} }

const NO_FILE: &str = "Send the file beside the operation, as a GraphQL multipart request: null stands in the \
                       variables, and the part `map` says which file is meant.";

fn checked(check: &mut Check, file: Attachment) -> Option<Attachment> {
    if file.content.is_empty() {
        check.note("file", Blank, "The file is empty.");
    }
    if file.name.trim().is_empty() {
        check.note("file", Blank, "Send the file with its name, such as contract.pdf.");
    }
    let name = check.line("file", file.name, LONGEST_NAME)?;
    Some(Attachment { name, content: file.content })
}

/// A file that is somewhere else, to make a document of.
#[derive(InputObject)]
struct UploadDocumentFromUrlInput {
    /// Where the file is, by https or http. signNow fetches it, and this server does not.
    url: String,
    /// The name of the document; without one signNow takes that of the file.
    name: Option<String>,
    /// Whether signNow looks for fields in the file. False if not given.
    finds_fields: Option<bool>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { UploadDocumentFromUrlInput => UploadDocumentFromUrl, |input, check| {
    let url = url(check, input.url);
    let name = check.text_if_any("name", input.name, LONGEST_NAME);
    let finds_fields = input.finds_fields.unwrap_or_default();
    Some(UploadDocumentFromUrl { url: url?, name: name?, finds_fields })
} }

fn url(check: &mut Check, url: String) -> Option<FileUrl> {
    let url = check.text("url", url, LONGEST_URL)?;
    let wrong =
        "Pass a whole URL that begins with https:// or http://, such as https://files.example/contract.pdf.";
    FileUrl::parse(&url).ok().or_else(|| check.refuse("url", Invalid, wrong))
}

payload! {
    /// What became of uploading a file.
    UploadDocumentPayload(DocumentId) {
        /// The new document.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

payload! {
    /// What became of letting signNow fetch a file.
    UploadDocumentFromUrlPayload(DocumentId) {
        /// The new document.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

#[derive(Default)]
pub(super) struct UploadMutations;

#[Object]
impl UploadMutations {
    /// Makes a document of a file. Each call makes another one. If signNow's answer is lost the outcome is UNKNOWN: nothing
    /// that can be read tells one upload from another.
    async fn upload_document(
        &self,
        context: &Context<'_>,
        input: UploadDocumentInput,
    ) -> Field<UploadDocumentPayload> {
        mutate(context, input.received(context), |upload: UploadDocument, desk| async move {
            desk.carry_out(upload, |made| made.cloned()).await
        })
        .await
    }

    /// Makes a document of a file that signNow fetches. Each call makes another one. If signNow's answer is lost the
    /// outcome is UNKNOWN: nothing that can be read tells one upload from another.
    async fn upload_document_from_url(
        &self,
        context: &Context<'_>,
        input: UploadDocumentFromUrlInput,
    ) -> Field<UploadDocumentFromUrlPayload> {
        mutate(context, input, |upload: UploadDocumentFromUrl, desk| async move {
            desk.carry_out(upload, |made| made.cloned()).await
        })
        .await
    }
}
