//! When the members of an organization were last here.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use super::filter::Filters;
use super::organization::within;
use super::role::Direction;
use crate::signnow::error::DecodeError;
use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::resource::{List, Page};
use crate::signnow::route::{Path, Query, Route};
use crate::signnow::wire::envelope::numbered_page;
use crate::signnow::wire::{filled_text, moment, object, optional_moment, text};

/// Last logins of members: `GET /v2/organizations/{organization_id}/members/last-logins`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LastLogins {
    /// Of whose members.
    pub organization: OrganizationId,
    /// Only the member with this address.
    pub email: Option<String>,
    /// In which order; signNow's own when `None`.
    pub order: Option<LastLoginOrder>,
}

/// An order of last logins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LastLoginOrder {
    /// By what.
    pub field: LastLoginField,
    /// Which way.
    pub direction: Direction,
}

/// What last logins can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LastLoginField {
    /// The member's address.
    Email,
    /// The time of the entry's last change, which is the last login.
    Updated,
}

impl LastLogins {
    pub(super) const ROUTE: Route = Route::new("GET /v2/organizations/{organization_id}/members/last-logins");

    /// All of them, in signNow's order.
    pub fn of(organization: OrganizationId) -> LastLogins {
        LastLogins { organization, email: None, order: None }
    }
}

impl List for LastLogins {
    type Row = LastLogin;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn path(&self) -> Path {
        within(&self.organization, "members/last-logins")
    }

    fn query(&self) -> Query {
        let query = Filters::new().email(self.email.as_deref()).into_query();
        match self.order {
            Some(LastLoginOrder { field: LastLoginField::Email, direction }) => {
                query.with("sort[email]", direction.as_str())
            }
            Some(LastLoginOrder { field: LastLoginField::Updated, direction }) => {
                query.with("sort[updated]", direction.as_str())
            }
            None => query,
        }
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<LastLogin>, DecodeError> {
        numbered_page(body, number)
    }
}

/// A login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// When.
    pub at: DateTime<Utc>,
    /// From which address of the network.
    pub ip: Option<String>,
    /// With which browser or program, in its own words.
    pub user_agent: Option<String>,
    /// Into which application of signNow, such as `SignNow Web Application`.
    pub application: Option<String>,
    /// When signNow began to keep this entry, which is the first login it knows of.
    pub first_seen_at: Option<DateTime<Utc>>,
}

/// The last login of one member. Members who never logged in have none in this list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastLogin {
    /// Whose account.
    pub user_id: UserId,
    /// Whose address.
    pub email: String,
    /// The login.
    pub login: Login,
}

impl<'de> Deserialize<'de> for LastLogin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Row {
            user_id: UserId,
            #[serde(deserialize_with = "text")]
            email: String,
            #[serde(deserialize_with = "moment")]
            last_login: DateTime<Utc>,
            #[serde(default, deserialize_with = "filled_text")]
            ip: Option<String>,
            #[serde(default, deserialize_with = "filled_text")]
            user_agent: Option<String>,
            #[serde(default, deserialize_with = "filled_text")]
            application: Option<String>,
            #[serde(default, deserialize_with = "optional_moment")]
            created_at: Option<DateTime<Utc>>,
        }
        let row = Row::deserialize(deserializer)?;
        let login = Login {
            at: row.last_login,
            ip: row.ip,
            user_agent: row.user_agent,
            application: row.application,
            first_seen_at: row.created_at,
        };
        Ok(LastLogin { user_id: row.user_id, email: row.email, login })
    }
}

/// The `last_login` of a member: an object, `[]` (document 003, a pending member) or null (wire section 9
/// row 24). One without a time is none.
pub(super) fn login<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Login>, D::Error> {
    #[derive(Deserialize)]
    struct Entry {
        #[serde(default, deserialize_with = "optional_moment")]
        last_login: Option<DateTime<Utc>>,
        #[serde(default, deserialize_with = "filled_text")]
        ip: Option<String>,
        #[serde(default, deserialize_with = "filled_text")]
        user_agent: Option<String>,
        #[serde(default, deserialize_with = "filled_text")]
        application: Option<String>,
        #[serde(default, deserialize_with = "optional_moment")]
        created_at: Option<DateTime<Utc>>,
    }
    let entry: Option<Entry> = object(deserializer)?;
    Ok(entry.and_then(|entry| {
        Some(Login {
            at: entry.last_login?,
            ip: entry.ip,
            user_agent: entry.user_agent,
            application: entry.application,
            first_seen_at: entry.created_at,
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signnow::resource::Resource;

    #[test]
    fn the_documented_list() {
        let list = LastLogins::of(OrganizationId::parse("o1").unwrap());
        let body = include_bytes!("../../../tests/fixtures/signnow/last_logins.json");
        let row = list.decode_page(body, 1).unwrap().rows.remove(0);
        assert_eq!(row.user_id.as_str(), "e4b02df7fad849819cf9135131cb7e014ab301c9");
        assert_eq!(row.email, "signnowqas+11@gmail.com");
        assert_eq!(row.login.at.timestamp(), 1_678_032_034);
        assert_eq!(row.login.user_agent.as_deref(), Some("user agent test"));
    }

    #[test]
    fn the_order_names_its_field() {
        let of = |field, direction| {
            let order = Some(LastLoginOrder { field, direction });
            LastLogins { order, ..LastLogins::of(OrganizationId::parse("o1").unwrap()) }
                .page(1)
                .target()
                .to_string()
        };
        let path = "/v2/organizations/o1/members/last-logins?sort%5B";
        let email = of(LastLoginField::Email, Direction::Ascending);
        assert_eq!(email, format!("{path}email%5D=asc&per_page=100&page=1"));
        let updated = of(LastLoginField::Updated, Direction::Descending);
        assert_eq!(updated, format!("{path}updated%5D=desc&per_page=100&page=1"));
    }
}
