//! Where documents are read from.

use super::document::Document;
use crate::signnow::error::DecodeError;
use crate::signnow::ids::DocumentId;
use crate::signnow::resource::{List, Page, Resource};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire;
use crate::signnow::wire::envelope::bare_page;

/// The viewer's documents: `GET /user/documentsv2` or `GET /user/documents`.
///
/// The answer is a bare array: there is no total, and a page that is not full is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Documents {
    /// Which ones.
    pub state: DocumentState,
}

/// Whether anything was put onto a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentState {
    /// Fields, texts or signatures were added: `/user/documentsv2`.
    Modified,
    /// As it was uploaded: `/user/documents`.
    Unmodified,
}

impl Documents {
    pub(super) const MODIFIED_ROUTE: Route = Route::new("GET /user/documentsv2");
    pub(super) const UNMODIFIED_ROUTE: Route = Route::new("GET /user/documents");
}

impl List for Documents {
    type Row = Document;

    fn route(&self) -> Route {
        match self.state {
            DocumentState::Modified => Self::MODIFIED_ROUTE,
            DocumentState::Unmodified => Self::UNMODIFIED_ROUTE,
        }
    }

    fn path(&self) -> Path {
        match self.state {
            DocumentState::Modified => Path::root("/user/documentsv2"),
            DocumentState::Unmodified => Path::root("/user/documents"),
        }
    }

    fn query(&self) -> Query {
        Query::new()
    }

    fn decode_page(&self, body: &[u8], _number: u32) -> Result<Page<Document>, DecodeError> {
        bare_page(body)
    }
}

/// One document: `GET /document/{document_id}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocumentById {
    /// Which.
    pub id: DocumentId,
}

impl DocumentById {
    pub(super) const ROUTE: Route = Route::new("GET /document/{document_id}");
}

impl Resource for DocumentById {
    type Value = Document;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn target(&self) -> Target {
        Target::new(Path::root("/document").id(&self.id), &Query::new())
    }

    fn decode(&self, body: &[u8]) -> Result<Document, DecodeError> {
        wire::decode(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lists_at_two_places() {
        let target = |state| Documents { state }.page(1).target().to_string();
        assert_eq!(target(DocumentState::Modified), "/user/documentsv2?per_page=100&page=1");
        assert_eq!(target(DocumentState::Unmodified), "/user/documents?per_page=100&page=1");
        let one = DocumentById { id: DocumentId::parse("d1").unwrap() };
        assert_eq!(one.target().as_str(), "/document/d1");
    }

    #[test]
    fn the_documented_list() {
        let body = include_bytes!("../../../tests/fixtures/signnow/documentsv2.json");
        let page = Documents { state: DocumentState::Modified }.decode_page(body, 1).unwrap();
        assert_eq!((page.total, page.is_last), (None, true));
        let document = &page.rows[0];
        assert_eq!(
            (document.name.as_str(), document.page_count, document.is_template),
            ("Document name", 2, false)
        );
        assert_eq!(document.created_at.unwrap().timestamp(), 1_532_078_494);
        assert_eq!((&document.origin_document_id, &document.origin_user_id), (&None, &None));
        assert_eq!(document.document_group, None, "a group of nulls is no group");
        assert!(document.thumbnail.as_ref().unwrap().small.as_ref().unwrap().ends_with("size=small"));
        assert_eq!(document.originator_organization_settings.len(), 2);
    }

    #[test]
    fn one_document_as_recorded() {
        let body = include_bytes!("../../../tests/fixtures/signnow/document.json");
        let document = DocumentById { id: DocumentId::parse("d1").unwrap() }.decode(body).unwrap();
        assert_eq!(document.roles[1].signing_order, Some(2));
        assert_eq!((document.field_count(), document.signature_count), (2, 0));
        assert_eq!(document.fields[1].role_id, document.roles[1].id.as_deref().map(Box::from));
        let invite = &document.field_invites[0];
        assert_eq!(
            (invite.status.as_str(), invite.is_embedded, &invite.signer_user_id),
            ("pending", true, &None)
        );
        assert_eq!((invite.expires_at, invite.is_password_protected), (None, false));
        let freeform = &document.freeform_invites[0];
        assert_eq!((freeform.id.as_deref(), freeform.is_canceled), (Some("q1"), false));
        let group = document.document_group.unwrap();
        assert_eq!((group.id.as_str(), group.document_count, group.invite_id), ("g1", 2, None));
        assert_eq!(document.version_at.unwrap().timestamp(), 1_788_517_139);
    }
}
