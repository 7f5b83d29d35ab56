//! Making, renaming and deleting an organization.

use serde_json::json;

use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::OrganizationId;
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::wire::{acknowledged, made_id};

/// Makes an organization with the viewer as its admin: `POST /v2/organizations`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateOrganization {
    /// Its name, 1 to 255 characters. Two organizations may have the same one.
    pub name: String,
}

impl Command for CreateOrganization {
    type Answer = OrganizationId;

    const ROUTE: Route = Route::new("POST /v2/organizations");
    const NATURE: Nature = Nature::Keyless;

    fn target(&self) -> Target {
        Target::new(Path::root("/v2/organizations"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "name": self.name }))
    }

    fn decode(&self, body: &[u8]) -> Result<OrganizationId, DecodeError> {
        made_id(body)
    }
}

/// Renames an organization: `PUT /v2/organizations/{organization_id}`. For its admins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameOrganization {
    /// Which.
    pub organization: OrganizationId,
    /// Its new name, 1 to 255 characters.
    pub name: String,
}

impl Command for RenameOrganization {
    type Answer = ();

    const ROUTE: Route = Route::new("PUT /v2/organizations/{organization_id}");
    const NATURE: Nature = Nature::Idempotent;

    fn target(&self) -> Target {
        itself(&self.organization)
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&json!({ "name": self.name }))
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Deletes an organization: `DELETE /v2/organizations/{organization_id}`. For its admins; there is no way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteOrganization {
    /// Which.
    pub organization: OrganizationId,
}

impl Command for DeleteOrganization {
    type Answer = ();

    const ROUTE: Route = Route::new("DELETE /v2/organizations/{organization_id}");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        itself(&self.organization)
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

fn itself(organization: &OrganizationId) -> Target {
    Target::new(Path::root("/v2/organizations").id(organization), &Query::new())
}
