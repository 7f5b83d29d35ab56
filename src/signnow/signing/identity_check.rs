//! What a signer has to show before the document opens.

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// How signNow itself makes sure who the signer is (wire sections 6.3 and 6.4). Telephone numbers are kept like
/// passwords: neither is in any text.
#[derive(Clone, Debug)]
pub enum IdentityCheck {
    /// They know a password, which the sender tells them.
    Password(SecretString),
    /// They read a code that was sent to a telephone.
    TextMessage {
        /// Its number.
        phone: SecretString,
        /// What the message says; signNow puts the code in place of `{password}`. At most 140 characters.
        message: Option<String>,
    },
    /// They hear a code on the telephone.
    PhoneCall {
        /// Its number.
        phone: SecretString,
    },
}

/// The check among the other keys of a signer of v1.
#[derive(Default, Serialize)]
pub(in crate::signnow) struct FlatCheck<'a> {
    authentication_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_sms_message: Option<&'a str>,
}

/// The check as an object of its own, as v2 takes it.
#[derive(Serialize)]
pub(in crate::signnow) struct NestedCheck<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sms_message: Option<&'a str>,
}

impl IdentityCheck {
    /// For v1. Secrets are open in it.
    pub(in crate::signnow) fn flat(&self) -> FlatCheck<'_> {
        let phone = |phone| FlatCheck { authentication_type: "phone", phone, ..FlatCheck::default() };
        match self {
            IdentityCheck::Password(password) => FlatCheck {
                authentication_type: "password",
                password: Some(password.expose_secret()),
                ..FlatCheck::default()
            },
            IdentityCheck::TextMessage { phone: number, message } => FlatCheck {
                method: Some("sms"),
                authentication_sms_message: message.as_deref(),
                ..phone(Some(number.expose_secret()))
            },
            IdentityCheck::PhoneCall { phone: number } => {
                FlatCheck { method: Some("phone_call"), ..phone(Some(number.expose_secret())) }
            }
        }
    }

    /// For v2. Secrets are open in it.
    pub(in crate::signnow) fn nested(&self) -> NestedCheck<'_> {
        let FlatCheck { authentication_type: kind, password, phone, method, authentication_sms_message } =
            self.flat();
        NestedCheck { kind, password, phone, method, sms_message: authentication_sms_message }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn a_check_is_written_in_two_ways_and_shown_in_none() {
        let phone = || SecretString::from("+1 555 0100");
        let checks = [
            IdentityCheck::Password("canary".into()),
            IdentityCheck::TextMessage { phone: phone(), message: Some("Code {password}".to_owned()) },
            IdentityCheck::PhoneCall { phone: phone() },
        ];
        let flat = [
            json!({ "authentication_type": "password", "password": "canary" }),
            json!({ "authentication_type": "phone", "phone": "+1 555 0100", "method": "sms",
                "authentication_sms_message": "Code {password}" }),
            json!({ "authentication_type": "phone", "phone": "+1 555 0100", "method": "phone_call" }),
        ];
        let nested = [
            json!({ "type": "password", "password": "canary" }),
            json!({ "type": "phone", "phone": "+1 555 0100", "method": "sms",
                "sms_message": "Code {password}" }),
            json!({ "type": "phone", "phone": "+1 555 0100", "method": "phone_call" }),
        ];
        assert_eq!(checks.each_ref().map(|check| to_value(check.flat()).unwrap()), flat);
        assert_eq!(checks.each_ref().map(|check| to_value(check.nested()).unwrap()), nested);
        let shown = format!("{checks:?}");
        assert!(!shown.contains("canary") && !shown.contains("555"), "{shown}");
    }
}
