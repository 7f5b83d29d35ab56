//! Those whom an organization allows to administer teams.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::filter::Filters;
use super::organization::within;
use crate::signnow::error::DecodeError;
use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::resource::{List, Page};
use crate::signnow::route::{Path, Query, Route};
use crate::signnow::wire::envelope::numbered_page;
use crate::signnow::wire::{flag, optional_moment, text};

/// Allowed team admins: `GET /v2/organizations/{organization_id}/allowed-team-admins`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AllowedTeamAdmins {
    /// Whose.
    pub organization: OrganizationId,
    /// Only the one with this address.
    pub email: Option<String>,
    /// Only those whose permission is, or is not, in force.
    pub active: Option<bool>,
}

impl AllowedTeamAdmins {
    pub(super) const ROUTE: Route = Route::new("GET /v2/organizations/{organization_id}/allowed-team-admins");

    /// All of them.
    pub fn of(organization: OrganizationId) -> AllowedTeamAdmins {
        AllowedTeamAdmins { organization, email: None, active: None }
    }
}

impl List for AllowedTeamAdmins {
    type Row = AllowedTeamAdmin;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn path(&self) -> Path {
        within(&self.organization, "allowed-team-admins")
    }

    fn query(&self) -> Query {
        Filters::new().email(self.email.as_deref()).active(self.active).into_query()
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<AllowedTeamAdmin>, DecodeError> {
        numbered_page(body, number)
    }
}

/// Someone who may administer teams of the organization.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AllowedTeamAdmin {
    /// Their account.
    pub user_id: UserId,
    /// Their address.
    #[serde(deserialize_with = "text")]
    pub email: String,
    /// Whether the permission is in force.
    #[serde(rename = "active", default, deserialize_with = "flag")]
    pub is_active: bool,
    /// When the permission was given.
    #[serde(rename = "created", default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    #[serde(rename = "updated", default, deserialize_with = "optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signnow::resource::Resource;

    #[test]
    fn the_documented_list() {
        let list = AllowedTeamAdmins::of(OrganizationId::parse("o1").unwrap());
        let body = include_bytes!("../../../tests/fixtures/signnow/allowed_team_admins.json");
        let row = list.decode_page(body, 1).unwrap().rows.remove(0);
        assert!(row.is_active);
        assert_eq!(row.created_at.unwrap().timestamp(), 1_600_689_195);
    }

    #[test]
    fn the_filter_on_active_is_a_bool() {
        let list = AllowedTeamAdmins {
            active: Some(false),
            ..AllowedTeamAdmins::of(OrganizationId::parse("o1").unwrap())
        };
        let target = list.page(1).target().to_string();
        let pairs = url::form_urlencoded::parse(target.split_once('?').unwrap().1.as_bytes());
        let values: Vec<_> = pairs.map(|(_, value)| value).collect();
        assert_eq!(values[0], r#"[{"active":{"type":"=","value":false}}]"#);
    }
}
