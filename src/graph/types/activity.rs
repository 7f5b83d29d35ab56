//! What was done: by an organization as a whole, and by each of its people.

use std::sync::Arc;

use async_graphql::Object;
use chrono::{DateTime, Utc};

use super::person::Person;
use super::scalars::TimeSpan;
use crate::graph::error::{Failure, bad_input};
use crate::loaders::Row;
use crate::signnow::v2::TimeRange;
use crate::signnow::{OrganizationId, v2};

/// Checks the range of an activity field.
///
/// # Errors
/// `BAD_USER_INPUT` if it ends before it begins.
pub(super) fn time_range(
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
) -> Result<TimeRange, Failure> {
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

    /// People who were asked to sign. Does not add up over stretches of time: one person may sign in each.
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

    /// How long it took on average from sending to the last signature; zero where nothing was completed.
    async fn average_completion_time(&self) -> Option<TimeSpan> {
        self.0.average_completion.map(TimeSpan)
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
    /// Who.
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

    /// People who were asked to sign. Does not add up over stretches of time.
    async fn signers(&self) -> u64 {
        self.row.signers
    }

    /// How long it took on average from sending to the last signature; zero where nothing was completed.
    async fn average_completion_time(&self) -> Option<TimeSpan> {
        self.row.average_completion.map(TimeSpan)
    }
}
