//! Organizations, and the viewer's place in each.

use serde::{Deserialize, Deserializer};

use super::filter::Filters;
use super::role::{Role, SeatStatus};
use crate::signnow::error::DecodeError;
use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::resource::{List, Page};
use crate::signnow::route::{Path, Query, Route};
use crate::signnow::wire::envelope::numbered_page;
use crate::signnow::wire::{filled_text, flag, object, optional_flag, optional_id, text};

/// The organizations the viewer has a place in: `GET /v2/organizations`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Organizations {
    /// Only those where the viewer's place has this status; signNow knows active and pending here.
    pub status: Option<SeatStatus>,
    /// Only those where the viewer has one of these roles; empty means all.
    pub roles: Vec<Role>,
}

impl Organizations {
    pub(super) const ROUTE: Route = Route::new("GET /v2/organizations");

    /// Whatever the viewer is in them. Without the roles, signNow answers only those that the viewer manages.
    pub fn of_every_role() -> Organizations {
        Organizations { status: None, roles: vec![Role::Admin, Role::Moderator, Role::Member] }
    }
}

impl List for Organizations {
    type Row = Organization;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn path(&self) -> Path {
        Path::root("/v2/organizations")
    }

    fn query(&self) -> Query {
        Filters::new().status(self.status).roles(&self.roles).into_query()
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<Organization>, DecodeError> {
        numbered_page(body, number)
    }
}

/// Where the lists of one organization are.
pub(super) fn within(organization: &OrganizationId, list: &'static str) -> Path {
    Path::root("/v2/organizations").id(organization).word(list)
}

/// An organization as the viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its name, at most 255 characters.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// Whether it is in use. A bool in document 003's example, an array in its table: both are read.
    #[serde(rename = "active", default, deserialize_with = "flag")]
    pub is_active: bool,
    /// Where its logo is, if it has one; a bare text or an object with an `uri` on the wire.
    #[serde(default, deserialize_with = "logo")]
    pub logo: Option<String>,
    /// Whether it has an admin, where signNow tells.
    #[serde(default, deserialize_with = "optional_flag")]
    pub has_admin: Option<bool>,
    /// The viewer's place in it, where signNow tells. An object or an array of one (wire section 9 row 23).
    #[serde(default, deserialize_with = "object")]
    pub membership: Option<Membership>,
}

/// The viewer's place in an organization.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Membership {
    /// As what.
    #[serde(rename = "type")]
    pub role: Role,
    /// Whether the invitation was accepted.
    pub status: SeatStatus,
    /// Who invited the viewer, if anyone did.
    #[serde(default, deserialize_with = "object")]
    pub invited_by: Option<Inviter>,
}

/// Who sent an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Inviter {
    /// Their account.
    #[serde(default, deserialize_with = "optional_id")]
    pub id: Option<UserId>,
    /// Their address.
    #[serde(default, deserialize_with = "filled_text")]
    pub email: Option<String>,
}

fn logo<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Logo {
        Bare(String),
        Object { uri: Option<String>, url: Option<String> },
        Other(serde::de::IgnoredAny),
    }
    let text = match Option::<Logo>::deserialize(deserializer)? {
        Some(Logo::Bare(text)) => Some(text),
        Some(Logo::Object { uri, url }) => uri.or(url),
        Some(Logo::Other(_)) | None => None,
    };
    Ok(text.filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::signnow::resource::Resource;

    fn read(field: &str, value: Value) -> Organization {
        let row = json!({"id": "o1", "name": "Test", "active": true, field: value});
        let body = json!({"data": [row]}).to_string();
        Organizations::default().decode_page(body.as_bytes(), 1).unwrap().rows.remove(0)
    }

    #[test]
    fn the_documented_list() {
        let body = include_bytes!("../../../tests/fixtures/signnow/organizations.json");
        let page = Organizations::default().decode_page(body, 1).unwrap();
        assert_eq!((page.total, page.is_last), (Some(222), false));
        let organization = &page.rows[0];
        assert_eq!(organization.name, "Test");
        assert!(organization.is_active);
        assert_eq!((&organization.logo, organization.has_admin), (&None, None));
        let membership = organization.membership.as_ref().unwrap();
        assert_eq!((membership.role, membership.status), (Role::Admin, SeatStatus::Active));
        let inviter = membership.invited_by.as_ref().unwrap();
        assert_eq!(inviter.id.as_ref().unwrap().as_str(), "9c4bd7cfafbe481da5556416480774d2f6eb9ex0");
        assert_eq!(inviter.email.as_deref(), Some("signnow_user@signnow.com"));
    }

    #[test]
    fn the_viewers_place_is_an_object_or_a_list_of_one_or_nothing() {
        let place = json!({"type": "moderator", "status": "pending", "invited_by": null});
        for spelled in [place.clone(), json!([place])] {
            let membership = read("membership", spelled).membership.unwrap();
            assert_eq!((membership.role, membership.status), (Role::Moderator, SeatStatus::Pending));
            assert_eq!(membership.invited_by, None);
        }
        for nothing in [json!([]), json!(null)] {
            assert_eq!(read("membership", nothing).membership, None);
        }
        let odd = read("membership", json!({"type": "member", "status": "frozen", "invited_by": []}));
        assert_eq!(odd.membership.unwrap().status, SeatStatus::Other);
    }

    #[test]
    fn a_logo_is_a_text_or_an_object_or_nothing() {
        let logo = |value| read("logo", value).logo;
        assert_eq!(logo(json!("/l.png")).as_deref(), Some("/l.png"));
        assert_eq!(logo(json!({"id": "l", "uri": "/l.png"})).as_deref(), Some("/l.png"));
        for nothing in [json!(null), json!(""), json!([]), json!({}), json!(false)] {
            assert_eq!(logo(nothing), None);
        }
    }

    #[test]
    fn in_use_or_not_in_every_spelling() {
        assert!(read("active", json!("1")).is_active);
        assert!(!read("active", json!(0)).is_active);
        assert!(!read("active", json!([])).is_active);
    }

    #[test]
    fn filters_are_one_parameter_and_roles_have_one_order() {
        let list = Organizations {
            status: Some(SeatStatus::Active),
            roles: vec![Role::Member, Role::Admin, Role::Member],
        };
        let target = list.page(2).target().to_string();
        let (path, query) = target.split_once('?').unwrap();
        assert_eq!(path, "/v2/organizations");
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        assert_eq!(pairs[0].0, "filters");
        let filters: Value = serde_json::from_str(&pairs[0].1).unwrap();
        assert_eq!(
            filters,
            json!([
                {"status": {"type": "=", "value": "active"}},
                {"type": {"type": "in", "value": ["admin", "member"]}},
            ])
        );
        assert_eq!(pairs[1..], [("per_page".into(), "100".into()), ("page".into(), "2".into())]);
        let plain = Organizations::default().page(1).target();
        assert_eq!(plain.as_str(), "/v2/organizations?per_page=100&page=1");
    }
}
