//! Inviting, promoting and removing those who manage an organization.

use serde::Deserialize;
use serde_json::json;

use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::email_address::EmailAddress;
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::route::{Query, Route, Target};
use crate::signnow::v2::organization::within;
use crate::signnow::v2::{Role, SeatStatus};
use crate::signnow::wire::{acknowledged, filled_text, made_or_empty};

/// The two ways to manage an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AdminRole {
    /// Manages everything and everyone. Only an admin can make one.
    Admin,
    /// Manages moderators and members.
    Moderator,
}

impl AdminRole {
    /// signNow's word.
    pub fn as_str(self) -> &'static str {
        Role::from(self).as_str()
    }
}

impl From<AdminRole> for Role {
    fn from(role: AdminRole) -> Role {
        match role {
            AdminRole::Admin => Role::Admin,
            AdminRole::Moderator => Role::Moderator,
        }
    }
}

/// Invites someone who has an account to manage an organization:
/// `POST /v2/organizations/{organization_id}/admins`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddAdmin {
    /// Which organization.
    pub organization: OrganizationId,
    /// Whom.
    pub email: EmailAddress,
    /// As what.
    pub role: AdminRole,
}

/// What signNow tells about an invitation it has just made. The people concerned are in
/// [`Admins`](crate::signnow::v2::Admins).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AdminInvitation {
    /// The id of the invitation, not of the user (document 003); no call takes it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// Who was invited.
    pub email: EmailAddress,
    /// As what.
    #[serde(rename = "type")]
    pub role: Role,
    /// Pending.
    pub status: SeatStatus,
}

impl Command for AddAdmin {
    /// `None` when signNow answers without a body: the document prints a body under the status 204.
    type Answer = Option<AdminInvitation>;

    const ROUTE: Route = Route::new("POST /v2/organizations/{organization_id}/admins");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(within(&self.organization, "admins"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "email": self.email.as_str(), "type": self.role.as_str() }))
    }

    fn decode(&self, body: &[u8]) -> Result<Option<AdminInvitation>, DecodeError> {
        made_or_empty(body)
    }
}

/// Makes a moderator an admin, or the reverse: `PUT /v2/organizations/{organization_id}/admins/{user_id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeAdminRole {
    /// In which organization.
    pub organization: OrganizationId,
    /// Whose role.
    pub user: UserId,
    /// What they are to be.
    pub role: AdminRole,
}

impl Command for ChangeAdminRole {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /v2/organizations/{organization_id}/admins/{user_id}");
    const NATURE: Nature = Nature::Idempotent;

    fn target(&self) -> Target {
        Target::new(within(&self.organization, "admins").id(&self.user), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "type": self.role.as_str() }))
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Takes the management of an organization from someone:
/// `DELETE /v2/organizations/{organization_id}/admins/{user_id}`. The last admin stays (12004022).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveAdmin {
    /// Of which organization.
    pub organization: OrganizationId,
    /// From whom.
    pub user: UserId,
}

impl Command for RemoveAdmin {
    type Answer = ();

    const ROUTE: Route = Route::new("DELETE /v2/organizations/{organization_id}/admins/{user_id}");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(within(&self.organization, "admins").id(&self.user), &Query::new())
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}
