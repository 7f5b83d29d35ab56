//! What someone can be made in an organization.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use crate::graph::types::OrganizationRole;
use crate::signnow::v2;

/// What someone can be made in an organization.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum AssignableRole {
    /// Manages the organization and everyone in it.
    Admin,
    /// Manages moderators and members.
    Moderator,
    /// Belongs to the organization.
    Member,
}

impl AssignableRole {
    /// The role as those have it who manage; `None` for a member, who stands in another list.
    pub(super) fn of_admins(self) -> Option<v2::AdminRole> {
        match self {
            Self::Admin => Some(v2::AdminRole::Admin),
            Self::Moderator => Some(v2::AdminRole::Moderator),
            Self::Member => None,
        }
    }
}

impl From<AssignableRole> for v2::Role {
    fn from(role: AssignableRole) -> Self {
        role.of_admins().map_or(v2::Role::Member, v2::Role::from)
    }
}

impl From<AssignableRole> for OrganizationRole {
    fn from(role: AssignableRole) -> Self {
        v2::Role::from(role).into()
    }
}
