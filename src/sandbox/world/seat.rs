//! Places in an organization.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::id::Id;

/// The place of an admin or moderator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct AdminSeat {
    pub(crate) user_id: Id,
    pub(crate) role: AdminRole,
    pub(crate) status: SeatStatus,
    /// Nobody, for the one who created the organization.
    pub(crate) invited_by: Option<Id>,
    /// When the seat got its present status.
    pub(crate) at: DateTime<Utc>,
}

/// The place of a member.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct MemberSeat {
    pub(crate) user_id: Id,
    pub(crate) status: SeatStatus,
    pub(crate) invited_by: Option<Id>,
    /// When the seat got its present status.
    pub(crate) at: DateTime<Utc>,
}

/// The two kinds of management.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AdminRole {
    Admin,
    Moderator,
}

impl AdminRole {
    /// The name on the wire, which filters compare with.
    pub(crate) fn name(self) -> &'static str {
        match self {
            AdminRole::Admin => "admin",
            AdminRole::Moderator => "moderator",
        }
    }
}

/// How far an invitation to a seat has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SeatStatus {
    Active,
    Pending,
    Declined,
}

impl SeatStatus {
    /// The name on the wire, which filters compare with.
    pub(crate) fn name(self) -> &'static str {
        match self {
            SeatStatus::Active => "active",
            SeatStatus::Pending => "pending",
            SeatStatus::Declined => "declined",
        }
    }
}
