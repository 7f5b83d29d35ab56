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

impl List for Organizations {
    type Row = Organization;

    fn route(&self) -> Route {
        Route::new("GET /v2/organizations")
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
