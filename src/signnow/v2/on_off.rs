//! Which settings are either on or off.
//!
//! signNow answers `true`, `"1"`, `1` or `"0"` for the same setting, depending on the endpoint and on whether it was ever
//! changed (wire section 9 row 25), so the type of a value does not tell what kind of setting it is. Its name does.

use super::setting::SettingValue;

/// The documented names of settings that are either on or off (documents 003 and 004). Days, lengths, colours,
/// positions, addresses and counts are not among them.
const ON_OR_OFF: &[&str] = &[
    "add_signature_stamp",
    "add_signature_stamp_with_name",
    "attach_doc_on_all_cc_messages",
    "cfr_title_21_part_11",
    "cloud_auto_export",
    "cloud_export_with_history",
    "copy_export",
    "digitally_sign_dowloaded_docs",
    "document_guide",
    "electronic_consent_required",
    "email_admin_on_banned_login",
    "emailed_docs_include_history",
    "enable_advanced_threat_protection",
    "enable_hyperlink_protection",
    "flatten_document_fields",
    "logout_on_signing",
    "mobileweb_option",
    "no_document_attachment",
    "no_document_file_attachments",
    "no_user_signature_return",
    "org_allowed_team_admins",
    "pending_invite_document_view_notification",
    "require_authentication_for_invites",
    "require_drawn_signatures",
    "require_email_subject",
    "require_login_for_signing",
    "signing_link_document_download",
    "sso-only-login",
];

/// Whether the setting with this name is either on or off.
pub(in crate::signnow) fn is_on_or_off(name: &str) -> bool {
    ON_OR_OFF.contains(&name)
}

/// The value of a setting with this name: a flag, however it was written, if the setting is either on or off.
pub(in crate::signnow) fn value_of(name: &str, value: SettingValue) -> SettingValue {
    let SettingValue::Text(text) = &value else { return value };
    match text.as_str() {
        "1" | "true" if is_on_or_off(name) => SettingValue::Flag(true),
        "0" | "false" if is_on_or_off(name) => SettingValue::Flag(false),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_decides_what_a_one_is() {
        let text = |text: &str| SettingValue::Text(text.to_owned());
        assert_eq!(value_of("require_login_for_signing", text("1")), SettingValue::Flag(true));
        assert_eq!(value_of("require_login_for_signing", text("false")), SettingValue::Flag(false));
        assert_eq!(value_of("require_login_for_signing", text("soon")), text("soon"));
        assert_eq!(value_of("document_completion_retention_days", text("1")), text("1"));
        assert_eq!(value_of("require_login_for_signing", SettingValue::Flag(true)), SettingValue::Flag(true));
    }
}
