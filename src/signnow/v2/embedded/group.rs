//! Embedded invitations of a group of documents.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::signer::{EmbeddedSigner, SignerOnWire};
use crate::signnow::command::{Body, Command, Nature};
use crate::signnow::error::{DecodeError, Error};
use crate::signnow::ids::{DocumentGroupId, DocumentId, GroupInviteId};
use crate::signnow::route::{Path, Query, Route, Target};
use crate::signnow::signing::SigningRole;
use crate::signnow::wire::acknowledged;
use crate::signnow::wire::envelope::single;

/// Invites people to sign the documents of a group inside another application:
/// `POST /v2/document-groups/{document_group_id}/embedded-invites`. No mail is sent.
///
/// Refused with 19003008 for an address that is none (recorded). The sandbox has 19003201 where there is no
/// such group, 19003202 for an empty one, 19003203 for a document of another, 19003204 where no document has
/// fields, **19003205 where the group or one of its documents has invitations that wait or were signed**,
/// 19003206 to 19003209 for signers, documents, actions or `sign_as_merged` that are missing, and of addresses,
/// roles, steps and authentication the numbers 19003106 to 19003117 of
/// [`CreateEmbeddedInvites`](super::CreateEmbeddedInvites).
#[derive(Clone, Debug)]
pub struct CreateGroupEmbeddedInvites {
    /// Which group. It is the viewer's.
    pub group: DocumentGroupId,
    /// What happens one after the other.
    pub steps: Vec<GroupStep>,
    /// Whether a signer opens all documents in one session.
    pub sign_as_merged: bool,
}

/// What happens at the same time.
#[derive(Clone, Debug)]
pub struct GroupStep {
    /// Its place, from 1.
    pub order: NonZeroU32,
    /// Whose turn it is; no address twice. A later step may ask the same signer again.
    pub signers: Vec<GroupSigner>,
}

/// One signer of a step.
#[derive(Clone, Debug)]
pub struct GroupSigner {
    /// Who.
    pub signer: EmbeddedSigner,
    /// What they are asked for.
    pub tasks: Vec<GroupTask>,
}

/// What is asked about one document of the group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GroupTask {
    /// Which document.
    pub document: DocumentId,
    /// To do what.
    pub action: SigningAction,
}

/// What a signer does with a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SigningAction {
    /// They sign in a role. Every role of every document needs somebody.
    Sign(SigningRole),
    /// They look at it.
    View,
}

impl Command for CreateGroupEmbeddedInvites {
    /// One invitation for the whole group. The parts it has in the documents are in
    /// [`Document::field_invites`](crate::signnow::v1::Document::field_invites).
    type Answer = GroupInviteId;

    const ROUTE: Route = Route::new("POST /v2/document-groups/{document_group_id}/embedded-invites");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(invites_of(&self.group), &Query::new())
    }

    /// Numbers and flags as such: document 002 prints them as texts (wire section 9 row 38).
    fn body(&self) -> Result<Body, Error> {
        #[derive(Serialize)]
        struct OnWire<'a> {
            invites: Vec<StepOnWire<'a>>,
            sign_as_merged: bool,
        }
        let invites = self.steps.iter().map(GroupStep::on_wire).collect();
        Body::json(&OnWire { invites, sign_as_merged: self.sign_as_merged })
    }

    /// `data` is an object, or an array of one as document 002 prints it (wire section 9 row 29).
    fn decode(&self, body: &[u8]) -> Result<GroupInviteId, DecodeError> {
        #[derive(Deserialize)]
        struct Made {
            id: GroupInviteId,
        }
        single(body).map(|Made { id }| id)
    }
}

#[derive(Serialize)]
struct StepOnWire<'a> {
    order: NonZeroU32,
    signers: Vec<GroupSignerOnWire<'a>>,
}

#[derive(Serialize)]
struct GroupSignerOnWire<'a> {
    #[serde(flatten)]
    signer: SignerOnWire<'a>,
    documents: Vec<TaskOnWire<'a>>,
}

#[derive(Serialize)]
struct TaskOnWire<'a> {
    id: &'a str,
    action: &'static str,
    #[serde(flatten)]
    role: Option<&'a SigningRole>,
}

impl GroupStep {
    fn on_wire(&self) -> StepOnWire<'_> {
        StepOnWire { order: self.order, signers: self.signers.iter().map(GroupSigner::on_wire).collect() }
    }
}

impl GroupSigner {
    fn on_wire(&self) -> GroupSignerOnWire<'_> {
        let documents = self.tasks.iter().map(GroupTask::on_wire).collect();
        GroupSignerOnWire { signer: self.signer.on_wire(), documents }
    }
}

impl GroupTask {
    fn on_wire(&self) -> TaskOnWire<'_> {
        let (action, role) = match &self.action {
            SigningAction::Sign(role) => ("sign", Some(role)),
            SigningAction::View => ("view", None),
        };
        TaskOnWire { id: self.document.as_str(), action, role }
    }
}

/// Takes back what was not signed of a group's embedded invitation:
/// `DELETE /v2/document-groups/{document_group_id}/embedded-invites`.
///
/// The sandbox refuses with 19003201 where there is no such group, or none of the viewer's, and 19003211 where
/// nothing waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteGroupEmbeddedInvites {
    /// Of which group.
    pub group: DocumentGroupId,
}

impl Command for DeleteGroupEmbeddedInvites {
    type Answer = ();

    const ROUTE: Route = Route::new("DELETE /v2/document-groups/{document_group_id}/embedded-invites");
    const NATURE: Nature = Nature::NaturalKey;

    fn target(&self) -> Target {
        Target::new(invites_of(&self.group), &Query::new())
    }

    fn decode(&self, body: &[u8]) -> Result<(), DecodeError> {
        acknowledged(body)
    }
}

/// Where the embedded invitations of a group are.
pub(super) fn invites_of(group: &DocumentGroupId) -> Path {
    Path::root("/v2/document-groups").id(group).word("embedded-invites")
}
