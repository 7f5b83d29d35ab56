//! A document, as far as a reader needs it (wire section 6.2). The full object has some sixty keys.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};

use super::field::DocumentField;
use super::user::NamedValue;
use crate::signnow::ids::{DocumentGroupId, DocumentId, UserId};
use crate::signnow::signing::InviteStatus;
use crate::signnow::wire::{
    count, filled_text, flag, list, object, optional_count, optional_id, optional_moment, text,
};

/// A document or a template.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Whose it is.
    #[serde(default, deserialize_with = "optional_id")]
    pub user_id: Option<UserId>,
    /// The folder it is in.
    #[serde(rename = "parent_id", default, deserialize_with = "filled_text")]
    pub folder_id: Option<String>,
    /// Its name.
    #[serde(rename = "document_name", default, deserialize_with = "text")]
    pub name: String,
    /// Pages.
    #[serde(default, deserialize_with = "count")]
    pub page_count: u64,
    /// When it was uploaded.
    #[serde(rename = "created", default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    #[serde(rename = "updated", default, deserialize_with = "optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
    /// When its current version was made.
    #[serde(rename = "version_time", default, deserialize_with = "optional_moment")]
    pub version_at: Option<DateTime<Utc>>,
    /// The name of the file it was made from.
    #[serde(default, deserialize_with = "filled_text")]
    pub original_filename: Option<String>,
    /// The address of its owner.
    #[serde(rename = "owner", default, deserialize_with = "filled_text")]
    pub owner_email: Option<String>,
    /// The name of its owner.
    #[serde(default, deserialize_with = "filled_text")]
    pub owner_name: Option<String>,
    /// Whether it is a template.
    #[serde(rename = "template", default, deserialize_with = "flag")]
    pub is_template: bool,
    /// The document or template it was copied from.
    #[serde(default, deserialize_with = "optional_id")]
    pub origin_document_id: Option<DocumentId>,
    /// Whose the origin is.
    #[serde(default, deserialize_with = "optional_id")]
    pub origin_user_id: Option<UserId>,
    /// Pictures of its first page.
    #[serde(default, deserialize_with = "object")]
    pub thumbnail: Option<Thumbnail>,
    /// The parts people play in signing it.
    #[serde(default, deserialize_with = "list")]
    pub roles: Vec<DocumentRole>,
    /// Invitations to fill in and sign fields.
    #[serde(default, deserialize_with = "list")]
    pub field_invites: Vec<FieldInvite>,
    /// Invitations to look on; `viewer_field_invites` on the wire.
    #[serde(rename = "viewer_field_invites", default, deserialize_with = "list")]
    pub viewer_invites: Vec<FieldInvite>,
    /// Invitations to sign anywhere on it; `requests` on the wire.
    #[serde(rename = "requests", default, deserialize_with = "list")]
    pub freeform_invites: Vec<FreeformInvite>,
    /// The group it belongs to, if any.
    #[serde(rename = "document_group_info", default, deserialize_with = "group")]
    pub document_group: Option<DocumentGroupInfo>,
    /// Labels.
    #[serde(default, deserialize_with = "list")]
    pub tags: Vec<DocumentTag>,
    /// Whether it is shared with a team.
    #[serde(default, deserialize_with = "object")]
    pub share_info: Option<ShareInfo>,
    /// Settings of the organization it came from.
    #[serde(default, deserialize_with = "list")]
    pub originator_organization_settings: Vec<NamedValue>,
    /// Fields on it.
    #[serde(default, deserialize_with = "list")]
    pub fields: Vec<DocumentField>,
    /// Signatures on it.
    #[serde(rename = "signatures", default, deserialize_with = "length")]
    pub signature_count: u64,
    /// Texts on it.
    #[serde(rename = "texts", default, deserialize_with = "length")]
    pub text_count: u64,
    /// Files attached to it.
    #[serde(rename = "attachments", default, deserialize_with = "length")]
    pub attachment_count: u64,
}

impl Document {
    /// How many fields are on it.
    pub fn field_count(&self) -> u64 {
        self.fields.len() as u64
    }

    /// Whether somebody is invited to fill in its fields, or has done so; it takes no other invitation then (document 002).
    pub fn has_live_invite(&self) -> bool {
        self.field_invites.iter().any(|invite| invite.status.is_live())
    }

    /// The role with this id, or else with this name.
    pub fn role(&self, id: Option<&str>, name: Option<&str>) -> Option<&DocumentRole> {
        let by_id = id.and_then(|id| self.roles.iter().find(|role| role.id.as_deref() == Some(id)));
        by_id.or_else(|| name.and_then(|name| self.roles.iter().find(|role| role.name == name)))
    }

    /// The step at which it is the turn of an invitation: that of its role.
    pub fn order_of(&self, invite: &FieldInvite) -> Option<u64> {
        self.role(invite.role_id.as_deref(), invite.role.as_deref())?.signing_order
    }
}

/// Pictures of the first page, by size. They need a bearer token to be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Thumbnail {
    /// The small one.
    #[serde(default, deserialize_with = "filled_text")]
    pub small: Option<String>,
    /// The medium one.
    #[serde(default, deserialize_with = "filled_text")]
    pub medium: Option<String>,
    /// The large one.
    #[serde(default, deserialize_with = "filled_text")]
    pub large: Option<String>,
}

