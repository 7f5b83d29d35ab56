//! Links that open a signing session.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use super::expiration::{LinkExpiration, SessionExpiration};
use super::signer::SignerAuthentication;
use super::{document, group};
use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::email_address::EmailAddress;
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{DocumentGroupId, DocumentId, FieldInviteId, GroupInviteId};
use crate::signnow::route::{Query, Route, Target};
use crate::signnow::wire::envelope::single;
use crate::signnow::wire::scalar::expected;

/// A link that lets whoever holds it sign in somebody's name. It cannot be printed, copied, compared or written
/// down by accident: [`reveal`](SigningLink::reveal) is the one way to what it says.
pub struct SigningLink(SecretString);

impl SigningLink {
    /// The link in the open, for the answer to the one who asked for it. It belongs in no log, cache or error.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for SigningLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SigningLink(..)")
    }
}

/// Only `https` is taken: browsers are sent where the link says.
impl<'de> Deserialize<'de> for SigningLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let link = SecretString::deserialize(deserializer)?;
        let is_safe = Url::parse(link.expose_secret()).is_ok_and(|url| url.scheme() == "https");
        if is_safe { Ok(SigningLink(link)) } else { Err(expected("a link of https")) }
    }
}

/// Makes a link for one signer of a document:
/// `POST /v2/documents/{document_id}/embedded-invites/{field_invite_id}/link`. Every call makes another one.
///
/// Refused with 19001028 when it is not the signer's turn, or not any more, and 19002002 when the document has
/// no such invitation (both recorded). The sandbox has 19003101 where there is no such document, 19003102 for
/// somebody else's, 19003117 for the authentication and 19003118 for the expiration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateEmbeddedInviteLink {
    /// Which document.
    pub document: DocumentId,
    /// Whose invitation.
    pub invite: FieldInviteId,
    /// How the signer is known, the same as in the invitation.
    pub authentication: SignerAuthentication,
    /// When the link ends; without it never by itself.
    pub expires_in: Option<LinkExpiration>,
    /// How long a session that was opened lasts.
    pub session_expires_in: Option<SessionExpiration>,
}

impl Command for CreateEmbeddedInviteLink {
    type Answer = SigningLink;

    const ROUTE: Route =
        Route::new("POST /v2/documents/{document_id}/embedded-invites/{field_invite_id}/link");
    const NATURE: Nature = Nature::MintsSecret;

    fn target(&self) -> Target {
        Target::new(document::invites_of(&self.document).id(&self.invite).word("link"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&OnWire {
            email: None,
            auth_method: self.authentication,
            link_expiration: self.expires_in,
            session_expiration: self.session_expires_in,
        })
    }

    fn decode(&self, body: &[u8]) -> Result<SigningLink, DecodeError> {
        link(body)
    }
}

/// Makes a link for one signer of a group of documents:
/// `POST /v2/document-groups/{document_group_id}/embedded-invites/{embedded_invite_id}/link`. Document 002
/// prints the path of documents for it; wire section 6.4 settles that. Every call makes another link.
///
/// Refused with 19001028 when it is not the signer's turn, or not any more, and 19002002 when the group has no
/// such invitation (both recorded for documents). The sandbox has 19003201 where there is no such group,
/// 19003210 for an address that was not invited, 19003107 and 19003108 for one that is missing or too long,
/// 19003008 for one that is none, 19003117 for the authentication and 19003118 for the expiration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateGroupEmbeddedInviteLink {
    /// Which group.
    pub group: DocumentGroupId,
    /// The group's invitation.
    pub invite: GroupInviteId,
    /// Whose link.
    pub email: EmailAddress,
    /// How the signer is known, the same as in the invitation.
    pub authentication: SignerAuthentication,
    /// When the link ends; without it never by itself.
    pub expires_in: Option<LinkExpiration>,
    /// How long a session that was opened lasts.
    pub session_expires_in: Option<SessionExpiration>,
}

impl Command for CreateGroupEmbeddedInviteLink {
    type Answer = SigningLink;

    const ROUTE: Route =
        Route::new("POST /v2/document-groups/{document_group_id}/embedded-invites/{embedded_invite_id}/link");
    const NATURE: Nature = Nature::MintsSecret;

    fn target(&self) -> Target {
        Target::new(group::invites_of(&self.group).id(&self.invite).word("link"), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        Body::json(&OnWire {
            email: Some(self.email.as_str()),
            auth_method: self.authentication,
            link_expiration: self.expires_in,
            session_expiration: self.session_expires_in,
        })
    }

    fn decode(&self, body: &[u8]) -> Result<SigningLink, DecodeError> {
        link(body)
    }
}

/// `link_expiration` is required, be it as null (document 002).
#[derive(Serialize)]
struct OnWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    auth_method: SignerAuthentication,
    link_expiration: Option<LinkExpiration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_expiration: Option<SessionExpiration>,
}

fn link(body: &[u8]) -> Result<SigningLink, DecodeError> {
    #[derive(Deserialize)]
    struct Made {
        link: SigningLink,
    }
    single(body).map(|Made { link }| link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_and_shown_to_nobody() {
        let url = "https://app.signnow.com/webapp/document/d1?access_token=canary&route=fieldinvite";
        let body = serde_json::json!({ "data": { "link": url } }).to_string();
        let link = link(body.as_bytes()).unwrap();
        assert_eq!((link.reveal(), format!("{link:?}").as_str()), (url, "SigningLink(..)"));
    }

    #[test]
    fn what_is_no_link_is_refused_without_a_word_about_it() {
        for value in
            ["\"canary\"", "\"http://canary.example/\"", "\"javascript:canary()\"", "[\"canary\"]", "null"]
        {
            let error = link(format!(r#"{{"data":{{"link":{value}}}}}"#).as_bytes()).unwrap_err();
            assert_eq!(error.path(), "data.link", "{value}");
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    }
}
