//! Invites to sign a document inside another application.

use async_graphql::{Context, ID, InputObject, Object};
use serde::{Deserialize, Serialize};

use super::arguments::{addresses, order};
use super::casting::{RoleWording, each_role_once};
use super::field::MOST_SIGNERS;
use super::ground::{DocumentGround, OWNER_SIGNS, Plan, upon};
use super::signer::EmbeddedSignerInput;
use crate::graph::field::Field;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::input::input;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::{Document, FieldInvite};
use crate::signnow::v2::{CreateEmbeddedInvites, DeleteEmbeddedInvites, EmbeddedInvite, EmbeddedInvitee};
use crate::signnow::{DocumentId, FieldInviteId};

/// Somebody who is to sign a document inside another application.
#[derive(InputObject)]
struct EmbeddedInviteInput {
    #[graphql(flatten)]
    signer: EmbeddedSignerInput,
    /// The role, by its name. Every role of the document needs one signer.
    role: Option<String>,
    /// The role, by signNow's id for it.
    role_id: Option<String>,
    /// The step at which it is their turn, from 1. Several may share a step.
    order: i32,
}

/// People to sign a document inside another application.
#[derive(InputObject)]
struct CreateEmbeddedInvitesInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// Who is to sign: one signer for each role, and no address twice.
    invites: Vec<EmbeddedInviteInput>,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

struct EmbeddedInvites {
    roles: Vec<RoleWording>,
    command: CreateEmbeddedInvites,
}

input! { CreateEmbeddedInvitesInput => EmbeddedInvites, |input, check| {
    let document = check.document("documentId", &input.document_id);
    let emails = input.invites.iter().map(|invite| invite.signer.email.as_str());
    check.once("invites", "email", addresses(emails));
    let invites = check.length("invites", input.invites, 1..=MOST_SIGNERS);
    let invites = invites.and_then(|it| check.each("invites", it, |check, it| it.check(check)));
    let (roles, invitees) = invites?.into_iter().unzip();
    Some(EmbeddedInvites { roles, command: CreateEmbeddedInvites { document: document?, invitees } })
} }

impl EmbeddedInviteInput {
    fn check(self, check: &mut Check) -> Option<(RoleWording, EmbeddedInvitee)> {
        let signer = self.signer.check(check);
        let role = RoleWording::read(check, self.role, self.role_id);
        let order = order(check, "order", self.order);
        let role = role?;
        let invitee = EmbeddedInvitee { signer: signer?, role: role.role(), order: order? };
        Some((role, invitee))
    }
}

impl Plan for EmbeddedInvites {
    type Ground = DocumentGround;

    fn ground(&self) -> &DocumentId {
        &self.command.document
    }

    fn check(&self, ground: &DocumentGround, check: &mut Check) {
        if !ground.is_own(check) {
            return;
        }
        ground.takes_invites(check);
        for (index, invitee) in self.command.invitees.iter().enumerate() {
            if ground.is_owners(&invitee.signer.email) {
                check.item("invites", index, |check| check.note("email", OwnerIsSigner, OWNER_SIGNS));
            }
        }
        each_role_once(check, &ground.document, "invites", self.roles.iter());
    }
}

/// The embedded invites of a document that are to be taken back.
#[derive(InputObject)]
struct DeleteEmbeddedInvitesInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { DeleteEmbeddedInvitesInput => DeleteEmbeddedInvites, |input, check| {
    Some(DeleteEmbeddedInvites { document: check.document("documentId", &input.document_id)? })
} }

impl Plan for DeleteEmbeddedInvites {
    type Ground = DocumentGround;

    fn ground(&self) -> &DocumentId {
        &self.document
    }

    fn check(&self, ground: &DocumentGround, check: &mut Check) {
        let mut invites = ground.document.field_invites.iter();
        if ground.is_own(check) && !invites.any(|invite| invite.is_embedded && invite.status.is_open()) {
            check.note("documentId", InviteNotFound, "The document has no embedded invite that waits.");
        }
    }
}

/// A document, and those of its invites that were made. What their answer was lost of is not known.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::graph) struct MadeInvites {
    document: DocumentId,
    invites: Option<Vec<FieldInviteId>>,
}

payload! {
    /// What became of inviting people to sign a document inside another application.
    CreateEmbeddedInvitesPayload(MadeInvites) {
        /// The invites that were made, as they are now.
        invites: Vec<FieldInvite> = |loaders, made| {
            let Some(ids) = &made.invites else { return Ok(None) };
            let invites = FieldInvite::all(&Document::read(loaders, &made.document).await?);
            let is_made = |invite: &FieldInvite| {
                ids.iter().any(|id| invite.signnows_id() == Some(id.as_str()))
            };
            Ok(Some(invites.into_iter().filter(is_made).collect()))
        };
        /// The document, with its invites.
        document: Document = |loaders, made| Ok(Some(Document::read(loaders, &made.document).await?));
    }
}

payload! {
    /// What became of taking the embedded invites of a document back.
    DeleteEmbeddedInvitesPayload(DocumentId) {
        /// The document. Signatures stay.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

#[derive(Default)]
pub(super) struct EmbeddedInviteMutations;

#[Object]
impl EmbeddedInviteMutations {
    /// Invites people to sign a document inside another application. Nobody gets a mail; make a link for each signer when it is
    /// their turn.
    async fn create_embedded_invites(
        &self,
        context: &Context<'_>,
        input: CreateEmbeddedInvitesInput,
    ) -> Field<CreateEmbeddedInvitesPayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |plan: EmbeddedInvites, ground, desk| async move {
                let document = plan.command.document.clone();
                let made = |invites: Option<&Vec<EmbeddedInvite>>| {
                    let ids = |invites: &Vec<EmbeddedInvite>| {
                        invites.iter().map(|invite| invite.id.clone()).collect()
                    };
                    Some(MadeInvites { document, invites: invites.map(ids) })
                };
                desk.carry_out(ground.inviting(plan.command), made).await
            })
        })
        .await
    }

    /// Takes back the embedded invites of a document that were not signed. Their links end.
    async fn delete_embedded_invites(
        &self,
        context: &Context<'_>,
        input: DeleteEmbeddedInvitesInput,
    ) -> Field<DeleteEmbeddedInvitesPayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |delete: DeleteEmbeddedInvites, ground, desk| async move {
                let document = delete.document.clone();
                desk.carry_out(ground.inviting(delete), |_| Some(document)).await
            })
        })
        .await
    }
}
