//! What an organization writes under its mails.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::organization::within;
use crate::signnow::error::DecodeError;
use crate::signnow::ids::OrganizationId;
use crate::signnow::resource::{List, Page};
use crate::signnow::route::{Path, Query, Route};
use crate::signnow::wire::envelope::numbered_page;
use crate::signnow::wire::{flag, optional_moment, text};

/// Email footers: `GET /v2/organizations/{organization_id}/email-footers`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailFooters {
    /// Whose.
    pub organization: OrganizationId,
}

impl EmailFooters {
    pub(super) const ROUTE: Route = Route::new("GET /v2/organizations/{organization_id}/email-footers");
}

impl List for EmailFooters {
    type Row = EmailFooter;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn path(&self) -> Path {
        within(&self.organization, "email-footers")
    }

    fn query(&self) -> Query {
        Query::new()
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<EmailFooter>, DecodeError> {
        numbered_page(body, number)
    }
}

/// One footer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EmailFooter {
    /// signNow's id for it; no call takes it, so it is a plain text.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// The footer itself.
    #[serde(rename = "footer", deserialize_with = "text")]
    pub text: String,
    /// Whether it is in use.
    #[serde(rename = "active", default, deserialize_with = "flag")]
    pub is_active: bool,
    /// When it was written.
    #[serde(default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_list() {
        let list = EmailFooters { organization: OrganizationId::parse("o1").unwrap() };
        let body = include_bytes!("../../../tests/fixtures/signnow/email_footers.json");
        let rows = list.decode_page(body, 1).unwrap().rows;
        assert_eq!(
            (rows[0].text.as_str(), rows[0].is_active, rows[1].is_active),
            ("footer text", true, false)
        );
        assert_eq!(rows[1].created_at.unwrap().timestamp(), 1_600_249_745);
    }
}
