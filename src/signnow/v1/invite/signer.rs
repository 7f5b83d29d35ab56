//! Those who are to sign.

use std::num::NonZeroU32;

use serde::Serialize;

use super::letter::Letter;
use super::recipient::Recipient;
use super::reminders::{ExpirationDays, Reminders};
use crate::signnow::signing::{FlatCheck, IdentityCheck, Language, Redirects, SignatureName, SigningRole};

/// Somebody who is to fill in and sign the fields of a role: one of `to` (wire section 6.3).
#[derive(Clone, Debug)]
pub struct InvitedSigner {
    /// Whom the invitation goes to.
    pub recipient: Recipient,
    /// The role. Every role of the document needs one signer.
    pub role: SigningRole,
    /// The step at which it is their turn, from 1. Several may share a step.
    pub order: NonZeroU32,
    /// What their mail says, where that is not what everyone's says.
    pub letter: Letter,
    /// The language of their mails and their session.
    pub language: Option<Language>,
    /// Whether they may decline.
    pub may_decline: Option<bool>,
    /// signNow's flag `reassign`, about passing the invitation on to somebody else. Its Node SDK says that it
    /// allows this, its MCP server that it forbids it; without the flag signNow decides.
    pub reassign: Option<bool>,
    /// When they are reminded.
    pub reminders: Reminders,
    /// How long the invitation stands.
    pub expires_in: Option<ExpirationDays>,
    /// What they have to show before the document opens.
    pub identity_check: Option<IdentityCheck>,
    /// The name in their signature.
    pub signature_name: Option<SignatureName>,
    /// Whether a signature they have kept with signNow will not do.
    pub needs_new_signature: bool,
    /// Where their browser goes afterwards.
    pub redirects: Redirects,
}

impl InvitedSigner {
    /// A signer with nothing special about them.
    pub fn new(recipient: Recipient, role: SigningRole, order: NonZeroU32) -> InvitedSigner {
        InvitedSigner {
            recipient,
            role,
            order,
            letter: Letter::default(),
            language: None,
            may_decline: None,
            reassign: None,
            reminders: Reminders::default(),
            expires_in: None,
            identity_check: None,
            signature_name: None,
            needs_new_signature: false,
            redirects: Redirects::default(),
        }
    }

    /// Secrets are open in it.
    pub(super) fn on_wire(&self) -> SignerOnWire<'_> {
        let (email, email_group) = match &self.recipient {
            Recipient::Email(email) => (Some(email.as_str()), None),
            Recipient::EmailGroup(name) => (None, Some(Named { name })),
        };
        SignerOnWire {
            email,
            email_group,
            role: &self.role,
            order: self.order,
            letter: &self.letter,
            language: self.language,
            decline_by_signature: self.may_decline.map(digit),
            reassign: self.reassign.map(digit),
            reminder: self.reminders.some(),
            expiration_days: self.expires_in,
            check: self.identity_check.as_ref().map(IdentityCheck::flat),
            signature_name: self.signature_name.as_ref(),
            force_new_signature: self.needs_new_signature.then_some(1),
            redirects: &self.redirects,
        }
    }
}

#[derive(Serialize)]
pub(super) struct SignerOnWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_group: Option<Named<'a>>,
    #[serde(flatten)]
    role: &'a SigningRole,
    order: NonZeroU32,
    #[serde(flatten)]
    letter: &'a Letter,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decline_by_signature: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reassign: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reminder: Option<&'a Reminders>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_days: Option<ExpirationDays>,
    #[serde(flatten)]
    check: Option<FlatCheck<'a>>,
    #[serde(flatten)]
    signature_name: Option<&'a SignatureName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_new_signature: Option<u8>,
    #[serde(flatten)]
    redirects: &'a Redirects,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
}

/// signNow wants these two flags as texts.
fn digit(flag: bool) -> &'static str {
    if flag { "1" } else { "0" }
}
