//! Those who manage an organization.

use serde::Deserialize;

use super::filter::Filters;
use super::organization::within;
use super::role::{Role, SeatStatus};
use crate::signnow::error::DecodeError;
use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::resource::{List, Page};
use crate::signnow::route::{Path, Query, Route};
use crate::signnow::wire::envelope::numbered_page;
use crate::signnow::wire::text;

/// Admins and moderators: `GET /v2/organizations/{organization_id}/admins`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Admins {
    /// Whose.
    pub organization: OrganizationId,
    /// Only the one with this address.
    pub email: Option<String>,
    /// Only those with this status.
    pub status: Option<SeatStatus>,
    /// Only those with one of these roles; empty means all. signNow knows admin and moderator here.
    pub roles: Vec<Role>,
}

impl Admins {
    /// All of them.
    pub fn of(organization: OrganizationId) -> Admins {
        Admins { organization, email: None, status: None, roles: Vec::new() }
    }
}

impl List for Admins {
    type Row = Admin;

    fn route(&self) -> Route {
        Route::new("GET /v2/organizations/{organization_id}/admins")
    }

    fn path(&self) -> Path {
        within(&self.organization, "admins")
    }

    fn query(&self) -> Query {
        Filters::new().email(self.email.as_deref()).status(self.status).roles(&self.roles).into_query()
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<Admin>, DecodeError> {
        numbered_page(body, number)
    }
}

/// Someone who manages an organization, or is invited to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Admin {
    /// Their account; the same id as in [`super::Member`] for someone who is both.
    pub id: UserId,
    /// Their address.
    #[serde(deserialize_with = "text")]
    pub email: String,
    /// Admin or moderator.
    #[serde(rename = "type")]
    pub role: Role,
    /// Whether the invitation was accepted.
    pub status: SeatStatus,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signnow::resource::Resource;

    #[test]
    fn the_documented_list() {
        let list = Admins::of(OrganizationId::parse("o1").unwrap());
        let body = include_bytes!("../../../tests/fixtures/signnow/admins.json");
        let page = list.decode_page(body, 1).unwrap();
        assert_eq!((page.total, page.is_last), (Some(2), true));
        assert_eq!(page.rows[0].email, "asdfhshhs@email.com");
        assert_eq!((page.rows[0].role, page.rows[0].status), (Role::Admin, SeatStatus::Active));
        assert_eq!((page.rows[1].role, page.rows[1].status), (Role::Moderator, SeatStatus::Pending));
    }

    #[test]
    fn a_role_signnow_does_not_document_costs_nobody_else_their_row() {
        let list = Admins::of(OrganizationId::parse("o1").unwrap());
        let body = br#"{"data":[{"id":"a","email":"e","type":"owner","status":"active"},
            {"id":"b","email":"f","type":"admin","status":"active"}]}"#;
        let roles: Vec<_> = list.decode_page(body, 1).unwrap().rows.iter().map(|admin| admin.role).collect();
        assert_eq!(roles, [Role::Other, Role::Admin]);
    }

    #[test]
    fn an_address_is_encoded_into_its_filter() {
        let email = Some("a+b&page=9@example.test".to_owned());
        let list = Admins { email, ..Admins::of(OrganizationId::parse("o1").unwrap()) };
        let target = list.page(1).target().to_string();
        assert!(target.starts_with("/v2/organizations/o1/admins?filters=%5B%7B%22email%22"), "{target}");
        assert!(target.ends_with("&per_page=100&page=1"), "{target}");
        let pairs = url::form_urlencoded::parse(target.split_once('?').unwrap().1.as_bytes());
        let values: Vec<_> = pairs.map(|(_, value)| value).collect();
        assert_eq!(values[0], r#"[{"email":{"type":"=","value":"a+b&page=9@example.test"}}]"#);
    }
}
