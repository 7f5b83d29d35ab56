//! Those who belong to an organization.

use serde::Deserialize;

use super::filter::Filters;
use super::last_login::{Login, login};
use super::organization::within;
use super::role::{Direction, SeatStatus};
use crate::signnow::error::DecodeError;
use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::resource::{List, Page};
use crate::signnow::route::{Path, Query, Route};
use crate::signnow::wire::envelope::numbered_page;
use crate::signnow::wire::{filled_text, text};

/// Members: `GET /v2/organizations/{organization_id}/members`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Members {
    /// Whose.
    pub organization: OrganizationId,
    /// Only the one with this address.
    pub email: Option<String>,
    /// Only those with this status.
    pub status: Option<SeatStatus>,
    /// Ordered by address; signNow's own order when `None`.
    pub order: Option<Direction>,
}

impl Members {
    /// All of them, in signNow's order.
    pub fn of(organization: OrganizationId) -> Members {
        Members { organization, email: None, status: None, order: None }
    }
}

impl List for Members {
    type Row = Member;

    fn route(&self) -> Route {
        Route::new("GET /v2/organizations/{organization_id}/members")
    }

    fn path(&self) -> Path {
        within(&self.organization, "members")
    }

    fn query(&self) -> Query {
        let filters = Filters::new().email(self.email.as_deref()).status(self.status);
        filters.into_query().with_some("sort[email]", self.order.map(Direction::as_str))
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<Member>, DecodeError> {
        numbered_page(body, number)
    }
}

/// Someone who belongs to an organization, or is invited to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Member {
    /// Their account; the same id as in [`super::Admin`] for someone who is both.
    pub id: UserId,
    /// Their address.
    #[serde(deserialize_with = "text")]
    pub email: String,
    /// Whether the invitation was accepted.
    pub status: SeatStatus,
    /// When they were last here; `None` for those who never were.
    #[serde(default, deserialize_with = "login")]
    pub last_login: Option<Login>,
    /// Their name, where signNow tells (not documented, seen by a live consumer: wire section 5).
    #[serde(default, deserialize_with = "filled_text")]
    pub full_name: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::signnow::resource::Resource;

    fn list() -> Members {
        Members::of(OrganizationId::parse("o1").unwrap())
    }

    fn read(field: &str, value: Value) -> Member {
        let body = json!({"data": [{"id": "m", "email": "e", "status": "active", field: value}]}).to_string();
        list().decode_page(body.as_bytes(), 1).unwrap().rows.remove(0)
    }

    #[test]
    fn the_documented_list() {
        let body = include_bytes!("../../../tests/fixtures/signnow/members.json");
        let page = list().decode_page(body, 1).unwrap();
        let login = page.rows[0].last_login.as_ref().unwrap();
        assert_eq!(login.at.timestamp(), 1_603_199_032);
        assert_eq!(login.ip.as_deref(), Some("217.20.164.1"));
        assert_eq!(login.application.as_deref(), Some("SignNow Web Application"));
        assert_eq!(login.first_seen_at.unwrap().timestamp(), 1_592_481_155);
        assert_eq!((page.rows[1].status, &page.rows[1].last_login), (SeatStatus::Pending, &None));
    }

    #[test]
    fn never_logged_in_has_many_spellings() {
        let never = [
            json!([]),
            json!({}),
            json!(null),
            json!(""),
            json!({"last_login": null}),
            json!({"last_login": "0"}),
        ];
        for spelled in never {
            assert_eq!(read("last_login", spelled.clone()).last_login, None, "{spelled}");
        }
        let spelled = read("last_login", json!({"last_login": "1603199032"})).last_login.unwrap();
        assert_eq!((spelled.at.timestamp(), spelled.ip), (1_603_199_032, None));
    }

    #[test]
    fn a_name_is_taken_where_it_comes() {
        assert_eq!(read("full_name", json!("Ada Byron")).full_name.as_deref(), Some("Ada Byron"));
        assert_eq!(read("banned", json!("1")).full_name, None);
    }

    #[test]
    fn order_is_asked_of_signnow() {
        let list = Members { order: Some(Direction::Descending), ..list() };
        assert_eq!(
            list.page(3).target().as_str(),
            "/v2/organizations/o1/members?sort%5Bemail%5D=desc&per_page=100&page=3"
        );
    }
}
