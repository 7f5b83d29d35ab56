//! Roles and statuses: what someone is in an organization, and how far that has come.

use std::collections::BTreeSet;

use async_graphql::Enum;
use async_graphql::resolver_utils::EnumType;
use serde::{Deserialize, Serialize};

use crate::graph::error::{Failure, bad_input};
use crate::signnow::v2::{Role, SeatStatus};

/// What someone may do in an organization.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::graph) enum OrganizationRole {
    /// Manages the organization and everyone in it. signNow's older documents say *super admin*.
    Admin,
    /// Manages moderators and members. signNow's older documents say *admin*.
    Moderator,
    /// Belongs to the organization and is subject to its settings.
    Member,
    /// A role that signNow does not document. Not accepted as a filter.
    Unknown,
}

impl From<Role> for OrganizationRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Admin => Self::Admin,
            Role::Moderator => Self::Moderator,
            Role::Member => Self::Member,
            Role::Other => Self::Unknown,
        }
    }
}

impl OrganizationRole {
    /// What signNow filters the viewer's organizations by.
    pub(in crate::graph) const OF_ORGANIZATIONS: &[Self] = &[Self::Admin, Self::Moderator, Self::Member];

    /// What signNow filters admins by.
    pub(super) const OF_ADMINS: &[Self] = &[Self::Admin, Self::Moderator];

    /// The roles to filter an upstream list by: those asked for, each once and in one order, so that two spellings of
    /// a question are one question; none if nobody asked.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for no role at all, or one that the list does not have.
    pub(in crate::graph) fn filter(
        roles: Option<Vec<Self>>,
        possible: &[Self],
    ) -> Result<Vec<Role>, Failure> {
        match roles {
            None => Ok(Vec::new()),
            Some(roles) if roles.is_empty() || roles.iter().any(|role| !possible.contains(role)) => {
                Err(bad_input("roles", format!("`roles` takes one or more of {}.", names(possible))))
            }
            Some(roles) => Ok(BTreeSet::from_iter(roles).into_iter().map(Into::into).collect()),
        }
    }
}

impl From<OrganizationRole> for Role {
    fn from(role: OrganizationRole) -> Self {
        match role {
            OrganizationRole::Admin => Self::Admin,
            OrganizationRole::Moderator => Self::Moderator,
            OrganizationRole::Member => Self::Member,
            OrganizationRole::Unknown => Self::Other,
        }
    }
}

/// How far an invitation to an organization has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::graph) enum MembershipStatus {
    /// Accepted: the role is in force.
    Active,
    /// Invited, and not answered yet.
    Pending,
    /// Invited, and declined.
    Declined,
    /// A status that signNow does not document. Not accepted as a filter.
    Unknown,
}

impl From<SeatStatus> for MembershipStatus {
    fn from(status: SeatStatus) -> Self {
        match status {
            SeatStatus::Active => Self::Active,
            SeatStatus::Pending => Self::Pending,
            SeatStatus::Declined => Self::Declined,
            SeatStatus::Other => Self::Unknown,
        }
    }
}

impl MembershipStatus {
    /// What signNow filters admins and members by.
    pub(super) const OF_PEOPLE: &[Self] = &[Self::Active, Self::Pending, Self::Declined];
    /// What signNow filters the viewer's organizations by.
    pub(in crate::graph) const OF_ORGANIZATIONS: &[Self] = &[Self::Active, Self::Pending];

    /// The status to filter an upstream list by.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a status that the list cannot be filtered by.
    pub(in crate::graph) fn filter(
        status: Option<Self>,
        possible: &[Self],
    ) -> Result<Option<SeatStatus>, Failure> {
        match status {
            Some(status) if !possible.contains(&status) => {
                Err(bad_input("status", format!("This list can be filtered by {} only.", names(possible))))
            }
            Some(Self::Active) => Ok(Some(SeatStatus::Active)),
            Some(Self::Pending) => Ok(Some(SeatStatus::Pending)),
            Some(Self::Declined) => Ok(Some(SeatStatus::Declined)),
            Some(Self::Unknown) | None => Ok(None),
        }
    }
}

fn names<T: EnumType>(values: &[T]) -> String {
    let name = |value: &T| T::items().iter().find(|item| item.value == *value).map_or("", |item| item.name);
    values.iter().map(name).collect::<Vec<_>>().join(", ")
}
