//! The few words organizations use about people.

use serde::{Deserialize, Deserializer};

/// What someone is in an organization. signNow renamed these: today's admin was the super admin, today's
/// moderator was the admin (document 003).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Manages everything and everyone.
    Admin,
    /// Manages moderators and members.
    Moderator,
    /// Belongs to the organization.
    Member,
    /// A word signNow does not document.
    Other,
}

impl Role {
    /// signNow's word; `other` is ours, and no filter of signNow's documents knows it.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::Moderator => "moderator",
            Role::Member => "member",
            Role::Other => "other",
        }
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = [Role::Admin, Role::Moderator, Role::Member];
        let role = known.into_iter().find(|role| role.as_str().eq_ignore_ascii_case(&word));
        Ok(role.unwrap_or(Role::Other))
    }
}

/// How far someone's place in an organization has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SeatStatus {
    /// The invitation was accepted.
    Active,
    /// The invitation is open.
    Pending,
    /// The invitation was declined.
    Declined,
    /// A word signNow does not document.
    Other,
}

impl SeatStatus {
    /// signNow's word; `other` is ours, and no filter of signNow's documents knows it.
    pub fn as_str(self) -> &'static str {
        match self {
            SeatStatus::Active => "active",
            SeatStatus::Pending => "pending",
            SeatStatus::Declined => "declined",
            SeatStatus::Other => "other",
        }
    }
}

impl<'de> Deserialize<'de> for SeatStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = [SeatStatus::Active, SeatStatus::Pending, SeatStatus::Declined];
        let status = known.into_iter().find(|status| status.as_str().eq_ignore_ascii_case(&word));
        Ok(status.unwrap_or(SeatStatus::Other))
    }
}

/// Which way a list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest or oldest first.
    Ascending,
    /// Largest or newest first.
    Descending,
}

impl Direction {
    /// signNow's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ascending => "asc",
            Direction::Descending => "desc",
        }
    }
}
