//! Making, changing and deleting a document (wire section 6.1).

use std::fmt;

use bytes::Bytes;
use serde::Serialize;

use super::field::NewField;
use crate::signnow::body::Part;
use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::DocumentId;
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::{acknowledged, made_id};

/// Makes a document of a file: `POST /document`, a form. Two uploads of one file are two documents.
///
/// `Debug` shows neither the file nor its names.
#[derive(Clone)]
pub struct UploadDocument {
    /// The file: a PDF, or what signNow can make one of. Not empty.
    pub file: Bytes,
    /// The name of the file, not empty; signNow goes by its end, such as `.pdf`.
    pub file_name: String,
    /// The name of the document; without one it is that of the file.
    pub name: Option<String>,
    /// Whether signNow looks for fields in the file, `check_fields`.
    pub finds_fields: bool,
}

impl UploadDocument {
    fn parts(&self) -> Vec<Part> {
        let name = self.name.as_deref().map(|name| Part::text("name", name));
        let finds_fields = self.finds_fields.then(|| Part::text("check_fields", "true"));
        let file = Part::file("file", &self.file_name, self.file.clone());
        name.into_iter().chain(finds_fields).chain([file]).collect()
    }
}

impl Command for UploadDocument {
    type Answer = DocumentId;

    const ROUTE: Route = Route::new("POST /document");
    const NATURE: Nature = Nature::Keyless;

    fn target(&self) -> Target {
        Target::new(Path::root("/document"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Ok(Body::form(self.parts()))
    }

    fn decode(&self, body: &[u8]) -> Result<DocumentId, DecodeError> {
        made_id(body)
    }
}

impl fmt::Debug for UploadDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("UploadDocument").field("bytes", &self.file.len()).finish_non_exhaustive()
    }
}

/// Renames a document, puts fields on it in place of all that are there, or both: `PUT /document/{document_id}`.
/// For its owner; fields can be changed only before anyone is invited.
///
/// Asked twice, signNow puts the same fields there twice, the second time in place of the first: only their ids differ.
/// A role comes with the first field that names it and goes with the last. `Debug` shows how many fields there are.
#[derive(Clone)]
pub struct EditDocument {
    /// Which.
    pub document: DocumentId,
    /// Its new name, not empty; `None` leaves it.
    pub name: Option<String>,
    /// All its fields from now on; `None` leaves them.
    pub fields: Option<Vec<NewField>>,
}

impl Command for EditDocument {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /document/{document_id}");
    const NATURE: Nature = Nature::Idempotent;

    fn target(&self) -> Target {
        itself(&self.document)
    }

    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            document_name: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            fields: Option<&'a [NewField]>,
        }
        Body::json(&OnWire { document_name: self.name.as_deref(), fields: self.fields.as_deref() })
    }

    /// The answer repeats the id, beside lists of what the owner put on the document.
    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

impl fmt::Debug for EditDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.fields.as_ref().map(Vec::len);
        let mut debug = formatter.debug_struct("EditDocument");
        debug.field("document", &self.document).field("fields", &fields).finish_non_exhaustive()
    }
}

/// Deletes a document with everything on it: `DELETE /document/{document_id}`. For its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteDocument {
    /// Which.
    pub document: DocumentId,
}

impl Command for DeleteDocument {
    type Answer = ();

    const ROUTE: Route = Route::new("DELETE /document/{document_id}");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        itself(&self.document)
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

fn itself(document: &DocumentId) -> Target {
    Target::new(Path::root("/document").id(document), &Query::new())
}
