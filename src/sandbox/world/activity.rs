//! What people did, and when.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::id::Id;

/// One thing somebody did while a member of an organization.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Activity {
    pub(crate) user_id: Id,
    pub(crate) at: DateTime<Utc>,
    pub(crate) deed: Deed,
}

/// The kinds of deeds that signNow's totals count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Deed {
    /// A document came into being.
    Created,
    /// A document was sent out to so many signers.
    Sent { signers: u32 },
    /// A document was signed by everybody, so many seconds after it was sent.
    Signed { seconds_to_complete: u32 },
}

/// Everything that happened, by organization, oldest first. Nothing is ever taken out.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct ActivityLog(BTreeMap<Id, Vec<Activity>>);

impl ActivityLog {
    /// Adds what happened; the log keeps itself in order of time.
    pub(crate) fn record(&mut self, organization: Id, activity: Activity) {
        let log = self.0.entry(organization).or_default();
        let place = log.partition_point(|earlier| earlier.at <= activity.at);
        log.insert(place, activity);
    }

    /// What happened in an organization from one moment up to another, both included.
    pub(crate) fn between(
        &self,
        organization: Id,
        from: Option<DateTime<Utc>>,
        to: Option<DateTime<Utc>>,
    ) -> impl Iterator<Item = &Activity> {
        let log = self.0.get(&organization).map(Vec::as_slice).unwrap_or_default();
        let inside = move |activity: &&Activity| {
            from.is_none_or(|from| from <= activity.at) && to.is_none_or(|to| activity.at <= to)
        };
        log.iter().filter(inside)
    }
}