/// A part someone plays in signing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DocumentRole {
    /// signNow's id for it; an invitation names it.
    #[serde(rename = "unique_id", default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "text")]
    pub name: String,
    /// Its turn, from 1.
    #[serde(default, deserialize_with = "optional_count")]
    pub signing_order: Option<u64>,
}

/// An invitation to fill in and sign fields.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FieldInvite {
    /// signNow's id for it.
    #[serde(default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// How far it has come.
    #[serde(default)]
    pub status: InviteStatus,
    /// Who is invited. For embedded signing, the address with the application's name in parentheses.
    #[serde(default, deserialize_with = "filled_text")]
    pub email: Option<String>,
    /// The account that is invited, where there is one.
    #[serde(default, deserialize_with = "optional_id")]
    pub signer_user_id: Option<UserId>,
    /// The part they play.
    #[serde(default, deserialize_with = "filled_text")]
    pub role: Option<String>,
    /// The id of that part.
    #[serde(default, deserialize_with = "filled_text")]
    pub role_id: Option<String>,
    /// When it was sent.
    #[serde(rename = "created", default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    #[serde(rename = "updated", default, deserialize_with = "optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
    /// When it ends.
    #[serde(rename = "expiration_time", default, deserialize_with = "optional_moment")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether it is for signing inside another application.
    #[serde(default, deserialize_with = "flag")]
    pub is_embedded: bool,
    /// Whether it asks for a password.
    #[serde(rename = "password_protected", default, deserialize_with = "flag")]
    pub is_password_protected: bool,
}

impl FieldInvite {
    /// The address as it was given with the invitation, without the application's name: what tells whose it is.
    pub fn address(&self) -> Option<&str> {
        let email = self.email.as_deref()?;
        let bare = email.split_once(" (").filter(|_| self.is_embedded).map(|(address, _)| address);
        Some(bare.unwrap_or(email))
    }
}

/// An invitation to sign anywhere.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FreeformInvite {
    /// signNow's id for it.
    #[serde(rename = "unique_id", default, deserialize_with = "filled_text")]
    pub id: Option<String>,
    /// Who sent it.
    #[serde(default, deserialize_with = "filled_text")]
    pub originator_email: Option<String>,
    /// Who is invited.
    #[serde(default, deserialize_with = "filled_text")]
    pub signer_email: Option<String>,
    /// When it was sent.
    #[serde(rename = "created", default, deserialize_with = "optional_moment")]
    pub created_at: Option<DateTime<Utc>>,
    /// Whether it was withdrawn.
    #[serde(rename = "canceled", default, deserialize_with = "flag")]
    pub is_canceled: bool,
    /// The signature it led to.
    #[serde(default, deserialize_with = "filled_text")]
    pub signature_id: Option<String>,
}

/// The group a document belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentGroupInfo {
    /// signNow's id for the group.
    pub id: DocumentGroupId,
    /// Its name.
    pub name: Option<String>,
    /// The invitation that goes for the whole group.
    pub invite_id: Option<String>,
    /// How far that has come, in signNow's words.
    pub invite_status: Option<String>,
    /// Documents in the group.
    pub document_count: u64,
}

/// A label on a document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DocumentTag {
    /// signNow's word for its kind.
    #[serde(rename = "type", default, deserialize_with = "filled_text")]
    pub kind: Option<String>,
    /// Its text.
    #[serde(default, deserialize_with = "text")]
    pub name: String,
}

/// How a document is shared.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ShareInfo {
    /// Whether a team sees it.
    #[serde(default, deserialize_with = "flag")]
    pub is_team_shared: bool,
    /// The viewer's part in the workspace, in signNow's words.
    #[serde(default, deserialize_with = "filled_text")]
    pub workspace_role: Option<String>,
}

/// A document outside any group still has the object, filled with nulls.
fn group<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DocumentGroupInfo>, D::Error> {
    #[derive(Deserialize)]
    struct OnWire {
        #[serde(default, deserialize_with = "optional_id")]
        document_group_id: Option<DocumentGroupId>,
        #[serde(default, deserialize_with = "filled_text")]
        document_group_name: Option<String>,
        #[serde(default, deserialize_with = "filled_text")]
        invite_id: Option<String>,
        #[serde(default, deserialize_with = "filled_text")]
        invite_status: Option<String>,
        #[serde(default, deserialize_with = "count")]
        doc_count_in_group: u64,
    }
    let group: Option<OnWire> = object(deserializer)?;
    Ok(group.and_then(|group| {
        Some(DocumentGroupInfo {
            id: group.document_group_id?,
            name: group.document_group_name,
            invite_id: group.invite_id,
            invite_status: group.invite_status,
            document_count: group.doc_count_in_group,
        })
    }))
}

fn length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let items: Vec<IgnoredAny> = list(deserializer)?;
    Ok(items.len() as u64)
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn an_embedded_invitation_has_an_address_without_the_name_of_the_application() {
        let address = |email: &str, is_embedded: bool| {
            let invite: FieldInvite =
                from_value(json!({ "email": email, "is_embedded": is_embedded })).unwrap();
            invite.address().map(str::to_owned)
        };
        assert_eq!(address("s@example.test (Our (own) App)", true).unwrap(), "s@example.test");
        assert_eq!(address("s@example.test", true).unwrap(), "s@example.test");
        assert_eq!(address("s (odd)@example.test", false).unwrap(), "s (odd)@example.test");
        assert_eq!(address("", true), None);
    }
}
