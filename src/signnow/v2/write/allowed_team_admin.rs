//! Who may administer teams.

use serde_json::json;

use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::email_address::EmailAddress;
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::OrganizationId;
use crate::signnow::route::{Query, Route, Target};
use crate::signnow::v2::organization::within;
use crate::signnow::wire::acknowledged;

/// Allows someone to administer teams of an organization:
/// `POST /v2/organizations/{organization_id}/allowed-team-admins`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowTeamAdmin {
    /// Of which organization.
    pub organization: OrganizationId,
    /// Whom. Someone with an account who does not manage the organization.
    pub email: EmailAddress,
}

impl Command for AllowTeamAdmin {
    type Answer = ();

    const ROUTE: Route = Route::new("POST /v2/organizations/{organization_id}/allowed-team-admins");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(within(&self.organization, "allowed-team-admins"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "email": self.email.as_str() }))
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Puts the permission of an allowed team admin in force or out of it:
/// `PUT /v2/organizations/{organization_id}/allowed-team-admins`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivateTeamAdmin {
    /// Of which organization.
    pub organization: OrganizationId,
    /// Whose.
    pub email: EmailAddress,
    /// Whether it is to be in force.
    pub active: bool,
}

impl Command for ActivateTeamAdmin {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /v2/organizations/{organization_id}/allowed-team-admins");
    const NATURE: Nature = Nature::Idempotent;

    fn target(&self) -> Target {
        Target::new(within(&self.organization, "allowed-team-admins"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "email": self.email.as_str(), "active": self.active }))
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}
