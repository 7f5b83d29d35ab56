//! Inviting somebody to sign anywhere.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::letter::{Copies, Letter, MailsOnWire};
use super::sending::{INVITE, sending};
use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::email_address::EmailAddress;
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{DocumentId, FreeformInviteId};
use crate::signnow::route::{Route, Target};
use crate::signnow::signing::{Language, Redirects};
use crate::signnow::wire::made;

/// Invites somebody to sign a document without fields wherever they like: `POST /document/{document_id}/invite`
/// with an address in `to`. Each call makes another invitation, for the same signer as well; signNow charges by
/// the signer.
///
/// Refused with 65585 for an address that is none (recorded) and 22200 for a sender whose address was never
/// confirmed. No source has numbers for the rest; the sandbox says 65582 where there is no such document, no
/// signer or no sender, and 65536 for somebody else's document or address, a template, and a document with
/// fields.
#[derive(Clone, Debug)]
pub struct SendFreeformInvite {
    /// Which document. It is the viewer's, and no field is on it.
    pub document: DocumentId,
    /// The sender: the viewer's own primary address, and no other.
    pub from: EmailAddress,
    /// Who is to sign.
    pub to: EmailAddress,
    /// What their mail says.
    pub letter: Letter,
    /// Who gets a copy.
    pub copies: Copies,
    /// The language of the mail and the session.
    pub language: Option<Language>,
    /// Where the signer's browser goes afterwards; of a page for those who decline no source tells here.
    pub redirects: Redirects,
    /// Where signNow tells that the document was signed. It may hold a token of its owner's.
    pub callback_url: Option<SecretString>,
    /// Whether signNow keeps the mail back, though the invitation stands: `?email=disable`.
    pub is_silent: bool,
}

impl SendFreeformInvite {
    /// An invitation with nothing special about it.
    pub fn new(document: DocumentId, from: EmailAddress, to: EmailAddress) -> SendFreeformInvite {
        SendFreeformInvite {
            document,
            from,
            to,
            letter: Letter::default(),
            copies: Copies::default(),
            language: None,
            redirects: Redirects::default(),
            callback_url: None,
            is_silent: false,
        }
    }
}

impl Command for SendFreeformInvite {
    type Answer = FreeformInviteId;

    const ROUTE: Route = INVITE;
    const NATURE: Nature = Nature::MailsPeople;

    fn target(&self) -> Target {
        sending(&self.document, self.is_silent)
    }

    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            to: &'a str,
            #[serde(flatten)]
            mails: MailsOnWire<'a>,
            #[serde(skip_serializing_if = "Option::is_none")]
            language: Option<Language>,
            #[serde(flatten)]
            redirects: &'a Redirects,
            #[serde(skip_serializing_if = "Option::is_none")]
            callback_url: Option<&'a str>,
        }
        Body::json(&OnWire {
            to: self.to.as_str(),
            mails: MailsOnWire::new(&self.from, &self.letter, &self.copies),
            language: self.language,
            redirects: &self.redirects,
            callback_url: self.callback_url.as_ref().map(ExposeSecret::expose_secret),
        })
    }

    fn decode(&self, body: &[u8]) -> Result<FreeformInviteId, DecodeError> {
        #[derive(Deserialize)]
        struct Sent {
            id: FreeformInviteId,
        }
        made(body).map(|Sent { id }| id)
    }
}
