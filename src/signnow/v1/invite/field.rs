//! Inviting people to fill in and sign fields.

use serde::Serialize;

use super::letter::{Copies, Letter, MailsOnWire};
use super::recipient::{CopyStep, CopyStepOnWire, EmailGroup, EmailGroupOnWire, InvitedViewer, ViewerOnWire};
use super::sending::{INVITE, sending};
use super::signer::{InvitedSigner, SignerOnWire};
use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::email_address::EmailAddress;
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::DocumentId;
use crate::signnow::route::{Route, Target};
use crate::signnow::wire::acknowledged;

/// Invites people to fill in and sign the fields of a document: `POST /document/{document_id}/invite` with a
/// list in `to`. Those of the first step get their mail at once, the others when it is their turn. The answer
/// names no invitation: they are in [`Document::field_invites`](crate::signnow::v1::Document::field_invites).
///
/// A document with an invitation that waits or was signed is refused another one, which makes the call one with
/// a key. Document 002 says so of embedded invitations; of these, only `reliability.md` section 2.2 does.
///
/// Refused with 65585 for an address that is none (recorded) and 22200 for a sender whose address was never
/// confirmed. No source has numbers for the rest; the sandbox says 65582 where there is no such document, no
/// signer or no sender, and 65536 for somebody else's document or address, a template, no fields, an invitation
/// that is there already, a role that is unknown, named twice or left out, and numbers out of bounds.
#[derive(Clone, Debug)]
pub struct SendFieldInvite {
    /// Which document. It has fields, and is the viewer's.
    pub document: DocumentId,
    /// The sender: the viewer's own primary address, and no other.
    pub from: EmailAddress,
    /// Who is to sign.
    pub signers: Vec<InvitedSigner>,
    /// Who looks on.
    pub viewers: Vec<InvitedViewer>,
    /// The groups that signers name.
    pub email_groups: Vec<EmailGroup>,
    /// What mails say to everyone of whom nothing else is said.
    pub letter: Letter,
    /// Who gets a copy.
    pub copies: Copies,
    /// Who gets a copy at a step.
    pub copy_steps: Vec<CopyStep>,
    /// Whether signNow keeps the mails back, though the invitation stands: `?email=disable`.
    pub is_silent: bool,
}

impl SendFieldInvite {
    /// An invitation with nothing special about it.
    pub fn new(document: DocumentId, from: EmailAddress, signers: Vec<InvitedSigner>) -> SendFieldInvite {
        SendFieldInvite {
            document,
            from,
            signers,
            viewers: vec![],
            email_groups: vec![],
            letter: Letter::default(),
            copies: Copies::default(),
            copy_steps: vec![],
            is_silent: false,
        }
    }
}

impl Command for SendFieldInvite {
    type Answer = ();

    const ROUTE: Route = INVITE;
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        sending(&self.document, self.is_silent)
    }

    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            to: Vec<SignerOnWire<'a>>,
            #[serde(flatten)]
            mails: MailsOnWire<'a>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            viewers: Vec<ViewerOnWire<'a>>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            email_groups: Vec<EmailGroupOnWire<'a>>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            cc_step: Vec<CopyStepOnWire<'a>>,
        }
        Body::json(&OnWire {
            to: self.signers.iter().map(InvitedSigner::on_wire).collect(),
            mails: MailsOnWire::new(&self.from, &self.letter, &self.copies),
            viewers: self.viewers.iter().map(InvitedViewer::on_wire).collect(),
            email_groups: self.email_groups.iter().map(EmailGroup::on_wire).collect(),
            cc_step: self.copy_steps.iter().map(CopyStep::on_wire).collect(),
        })
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}
