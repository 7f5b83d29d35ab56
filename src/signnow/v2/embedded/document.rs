//! Embedded invitations of one document.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::signer::{EmbeddedSigner, SignerOnWire};
use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::email_address::EmailAddress;
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{DocumentId, FieldInviteId};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::signing::{InviteStatus, SigningRole};
use crate::signnow::wire::{acknowledged, filled_text, made, optional_count};

/// Invites people to sign a document inside another application:
/// `POST /v2/documents/{document_id}/embedded-invites`. No mail is sent; `delivery_type`, by which signNow
/// would send one after all, is left at its default.
///
/// Refused with 19003008 for an address that is none (recorded). The sandbox has 19003101 where there is no
/// such document, 19003102 for somebody else's, 19003103 for a template, 19003104 for one without fields,
/// **19003105 for one with invitations that wait or were signed**, 19003106 without signers, 19003107 to
/// 19003110 for an address that is missing, too long, there twice or the owner's, 19003111 to 19003115 for a
/// role that is missing, unknown, contradictory, there twice or left out, 19003116 for the step and 19003117
/// for the authentication.
#[derive(Clone, Debug)]
pub struct CreateEmbeddedInvites {
    /// Which document. It has fields, and is the viewer's.
    pub document: DocumentId,
    /// Who is to sign: one signer for each role, and no address twice.
    pub invitees: Vec<EmbeddedInvitee>,
}

/// One signer, and their part.
#[derive(Clone, Debug)]
pub struct EmbeddedInvitee {
    /// Who.
    pub signer: EmbeddedSigner,
    /// The role they sign in.
    pub role: SigningRole,
    /// The step at which it is their turn, from 1. Several may share a step.
    pub order: NonZeroU32,
}

/// An invitation that was just made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EmbeddedInvite {
    /// signNow's id for it, which links ask for.
    pub id: FieldInviteId,
    /// Who is invited.
    pub email: EmailAddress,
    /// signNow's id of the role.
    #[serde(default, deserialize_with = "filled_text")]
    pub role_id: Option<String>,
    /// The name of the role. Document 002 has it in its table, and not in its example.
    #[serde(default, deserialize_with = "filled_text")]
    pub role: Option<String>,
    /// The step, from 1.
    #[serde(default, deserialize_with = "optional_count")]
    pub order: Option<u64>,
    /// Pending at the first step, created at later ones.
    pub status: InviteStatus,
}

impl Command for CreateEmbeddedInvites {
    /// In signing order.
    type Answer = Vec<EmbeddedInvite>;

    const ROUTE: Route = Route::new("POST /v2/documents/{document_id}/embedded-invites");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(invites_of(&self.document), &Query::new())
    }

    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            invites: Vec<InviteeOnWire<'a>>,
        }
        Body::json(&OnWire { invites: self.invitees.iter().map(EmbeddedInvitee::on_wire).collect() })
    }

    fn decode(&self, body: &[u8]) -> Result<Vec<EmbeddedInvite>, DecodeError> {
        made(body)
    }
}

#[derive(Serialize)]
struct InviteeOnWire<'a> {
    #[serde(flatten)]
    signer: SignerOnWire<'a>,
    #[serde(flatten)]
    role: &'a SigningRole,
    order: NonZeroU32,
}

impl EmbeddedInvitee {
    fn on_wire(&self) -> InviteeOnWire<'_> {
        InviteeOnWire { signer: self.signer.on_wire(), role: &self.role, order: self.order }
    }
}

/// Takes back the embedded invitations of a document that were not signed:
/// `DELETE /v2/documents/{document_id}/embedded-invites`.
///
/// The sandbox refuses with 19003101 where there is no such document, 19003102 for somebody else's and 19003119
/// where nothing waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteEmbeddedInvites {
    /// Of which document.
    pub document: DocumentId,
}

impl Command for DeleteEmbeddedInvites {
    type Answer = ();

    const ROUTE: Route = Route::new("DELETE /v2/documents/{document_id}/embedded-invites");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(invites_of(&self.document), &Query::new())
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Where the embedded invitations of a document are.
pub(super) fn invites_of(document: &DocumentId) -> Path {
    Path::root("/v2/documents").id(document).word("embedded-invites")
}
