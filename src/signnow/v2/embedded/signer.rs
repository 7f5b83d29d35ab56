//! Those who are to sign.

use serde::Serialize;

use super::expiration::SessionExpiration;
use crate::signnow::email_address::EmailAddress;
use crate::signnow::signing::{IdentityCheck, Language, NestedCheck, Redirects, SignatureName};

/// How the application that embeds makes sure who the signer is: `auth_method` (document 002). What signNow
/// checks itself is an [`IdentityCheck`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SignerAuthentication {
    /// Not at all.
    None,
    /// They know a password.
    Password,
    /// They read a certain mailbox.
    Email,
    /// In more than one way.
    Mfa,
    /// By an account elsewhere.
    Social,
    /// By what they are.
    Biometric,
    /// In another way.
    Other,
}

/// Somebody who is to sign inside another application.
#[derive(Clone, Debug)]
pub struct EmbeddedSigner {
    /// Their address: at most 150 characters, and not that of the owner of what is to be signed.
    pub email: EmailAddress,
    /// How they are known. Links ask for it again, and it has to be the same.
    pub authentication: SignerAuthentication,
    /// The first name they are welcomed with.
    pub first_name: Option<String>,
    /// The last name they are welcomed with.
    pub last_name: Option<String>,
    /// The language of their session.
    pub language: Option<Language>,
    /// How long a session that was opened lasts.
    pub session_expires_in: Option<SessionExpiration>,
    /// What they have to show before the document opens.
    pub identity_check: Option<IdentityCheck>,
    /// The name in their signature.
    pub signature_name: Option<SignatureName>,
    /// Whether a signature they have kept with signNow will not do.
    pub needs_new_signature: bool,
    /// Where their browser goes afterwards.
    pub redirects: Redirects,
}

impl EmbeddedSigner {
    /// A signer with nothing special about them.
    pub fn new(email: EmailAddress, authentication: SignerAuthentication) -> EmbeddedSigner {
        EmbeddedSigner {
            email,
            authentication,
            first_name: None,
            last_name: None,
            language: None,
            session_expires_in: None,
            identity_check: None,
            signature_name: None,
            needs_new_signature: false,
            redirects: Redirects::default(),
        }
    }

    /// Secrets are open in it.
    pub(super) fn on_wire(&self) -> SignerOnWire<'_> {
        SignerOnWire {
            email: self.email.as_str(),
            auth_method: self.authentication,
            first_name: self.first_name.as_deref(),
            last_name: self.last_name.as_deref(),
            language: self.language,
            session_expiration: self.session_expires_in,
            authentication: self.identity_check.as_ref().map(IdentityCheck::nested),
            signature_name: self.signature_name.as_ref(),
            force_new_signature: self.needs_new_signature.then_some(1),
            redirects: &self.redirects,
        }
    }
}

#[derive(Serialize)]
pub(super) struct SignerOnWire<'a> {
    email: &'a str,
    auth_method: SignerAuthentication,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_expiration: Option<SessionExpiration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication: Option<NestedCheck<'a>>,
    #[serde(flatten)]
    signature_name: Option<&'a SignatureName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_new_signature: Option<u8>,
    #[serde(flatten)]
    redirects: &'a Redirects,
}
