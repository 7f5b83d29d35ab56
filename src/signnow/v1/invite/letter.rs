//! What mails say.

use serde::Serialize;

use crate::signnow::email_address::EmailAddress;

/// A mail in the sender's own words; signNow has its own where one is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Letter {
    /// Its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Copies for people who do not sign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Copies {
    /// Who gets one: `cc`.
    pub to: Vec<EmailAddress>,
    /// What comes with it: `cc_subject` and `cc_message`, which signNow's SDKs send.
    pub letter: Letter,
}

/// The keys of both kinds of invitation that are the same for all signers.
#[derive(Serialize)]
pub(super) struct MailsOnWire<'a> {
    from: &'a str,
    #[serde(flatten)]
    letter: &'a Letter,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cc: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cc_subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cc_message: Option<&'a str>,
}

impl<'a> MailsOnWire<'a> {
    pub(super) fn new(from: &'a EmailAddress, letter: &'a Letter, copies: &'a Copies) -> Self {
        MailsOnWire {
            from: from.as_str(),
            letter,
            cc: copies.to.iter().map(EmailAddress::as_str).collect(),
            cc_subject: copies.letter.subject.as_deref(),
            cc_message: copies.letter.message.as_deref(),
        }
    }
}
