//! Settings of an organization.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One setting. Without dates it has its default and was never written (document 003).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Setting {
    pub(crate) name: String,
    pub(crate) value: SettingValue,
    pub(crate) created: Option<DateTime<Utc>>,
    pub(crate) updated: Option<DateTime<Utc>>,
}

/// A flag is shown as a boolean, everything else as the text it was written with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum SettingValue {
    Flag(bool),
    Text(String),
}

/// Every setting an organization has, with its default: the list of document 003, and the two more that its
/// example shows. The spelling `dowloaded` is signNow's.
const DEFAULTS: [(&str, Option<&str>); 21] = [
    ("mobileweb_option", None),
    ("digitally_sign_dowloaded_docs", None),
    ("cloud_export_with_history", None),
    ("emailed_docs_include_history", None),
    ("require_login_for_signing", None),
    ("logout_on_signing", None),
    ("document_completion_retention_days", Some("0")),
    ("audit_trail_completion_retention_days", Some("0")),
    ("front_end_session_length", Some("0")),
    ("email_admin_on_banned_login", None),
    ("require_authentication_for_invites", None),
    ("add_signature_stamp_with_name", None),
    ("unsuccessful_logout_attempts_allowed", Some("5")),
    ("document_guide", None),
    ("org_allowed_team_admins", None),
    ("cfr_title_21_part_11", None),
    ("email_logo_position", Some("left")),
    ("email_btn_bkgd_color", Some("#1565c0")),
    ("email_btn_text_color", Some("#ffffff")),
    ("no_document_attachment", None),
    ("no_user_signature_return", Some("0")),
];

impl Setting {
    /// All settings as a new organization has them; those without a default text are flags that are off.
    pub(crate) fn defaults() -> Vec<Setting> {
        let default = |(name, text): (&str, Option<&str>)| Setting {
            name: name.to_owned(),
            value: text.map_or(SettingValue::Flag(false), |text| SettingValue::Text(text.to_owned())),
            created: None,
            updated: None,
        };
        DEFAULTS.map(default).to_vec()
    }

    /// Writes a value given as text, the only form signNow takes: a flag understands `1` and `true` as on.
    pub(crate) fn write(&mut self, text: &str, now: DateTime<Utc>) {
        self.value = match self.value {
            SettingValue::Flag(_) => SettingValue::Flag(matches!(text, "1" | "true")),
            SettingValue::Text(_) => SettingValue::Text(text.to_owned()),
        };
        self.created.get_or_insert(now);
        self.updated = Some(now);
    }
}

impl SettingValue {
    /// The value as v1 shows it in `organization_settings`, where a flag is `1` or `0`.
    pub(crate) fn as_text(&self) -> &str {
        match self {
            SettingValue::Flag(true) => "1",
            SettingValue::Flag(false) => "0",
            SettingValue::Text(text) => text,
        }
    }
}
