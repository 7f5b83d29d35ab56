//! Inviting and removing members.

use serde_json::json;

use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::email_address::EmailAddress;
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::route::{Query, Route, Target};
use crate::signnow::v2::organization::within;
use crate::signnow::wire::acknowledged;

/// Invites someone who has an account to be a member:
/// `POST /v2/organizations/{organization_id}/members`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddMember {
    /// Of which organization.
    pub organization: OrganizationId,
    /// Whom.
    pub email: EmailAddress,
}

impl Command for AddMember {
    type Answer = ();

    const ROUTE: Route = Route::new("POST /v2/organizations/{organization_id}/members");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(within(&self.organization, "members"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "email": self.email.as_str() }))
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Removes a member: `DELETE /v2/organizations/{organization_id}/members/{user_id}`. Everyone may remove
/// themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveMember {
    /// From which organization.
    pub organization: OrganizationId,
    /// Whom.
    pub user: UserId,
}

impl Command for RemoveMember {
    type Answer = ();

    const ROUTE: Route = Route::new("DELETE /v2/organizations/{organization_id}/members/{user_id}");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(within(&self.organization, "members").id(&self.user), &Query::new())
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}
