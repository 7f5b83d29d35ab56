//! Documents that are signed together (wire section 6.5).

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::document::Thumbnail;
use super::user::NamedValue;
use crate::signnow::ids::{DocumentGroupId, DocumentId};
use crate::signnow::wire::{
    filled_text, flag, list, object, optional_flag, optional_id, optional_moment, text,
};

/// A group of documents.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DocumentGroup {
    /// Its id.
    pub id: DocumentGroupId,
    /// Its name.
    #[serde(rename = "group_name", default, deserialize_with = "text")]
    pub name: String,
    /// The invitation that goes for the whole group; none as long as nobody was invited.
    #[serde(default, deserialize_with = "filled_text")]
    pub invite_id: Option<String>,
    /// Its documents, in its order.
    #[serde(default, deserialize_with = "list")]
    pub documents: Vec<GroupedDocument>,
    /// Settings of the organization it came from.
    #[serde(default, deserialize_with = "list")]
    pub originator_organization_settings: Vec<NamedValue>,
}

/// A group of documents as the list of groups shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DocumentGroupSummary {
    /// Its id.
    #[serde(rename = "group_id")]
    pub id: DocumentGroupId,
    /// Its name.
    #[serde(rename = "group_name", default, deserialize_with = "text")]
    pub name: String,
    /// When it last changed.
    #[serde(rename = "last_updated", default, deserialize_with = "optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
    /// The invitation that goes for the whole group; none as long as nobody was invited.
    #[serde(default, deserialize_with = "filled_text")]
    pub invite_id: Option<String>,
    /// How far that has come, in signNow's words.
    #[serde(default, deserialize_with = "filled_text")]
    pub invite_status: Option<String>,
    /// Its documents, in its order.
    #[serde(default, deserialize_with = "list")]
    pub documents: Vec<GroupedDocument>,
}

/// A document as its group shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GroupedDocument {
    /// Its id.
    pub id: DocumentId,
    /// Its name: `document_name` in a group, `name` in the list of groups.
    #[serde(rename = "document_name", alias = "name", default, deserialize_with = "text")]
    pub name: String,
    /// The names of the parts people play in signing it.
    #[serde(default, deserialize_with = "list")]
    pub roles: Vec<String>,
    /// Pictures of its first page.
    #[serde(default, deserialize_with = "object")]
    pub thumbnail: Option<Thumbnail>,
    /// The document or template it was copied from, where signNow tells.
    #[serde(default, deserialize_with = "optional_id")]
    pub origin_document_id: Option<DocumentId>,
    /// Whether one of its fields belongs to nobody, where signNow tells.
    #[serde(default, deserialize_with = "optional_flag")]
    pub has_unassigned_field: Option<bool>,
    /// Whether it asks for the number of a credit card.
    #[serde(default, deserialize_with = "flag")]
    pub has_credit_card_number: bool,
    /// Whether it can be taken out of its group, where signNow tells.
    #[serde(rename = "allowed_to_remove", default, deserialize_with = "optional_flag")]
    pub is_removable: Option<bool>,
}
