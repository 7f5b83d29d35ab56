//! Making and deleting a group of documents (wire section 6.5).

use serde::Serialize;

use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{DocumentGroupId, DocumentId};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::{acknowledged, made_id};

/// Makes a group of documents: `POST /documentgroup`.
///
/// The viewer has to own all of them, none may be a template or in another group, and one at least needs fields
/// (OpenAPI file). A second call is refused as long as the documents are in the group of the first, but nothing in the refusal
/// tells which group that is; so there is no key to find it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateDocumentGroup {
    /// Its name, not empty. Two groups may have the same one.
    pub name: String,
    /// Its documents, in its order; at least one.
    pub documents: Vec<DocumentId>,
}

impl Command for CreateDocumentGroup {
    type Answer = DocumentGroupId;

    const ROUTE: Route = Route::new("POST /documentgroup");
    const NATURE: Nature = Nature::Keyless;

    fn target(&self) -> Target {
        Target::new(Path::root("/documentgroup"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            document_ids: Vec<&'a str>,
            group_name: &'a str,
        }
        let document_ids = self.documents.iter().map(DocumentId::as_str).collect();
        Body::json(&OnWire { document_ids, group_name: &self.name })
    }

    fn decode(&self, body: &[u8]) -> Result<DocumentGroupId, DecodeError> {
        made_id(body)
    }
}

/// Deletes a group; its documents stay: `DELETE /documentgroup/{document_group_id}`. Refused as long as the group has
/// an invitation (OpenAPI file).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteDocumentGroup {
    /// Which.
    pub group: DocumentGroupId,
}

impl Command for DeleteDocumentGroup {
    type Answer = ();

    const ROUTE: Route = Route::new("DELETE /documentgroup/{document_group_id}");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(Path::root("/documentgroup").id(&self.group), &Query::new())
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}
