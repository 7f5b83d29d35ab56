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
