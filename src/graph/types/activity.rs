//! What was done: by an organization as a whole, and by each of its people.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::Object;

use super::person::Person;
use super::time::{Moment, TimeSpan};
use crate::graph::error::{Failure, bad_input};
use crate::loaders::Row;
use crate::signnow::v2::TimeRange;
use crate::signnow::{OrganizationId, v2};

/// Checks the range of an activity field.
///
/// # Errors
/// `BAD_USER_INPUT` if it ends before it begins.
pub(super) fn time_range(from: Option<Moment>, to: Option<Moment>) -> Result<TimeRange, Failure> {
    let (from, to) = (from.map(|from| from.0), to.map(|to| to.0));
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            Err(bad_input("to", "`to` lies before `from`; pass a moment that is not earlier."))
        }
        _ => Ok(TimeRange { from, to }),
    }
}

pub(in crate::graph) struct OrganizationActivity(pub(super) Arc<v2::OrganizationActivity>);

/// What was done in an organization in a stretch of time.
#[Object]
impl OrganizationActivity {
    /// Documents created.
    async fn documents(&self) -> u64 {
        self.0.documents
    }

    /// Documents sent for signature.
    async fn sent_documents(&self) -> u64 {
        self.0.sent_documents
    }

    /// Documents that everyone signed.
    async fn signed_documents(&self) -> u64 {
        self.0.signed_documents
    }

    /// Different people who were asked to sign. Does not add up over stretches of time: one person may sign in each.
    async fn signers(&self) -> u64 {
        self.0.signers
    }

    /// People who sent something. Does not add up over stretches of time.
    async fn senders(&self) -> u64 {
        self.0.senders
    }

    /// People who did anything at all. Does not add up over stretches of time.
    async fn active_users(&self) -> u64 {
        self.0.active_users
    }

    /// How long it took on average from sending to the last signature; null where nothing was completed.
    async fn average_completion_time(&self) -> Option<TimeSpan> {
        completion(self.0.average_completion)
    }
}

pub(in crate::graph) struct UserActivity {
    organization: OrganizationId,
    row: Row<v2::UserActivity>,
}

impl UserActivity {
    pub(super) fn new(organization: &OrganizationId, row: Row<v2::UserActivity>) -> Self {
        Self { organization: organization.clone(), row }
    }
}

/// What one person did in an organization in a stretch of time.
#[Object]
impl UserActivity {
    /// The person who did it.
    async fn person(&self) -> Person {
        Person::new(&self.organization, &self.row.user_id, &self.row.email)
    }

    /// Documents created.
    async fn documents(&self) -> u64 {
        self.row.documents
    }

    /// Documents sent for signature.
    async fn sent_documents(&self) -> u64 {
        self.row.sent_documents
    }

    /// Documents that everyone signed.
    async fn signed_documents(&self) -> u64 {
        self.row.signed_documents
    }

    /// Different people who were asked to sign. Does not add up over stretches of time.
    async fn signers(&self) -> u64 {
        self.row.signers
    }

    /// How long it took on average from sending to the last signature; null where nothing was completed.
    async fn average_completion_time(&self) -> Option<TimeSpan> {
        completion(self.row.average_completion)
    }
}

/// signNow says zero where there is nothing to average, which a chart would draw.
fn completion(average: Option<Duration>) -> Option<TimeSpan> {
    average.filter(|average| !average.is_zero()).map(TimeSpan)
}
