//! Those who are to sign, as far as invites of all kinds say it alike.

use async_graphql::{Enum, InputObject, OneofObject};
use secrecy::SecretString;

use super::arguments::{bounded, page, signer_email};
use crate::graph::mutations::check::Check;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::signnow::v2::{EmbeddedSigner, SessionExpiration};
use crate::signnow::{self, v2};

/// The most characters of a name.
const LONGEST_NAME: usize = 255;
/// More than any password or telephone number has.
const LONGEST_SECRET: usize = 255;
/// The most characters of a text message (wire section 6.3).
const LONGEST_TEXT_MESSAGE: usize = 140;

/// How the application that embeds makes sure who the signer is. What signNow checks itself is an identity check.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "v2::SignerAuthentication")]
pub(super) enum SignerAuthentication {
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

/// A language that signNow speaks to signers.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "signnow::Language")]
pub(super) enum SigningLanguage {
    /// English.
    English,
    /// Spanish.
    Spanish,
    /// French.
    French,
}

/// The tab that a page opens in.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "signnow::RedirectTarget")]
pub(super) enum RedirectTarget {
    /// A new one.
    NewTab,
    /// That of the signing session.
    SameTab,
}

/// What a signer has to show before the document opens. signNow checks it.
#[derive(OneofObject)]
pub(super) enum IdentityCheckInput {
    /// They know this password, which the sender tells them. It is passed on and kept nowhere.
    Password(String),
    /// They read a code that is sent to their telephone.
    TextMessage(TextMessageCheckInput),
    /// They hear a code on the telephone of this number. It is passed on and kept nowhere.
    PhoneCall(String),
}

/// A code that is sent to a telephone.
#[derive(InputObject)]
pub(super) struct TextMessageCheckInput {
    /// Its number. It is passed on and kept nowhere.
    phone: String,
    /// What the message says, in at most 140 characters; signNow puts the code in place of `{password}`.
    message: Option<String>,
}

/// A name that is in the signature field before the signer comes.
#[derive(OneofObject)]
pub(super) enum SignatureNameInput {
    /// The signer may change it.
    Suggested(String),
    /// The signer has to take it as it is. Not together with `needsNewSignature`.
    Prescribed(String),
}

/// Where a signer's browser goes afterwards: whole URLs of the web, or of an app's own scheme.
#[derive(InputObject)]
pub(super) struct RedirectsInput {
    /// Once they have signed.
    signed: Option<String>,
    /// Once they have declined.
    declined: Option<String>,
    /// When they leave to go on later.
    closed: Option<String>,
    /// In which tab.
    target: Option<RedirectTarget>,
}

/// Somebody who is to sign inside another application.
#[derive(InputObject)]
pub(super) struct EmbeddedSignerInput {
    /// Their address: at most 150 characters, and not that of the owner of what is to be signed.
    pub(super) email: String,
    /// How they are known to the application. Links ask for it again, and it has to be the same.
    authentication: SignerAuthentication,
    /// The first name they are welcomed with.
    first_name: Option<String>,
    /// The last name they are welcomed with.
    last_name: Option<String>,
    /// The language of their session; that of the sender's account if not given.
    language: Option<SigningLanguage>,
    /// After how many minutes a session that was opened ends, 15 to 1440.
    session_expires_in_minutes: Option<i32>,
    /// What they have to show to signNow before the document opens.
    identity_check: Option<IdentityCheckInput>,
    /// The name in their signature.
    signature_name: Option<SignatureNameInput>,
    /// Whether a signature they have kept with signNow will not do. False if not given.
    needs_new_signature: Option<bool>,
    /// Where their browser goes afterwards.
    redirects: Option<RedirectsInput>,
}

impl EmbeddedSignerInput {
    pub(super) fn check(self, check: &mut Check) -> Option<EmbeddedSigner> {
        let email = signer_email(check, "email", &self.email);
        let first_name = check.text_if_any("firstName", self.first_name, LONGEST_NAME);
        let last_name = check.text_if_any("lastName", self.last_name, LONGEST_NAME);
        let session = session_expiration(check, self.session_expires_in_minutes);
        let identity_check = identity_check(check, self.identity_check);
        let needs_new_signature = self.needs_new_signature.unwrap_or_default();
        let signature_name = signature_name(check, self.signature_name, needs_new_signature);
        let redirects = redirects(check, self.redirects);
        Some(EmbeddedSigner {
            email: email?,
            authentication: self.authentication.into(),
            first_name: first_name?,
            last_name: last_name?,
            language: self.language.map(Into::into),
            session_expires_in: session?,
            identity_check: identity_check?,
            signature_name: signature_name?,
            needs_new_signature,
            redirects: redirects?,
        })
    }
}

/// How long a session that was opened lasts.
pub(super) fn session_expiration(
    check: &mut Check,
    minutes: Option<i32>,
) -> Option<Option<SessionExpiration>> {
    let (range, make) = (SessionExpiration::RANGE, SessionExpiration::new);
    bounded(check, "sessionExpiresInMinutes", minutes, range, make)
}

/// Passwords and telephone numbers are secret from here on.
pub(super) fn identity_check(
    check: &mut Check,
    asked: Option<IdentityCheckInput>,
) -> Option<Option<signnow::IdentityCheck>> {
    let Some(asked) = asked else { return Some(None) };
    check.within("identityCheck", |check| match asked {
        IdentityCheckInput::Password(password) => {
            secret(check, "password", password).map(|it| Some(signnow::IdentityCheck::Password(it)))
        }
        IdentityCheckInput::PhoneCall(phone) => {
            secret(check, "phoneCall", phone).map(|phone| Some(signnow::IdentityCheck::PhoneCall { phone }))
        }
        IdentityCheckInput::TextMessage(text) => check.within("textMessage", |check| {
            let phone = secret(check, "phone", text.phone);
            let message = check.lines_if_any("message", text.message, LONGEST_TEXT_MESSAGE);
            Some(Some(signnow::IdentityCheck::TextMessage { phone: phone?, message: message? }))
        }),
    })
}

fn secret(check: &mut Check, argument: &str, text: String) -> Option<SecretString> {
    check.text(argument, text, LONGEST_SECRET).map(Into::into)
}

pub(super) fn signature_name(
    check: &mut Check,
    asked: Option<SignatureNameInput>,
    needs_new_signature: bool,
) -> Option<Option<signnow::SignatureName>> {
    let Some(asked) = asked else { return Some(None) };
    if needs_new_signature && matches!(asked, SignatureNameInput::Prescribed(_)) {
        let wrong = "A new signature cannot be asked for where its name is prescribed.";
        check.note("needsNewSignature", Invalid, wrong);
    }
    check.within("signatureName", |check| match asked {
        SignatureNameInput::Suggested(name) => {
            check.text("suggested", name, LONGEST_NAME).map(|it| Some(signnow::SignatureName::Suggested(it)))
        }
        SignatureNameInput::Prescribed(name) => check
            .text("prescribed", name, LONGEST_NAME)
            .map(|it| Some(signnow::SignatureName::Prescribed(it))),
    })
}

pub(super) fn redirects(check: &mut Check, asked: Option<RedirectsInput>) -> Option<signnow::Redirects> {
    let Some(asked) = asked else { return Some(signnow::Redirects::default()) };
    check.within("redirects", |check| {
        let signed = page(check, "signed", asked.signed);
        let declined = page(check, "declined", asked.declined);
        let closed = page(check, "closed", asked.closed);
        let target = asked.target.map(Into::into);
        Some(signnow::Redirects { signed: signed?, declined: declined?, closed: closed?, target })
    })
}
