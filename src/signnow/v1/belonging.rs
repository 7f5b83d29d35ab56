//! What an account belongs to: companies, teams, an organization.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::signnow::ids::{OrganizationId, UserId};
use crate::signnow::wire::{count, filled_text, flag, list, optional_id, optional_moment, text};

/// A company an account belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Company {
    /// Its name.
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    /// Whether the account sees everything of it.
    #[serde(rename = "full_access", default, deserialize_with = "flag")]
    pub has_full_access: bool,
}

/// A team an account belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Team {
    /// signNow's id for it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// Its name.
    #[serde(rename = "team", default, deserialize_with = "text")]
    pub name: String,
    /// signNow's word for its kind, such as `VIEWABLE` or `SHAREABLE`.
    #[serde(rename = "type", default, deserialize_with = "filled_text")]
    pub kind: Option<String>,
    /// What the account is in it, in signNow's words.
    #[serde(default, deserialize_with = "filled_text")]
    pub role: Option<String>,
    /// Since when it exists.
    #[serde(rename = "created_since", default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// Documents in it.
    #[serde(default, deserialize_with = "count")]
    pub document_count: u64,
    /// Who administers it.
    #[serde(default, deserialize_with = "list")]
    pub admins: Vec<TeamAdmin>,
}

/// Someone who administers a team.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TeamAdmin {
    /// Their account.
    #[serde(default, deserialize_with = "optional_id")]
    pub id: Option<UserId>,
    /// Their address.
    #[serde(default, deserialize_with = "filled_text")]
    pub email: Option<String>,
    /// Whether they are the first admin of the team.
    #[serde(rename = "primary", default, deserialize_with = "flag")]
    pub is_primary: bool,
    /// Whether they stand in for the first admin.
    #[serde(default, deserialize_with = "flag")]
    pub is_secondary: bool,
    /// Whether they see the bills.
    #[serde(rename = "billing", default, deserialize_with = "flag")]
    pub has_billing_access: bool,
    /// Whether they see the documents.
    #[serde(rename = "document_access", default, deserialize_with = "flag")]
    pub has_document_access: bool,
}

/// The organization of an account, as far as v1 tells. Absent ids are usual (wire section 9 row 39).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserOrganization {
    /// Its id; `None` when the user belongs to no organization.
    #[serde(default, deserialize_with = "optional_id")]
    pub id: Option<OrganizationId>,
    /// Its name.
    #[serde(default, deserialize_with = "filled_text")]
    pub name: Option<String>,
    /// Whether it was deleted.
    #[serde(rename = "deleted", default, deserialize_with = "flag")]
    pub is_deleted: bool,
    /// When it was made.
    #[serde(rename = "created", default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    #[serde(rename = "updated", default, deserialize_with = "optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
    /// Whether the user is a moderator of it: v1 keeps the old names, and calls that admin.
    #[serde(default, deserialize_with = "flag")]
    pub is_admin: bool,
    /// Whether the user is an admin of it: v1 keeps the old names, and calls that super admin.
    #[serde(default, deserialize_with = "flag")]
    pub is_superadmin: bool,
    /// Whether it is a workspace.
    #[serde(default, deserialize_with = "flag")]
    pub is_workspace: bool,
    /// Domains whose addresses belong to it.
    #[serde(default, deserialize_with = "list")]
    pub domains: Vec<UserOrganizationDomain>,
    /// Its logos.
    #[serde(default, deserialize_with = "list")]
    pub logos: Vec<UserOrganizationLogo>,
    /// Its teams.
    #[serde(default, deserialize_with = "list")]
    pub teams: Vec<UserOrganizationTeam>,
}

/// A domain whose addresses belong to an organization.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserOrganizationDomain {
    /// signNow's id for the record.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// The domain.
    #[serde(default, deserialize_with = "text")]
    pub domain: String,
}

/// A logo of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserOrganizationLogo {
    /// signNow's id for it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "filled_text")]
    pub name: Option<String>,
    /// Whether it is in use.
    #[serde(rename = "active", default, deserialize_with = "flag")]
    pub is_active: bool,
}

/// A team of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserOrganizationTeam {
    /// signNow's id for it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "text")]
    pub name: String,
}
