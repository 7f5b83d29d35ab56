//! The document object, with the types of the live answer (wire section 6.2).

use serde_json::{Map, Value, json};

use super::{fields, freeform_invites};
use crate::sandbox::world::{Document, Id, InviteStatus, Organization, SettingValue, World};

/// The flags of a document, in the order and spelling of document 004.
const SETTINGS: [&str; 34] = [
    "no_document_attachment",
    "copy_export",
    "no_document_file_attachments",
    "no_user_signature_return",
    "mobileweb_option",
    "require_drawn_signatures",
    "org_allowed_team_admins",
    "cloud_auto_export",
    "digitally_sign_dowloaded_docs",
    "invite_completion_redirect_url",
    "invite_decline_redirect_url",
    "add_signature_stamp",
    "pending_invite_document_view_notification",
    "flatten_document_fields",
    "required_preset_signature_name",
    "signing_link_document_download",
    "attach_doc_on_all_cc_messages",
    "document_completion_retention_days",
    "cloud_export_with_history",
    "emailed_docs_include_history",
    "require_email_subject",
    "enable_hyperlink_protection",
    "enable_advanced_threat_protection",
    "require_login_for_signing",
    "logout_on_signing",
    "audit_trail_completion_retention_days",
    "front_end_session_length",
    "email_admin_on_banned_login",
    "add_signature_stamp_with_name",
    "cfr_title_21_part_11",
    "unsuccessful_logout_attempts_allowed",
    "require_authentication_for_invites",
    "electronic_consent_required",
    "electronic_consent_text",
];

/// The settings of the owner's organization that a document repeats, with their defaults.
const ORGANIZATION_SETTINGS: [(&str, &str); 10] = [
    ("invite_completion_redirect_url", ""),
    ("invite_decline_redirect_url", ""),
    ("required_preset_signature_name", "0"),
    ("require_email_subject", "0"),
    ("require_login_for_signing", "0"),
    ("logout_on_signing", "0"),
    ("front_end_session_length", "0"),
    ("add_signature_stamp_with_name", "0"),
    ("cfr_title_21_part_11", "0"),
    ("require_authentication_for_invites", "0"),
];

/// Lists that are always there, and empty in this world.
const EMPTY: [&str; 21] = [
    "viewer_roles",
    "approver_roles",
    "attachments",
    "checks",
    "document_group_template_info",
    "integrations",
    "enumeration_options",
    "exported_to",
    "checkbox_groups",
    "approver_field_invites",
    "field_validators",
    "hyperlinks",
    "inserts",
    "notary_invites",
    "payments",
    "radiobuttons",
    "seals",
    "routing_details",
    "texts",
    "tags",
    "lines",
];

/// Shows documents of a world under the address of a sandbox.
pub(super) struct View<'a> {
    pub(super) world: &'a World,
    pub(super) url: &'a str,
}

impl View<'_> {
    /// Whether a document belongs in one of the two lists of a user.
    pub(super) fn is_of(document: &Document, owner: Id, modified: bool) -> bool {
        document.owner == owner && document.modified == modified
    }

    /// The full object.
    pub(super) fn of(&self, document: &Document) -> Value {
        let owner = self.world.users.get(&document.owner);
        let (email, owner_name) =
            owner.map(|owner| (owner.email.as_str(), owner.full_name())).unwrap_or_default();
        let organization = self.world.organization_of_member(document.owner);
        let mut object = json!({
            "id": document.id,
            "parent_id": document.owner,
            "user_id": document.owner,
            "document_name": document.name,
            "page_count": document.page_count.to_string(),
            "created": document.created.timestamp().to_string(),
            "updated": document.updated.timestamp().to_string(),
            "version_time": document.updated.timestamp().to_string(),
            "original_filename": document.original_filename,
            "origin_document_id": null,
            "origin_user_id": null,
            "owner": email,
            "owner_name": owner_name,
            "template": document.template,
            "thumbnail": thumbnail(self.url, document.id),
            "roles": fields::roles(document),
            "fields": fields::fields(document, email),
            "field_invites": self.invites(document, true),
            "viewer_field_invites": self.invites(document, false),
            "requests": freeform_invites::requests(document, email),
            "signatures": self.signatures(document),
            "document_group_info": self.group_info(document),
            "settings": settings(organization),
            "signing_session_settings": { "welcome_message": "" },
            "originator_organization_settings": organization_settings(organization),
            "originator_logo": "",
            "pages": pages(document),
            "share_info": { "is_team_shared": false, "workspace_role": null },
            "scheduled_invite": null,
        });
        if let Some(object) = object.as_object_mut() {
            object.extend(EMPTY.map(|name| (name.to_owned(), json!([]))));
        }
        object
    }

    /// The group the document is in, or the same object full of nulls.
    fn group_info(&self, document: &Document) -> Value {
        let group = self.world.group_of_document(document.id);
        let invite = group.and_then(|group| group.invite.as_ref());
        let status = invite.map(|invite| self.world.status_of_group_invite(invite));
        json!({
            "document_group_id": group.map(|group| group.id),
            "document_group_name": group.map(|group| &group.name),
            "invite_id": invite.map(|invite| invite.id),
            "invite_status": status,
            "sign_as_merged": invite.is_some_and(|invite| invite.sign_as_merged),
            "doc_count_in_group": group.map_or(0, |group| group.documents.len()),
            "freeform_invite": { "id": null },
            "state": group.map(|_| status.unwrap_or(InviteStatus::Created)),
        })
    }
}

/// The addresses of a document's picture in three sizes.
pub(crate) fn thumbnail(url: &str, document: Id) -> Value {
    let sizes = ["small", "medium", "large"];
    let link = |size: &str| format!("{url}/document/{document}/thumbnail?size={size}");
    Value::Object(sizes.map(|size| (size.to_owned(), link(size).into())).into_iter().collect())
}

fn settings(organization: Option<&Organization>) -> Value {
    let is_on = |name: &str| {
        let setting =
            organization.iter().flat_map(|organization| &organization.settings).find(|s| s.name == name);
        setting.is_some_and(|setting| setting.value == SettingValue::Flag(true))
    };
    Value::Object(
        SETTINGS.map(|name| (name.to_owned(), is_on(name).into())).into_iter().collect::<Map<_, _>>(),
    )
}

/// The settings of an organization that concern its documents.
pub(crate) fn organization_settings(organization: Option<&Organization>) -> Value {
    let settings = ORGANIZATION_SETTINGS.iter().map(|(name, default)| {
        let setting =
            organization.iter().flat_map(|organization| &organization.settings).find(|s| s.name == *name);
        json!({ "setting": name, "value": setting.map_or(*default, |setting| setting.value.as_text()) })
    });
    settings.collect()
}

/// Letter-sized pages, in points.
fn pages(document: &Document) -> Value {
    let page = |number| {
        let src = format!("/document/{}/page/{number}", document.id);
        json!({ "src": src, "size": { "width": 612, "height": 792 } })
    };
    (0..document.page_count).map(page).collect()
}
