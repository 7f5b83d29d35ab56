//! Where document groups are read from.

use serde::Deserialize;

use super::document_group::{DocumentGroup, DocumentGroupSummary};
use crate::signnow::error::DecodeError;
use crate::signnow::ids::DocumentGroupId;
use crate::signnow::resource::{List, Page, Resource};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire;
use crate::signnow::wire::envelope::offset_page;
use crate::signnow::wire::{list, optional_count};

/// The groups the viewer owns, the one changed last first: `GET /user/documentgroups`.
///
/// The only list that goes by `limit` and `offset`, both required, with at most 50 rows (wire section 6.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DocumentGroups;

impl DocumentGroups {
    pub(super) const ROUTE: Route = Route::new("GET /user/documentgroups");
}

impl List for DocumentGroups {
    type Row = DocumentGroupSummary;

    const PER_PAGE: usize = 50;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn path(&self) -> Path {
        Path::root("/user/documentgroups")
    }

    fn query(&self) -> Query {
        Query::new()
    }

    fn page_query(&self, number: u32) -> Query {
        let pages_before = u64::from(number.saturating_sub(1));
        self.query().with("limit", Self::PER_PAGE).with("offset", pages_before * Self::PER_PAGE as u64)
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<DocumentGroupSummary>, DecodeError> {
        #[derive(Deserialize)]
        struct OnWire {
            #[serde(deserialize_with = "list")]
            document_groups: Vec<DocumentGroupSummary>,
            #[serde(default, deserialize_with = "optional_count")]
            document_group_total_count: Option<u64>,
        }
        let OnWire { document_groups, document_group_total_count } = wire::decode(body)?;
        offset_page(document_groups, Self::PER_PAGE, document_group_total_count, number)
    }
}

/// One group: `GET /documentgroup/{document_group_id}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocumentGroupById {
    /// Which.
    pub id: DocumentGroupId,
}

impl DocumentGroupById {
    pub(super) const ROUTE: Route = Route::new("GET /documentgroup/{document_group_id}");
}

impl Resource for DocumentGroupById {
    type Value = DocumentGroup;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn target(&self) -> Target {
        Target::new(Path::root("/documentgroup").id(&self.id), &Query::new())
    }

    fn decode(&self, body: &[u8]) -> Result<DocumentGroup, DecodeError> {
        wire::decode(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_fifty_by_offset() {
        let target = |number| DocumentGroups.page(number).target().to_string();
        assert_eq!(target(1), "/user/documentgroups?limit=50&offset=0");
        assert_eq!(target(3), "/user/documentgroups?limit=50&offset=100");
        assert_eq!(target(u32::MAX), "/user/documentgroups?limit=50&offset=214748364700");
        let one = DocumentGroupById { id: DocumentGroupId::parse("g1").unwrap() };
        assert_eq!(one.target().as_str(), "/documentgroup/g1");
    }

    #[test]
    fn the_documented_list() {
        let body = include_bytes!("../../../tests/fixtures/signnow/documentgroups.json");
        let page = DocumentGroups.decode_page(body, 1).unwrap();
        assert_eq!((page.rows.len(), page.total, page.is_last), (2, Some(2), true));
        let group = &page.rows[0];
        assert_eq!((group.name.as_str(), group.invite_status.as_deref()), ("new doc group", Some("pending")));
        assert_eq!(group.updated_at.unwrap().timestamp(), 1_563_886_628);
        let document = &group.documents[0];
        assert_eq!((document.name.as_str(), &document.roles[..]), ("pdf-test", &["Signer 1".to_owned()][..]));
        assert_eq!((document.has_unassigned_field, document.is_removable), (None, None));
        assert_eq!((&page.rows[1].invite_id, &page.rows[1].invite_status), (&None, &None));
    }

    #[test]
    fn the_length_of_the_list_says_whether_more_pages_follow() {
        let body = include_str!("../../../tests/fixtures/signnow/documentgroups.json");
        let longer =
            body.replace("\"document_group_total_count\": 2", "\"document_group_total_count\": \"51\"");
        let first = DocumentGroups.decode_page(longer.as_bytes(), 1).unwrap();
        assert_eq!((first.total, first.is_last), (Some(51), false));
        assert!(DocumentGroups.decode_page(longer.as_bytes(), 2).unwrap().is_last);
        assert!(DocumentGroups.decode_page(br#"{"document_group_total_count":0}"#, 1).is_err());
    }

    #[test]
    fn the_documented_group() {
        let body = include_bytes!("../../../tests/fixtures/signnow/documentgroup.json");
        let group = DocumentGroupById { id: DocumentGroupId::parse("g1").unwrap() }.decode(body).unwrap();
        assert_eq!((group.name.as_str(), group.invite_id.is_some()), ("new doc group", true));
        let document = &group.documents[1];
        assert_eq!((document.name.as_str(), document.has_unassigned_field), ("marmat 1", Some(false)));
        assert_eq!((document.origin_document_id.is_some(), document.is_removable), (true, Some(true)));
        assert!(document.thumbnail.as_ref().unwrap().large.is_some());
    }
}
