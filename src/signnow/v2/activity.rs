//! What an organization and its people did with documents.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::organization::within;
use crate::signnow::error::DecodeError;
use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::resource::{List, Page, Resource};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::envelope::{numbered_page, single};
use crate::signnow::wire::{count, duration, text};

/// A stretch of time; an open end reaches as far as signNow's records do. Sent in whole seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// From when.
    pub from: Option<DateTime<Utc>>,
    /// Until when.
    pub to: Option<DateTime<Utc>>,
}

impl TimeRange {
    fn query(&self) -> Query {
        let seconds = |moment: DateTime<Utc>| moment.timestamp();
        Query::new().with_some("date_from", self.from.map(seconds)).with_some("date_to", self.to.map(seconds))
    }
}

/// Activity per person: `GET /v2/organizations/{organization_id}/users-activity`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UsersActivity {
    /// Of whose people.
    pub organization: OrganizationId,
    /// In which stretch of time.
    pub range: TimeRange,
}

impl UsersActivity {
    pub(super) const ROUTE: Route = Route::new("GET /v2/organizations/{organization_id}/users-activity");
}

impl List for UsersActivity {
    type Row = UserActivity;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn path(&self) -> Path {
        within(&self.organization, "users-activity")
    }

    fn query(&self) -> Query {
        self.range.query()
    }

    fn decode_page(&self, body: &[u8], number: u32) -> Result<Page<UserActivity>, DecodeError> {
        numbered_page(body, number)
    }
}

/// What one person did.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserActivity {
    /// Whose account.
    #[serde(rename = "id")]
    pub user_id: UserId,
    /// Whose address.
    #[serde(deserialize_with = "text")]
    pub email: String,
    /// Documents made.
    #[serde(default, deserialize_with = "count")]
    pub documents: u64,
    /// Documents sent to be signed.
    #[serde(default, deserialize_with = "count")]
    pub sent_documents: u64,
    /// Of those, documents signed.
    #[serde(default, deserialize_with = "count")]
    pub signed_documents: u64,
    /// People who signed.
    #[serde(default, deserialize_with = "count")]
    pub signers: u64,
    /// How long it took on average from sending to the last signature, in whole seconds.
    #[serde(rename = "average_complete_time", default, deserialize_with = "duration")]
    pub average_completion: Option<Duration>,
}

/// Activity of the whole organization: `GET /v2/organizations/{organization_id}/activity`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Activity {
    /// Whose.
    pub organization: OrganizationId,
    /// In which stretch of time.
    pub range: TimeRange,
}

impl Activity {
    pub(super) const ROUTE: Route = Route::new("GET /v2/organizations/{organization_id}/activity");
}

impl Resource for Activity {
    type Value = OrganizationActivity;

    fn route(&self) -> Route {
        Self::ROUTE
    }

    fn target(&self) -> Target {
        Target::new(within(&self.organization, "activity"), &self.range.query())
    }

    fn decode(&self, body: &[u8]) -> Result<OrganizationActivity, DecodeError> {
        single(body)
    }
}

/// What the organization did.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OrganizationActivity {
    /// Documents made.
    #[serde(default, deserialize_with = "count")]
    pub documents: u64,
    /// Documents sent to be signed.
    #[serde(default, deserialize_with = "count")]
    pub sent_documents: u64,
    /// Of those, documents signed.
    #[serde(default, deserialize_with = "count")]
    pub signed_documents: u64,
    /// People who signed.
    #[serde(default, deserialize_with = "count")]
    pub signers: u64,
    /// People who sent.
    #[serde(default, deserialize_with = "count")]
    pub senders: u64,
    /// People who did anything.
    #[serde(default, deserialize_with = "count")]
    pub active_users: u64,
    /// How long it took on average from sending to the last signature, in whole seconds.
    #[serde(rename = "average_complete_time", default, deserialize_with = "duration")]
    pub average_completion: Option<Duration>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization() -> OrganizationId {
        OrganizationId::parse("o1").unwrap()
    }

    #[test]
    fn the_documented_list() {
        let list = UsersActivity { organization: organization(), range: TimeRange::default() };
        let body = include_bytes!("../../../tests/fixtures/signnow/users_activity.json");
        let rows = list.decode_page(body, 1).unwrap().rows;
        assert_eq!(
            (rows[0].documents, rows[0].sent_documents, rows[0].signed_documents, rows[0].signers),
            (5, 2, 2, 2)
        );
        assert_eq!(rows[0].average_completion, Some(Duration::ZERO));
        assert_eq!(rows[1].average_completion, Some(Duration::from_secs(4574)));
    }

    #[test]
    fn the_documented_sum() {
        let activity = Activity { organization: organization(), range: TimeRange::default() };
        let body = include_bytes!("../../../tests/fixtures/signnow/activity.json");
        let sum = activity.decode(body).unwrap();
        assert_eq!((sum.documents, sum.sent_documents, sum.signed_documents), (2042, 451, 101));
        assert_eq!((sum.signers, sum.senders, sum.active_users), (218, 26, 4652));
        assert_eq!(sum.average_completion, Some(Duration::from_secs(502)));
        assert_eq!(activity.target().as_str(), "/v2/organizations/o1/activity");
    }

    #[test]
    fn a_range_is_sent_in_unix_seconds_and_an_open_end_is_not_sent() {
        let from = DateTime::from_timestamp(1_700_000_000, 999);
        let range = TimeRange { from, to: None };
        let list = UsersActivity { organization: organization(), range };
        assert_eq!(
            list.page(1).target().as_str(),
            "/v2/organizations/o1/users-activity?date_from=1700000000&per_page=100&page=1"
        );
        let range = TimeRange { from, to: DateTime::from_timestamp(1_700_086_400, 0) };
        let activity = Activity { organization: organization(), range };
        assert!(activity.target().as_str().ends_with("/activity?date_from=1700000000&date_to=1700086400"));
    }
}
