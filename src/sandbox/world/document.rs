//! Documents.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};

use super::content::Content;
use super::id::Id;
use super::invite::{FreeformInvite, Invite, InviteStatus};

/// A document of a user.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Document {
    pub(crate) id: Id,
    pub(crate) owner: Id,
    pub(crate) name: String,
    pub(crate) original_filename: String,
    pub(crate) page_count: u32,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    /// Whether fields, texts or signatures were ever put on it: that decides in which of the two lists it is.
    pub(crate) modified: bool,
    pub(crate) template: bool,
    pub(crate) content: Content,
    /// In the order in which fields first named them.
    pub(crate) roles: Vec<Role>,
    pub(crate) fields: Vec<Field>,
    /// Invitations to fill in fields or to look on, in signing order.
    pub(crate) invites: Vec<Invite>,
    /// Invitations to sign anywhere, in the order in which they were sent.
    pub(crate) freeform_invites: Vec<FreeformInvite>,
}

/// A part to be played by a signer. It comes into being with the first field that names it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Role {
    pub(crate) id: Id,
    pub(crate) name: String,
}

/// A place to be filled in.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Field {
    pub(crate) id: Id,
    pub(crate) role_id: Id,
    /// signNow's `type`: `signature`, `text` and so on.
    pub(crate) kind: String,
    /// Page, place, size and whatever else was said about it.
    pub(crate) attributes: Map<String, Value>,
    /// Given when somebody is invited to fill it in. Each field has its own; it is not the invitation's id.
    pub(crate) request_id: Option<Id>,
    /// What was put in when its signer signed.
    pub(crate) element_id: Option<Id>,
}

impl Document {
    /// The role with this id.
    pub(crate) fn role(&self, id: Id) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The invitation to a role.
    pub(crate) fn invite_of(&self, role: Id) -> Option<&Invite> {
        self.invites.iter().find(|invite| invite.role_id == Some(role))
    }

    /// Whether it has this invitation, of either kind.
    pub(crate) fn has_invite(&self, id: Id) -> bool {
        let freeform = self.freeform_invites.iter().map(|invite| invite.id);
        self.invites.iter().map(|invite| invite.id).chain(freeform).any(|invite| invite == id)
    }

    /// Whether an invitation to it is waiting or was signed.
    pub(super) fn has_live_invite(&self) -> bool {
        let freeform = self.freeform_invites.iter().map(|invite| invite.status);
        self.invites.iter().map(|invite| invite.status).chain(freeform).any(InviteStatus::is_live)
    }

    /// The role that an invitation names by `role`, by `role_id` or by both.
    ///
    /// # Errors
    /// When it names none, one that is not there, or two that are not the same.
    pub(crate) fn cast(&self, name: Option<&str>, id: Option<&str>) -> Result<Id, Miscast> {
        let by_name = name.map(|name| self.found(name, |role| role.name == name)).transpose()?;
        let by_id = id.map(|id| self.found(id, |role| role.id.to_string() == id)).transpose()?;
        match (by_name, by_id) {
            (None, None) => Err(Miscast::Unnamed),
            (Some(one), Some(other)) if one != other => Err(Miscast::Conflict),
            (Some(role), _) | (None, Some(role)) => Ok(role),
        }
    }

    fn found(&self, wording: &str, is_meant: impl Fn(&&Role) -> bool) -> Result<Id, Miscast> {
        let role = self.roles.iter().find(is_meant);
        role.map(|role| role.id).ok_or_else(|| Miscast::Unknown(wording.to_owned()))
    }

    /// No role may be cast twice.
    pub(crate) fn each_once(&self, cast: &[Id]) -> Result<(), Miscast> {
        let twice = self.roles.iter().find(|role| cast.iter().filter(|id| **id == role.id).count() > 1);
        twice.map_or(Ok(()), |role| Err(Miscast::Twice(role.name.clone())))
    }

    /// Every role has to be among those that were cast.
    pub(crate) fn fully_cast(&self, cast: &[Id]) -> Result<(), Miscast> {
        let left = self.roles.iter().find(|role| !cast.contains(&role.id));
        left.map_or(Ok(()), |role| Err(Miscast::Unused(role.name.clone())))
    }
}

/// Why signers and roles do not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Miscast {
    /// Neither `role` nor `role_id` was given.
    Unnamed,
    /// The document has no such role.
    Unknown(String),
    /// `role` and `role_id` are two roles.
    Conflict,
    /// Two signers have this role.
    Twice(String),
    /// Nobody has this role.
    Unused(String),
}
