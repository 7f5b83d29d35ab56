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

impl List for UsersActivity {
    type Row = UserActivity;

    fn route(&self) -> Route {
        Route::new("GET /v2/organizations/{organization_id}/users-activity")
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

impl Resource for Activity {
    type Value = OrganizationActivity;

    fn route(&self) -> Route {
        Route::new("GET /v2/organizations/{organization_id}/activity")
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
