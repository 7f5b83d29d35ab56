//! Links that open a signing session inside another application. A link is a credential for whoever holds it.

use async_graphql::{Context, ID, InputObject, Object};

use super::arguments::{bounded, signer_email};
use super::ground::{DocumentGround, Plan, upon};
use super::group_ground::GroupGround;
use super::signer::{SignerAuthentication, session_expiration};
use crate::graph::field::Field;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::input::input;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::{Document, DocumentGroup};
use crate::signnow::v2::{CreateEmbeddedInviteLink, CreateGroupEmbeddedInviteLink, LinkExpiration};
use crate::signnow::{DocumentGroupId, DocumentId, InviteStatus};

/// Whose link is to be made.
#[derive(InputObject)]
struct CreateEmbeddedInviteLinkInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// The `inviteId` of an embedded invite whose turn it is.
    invite_id: ID,
    /// How the signer is known, the same as in the invite.
    authentication: SignerAuthentication,
    /// In how many minutes the link ends, 15 to 45; never by itself if not given.
    expires_in_minutes: Option<i32>,
    /// After how many minutes a session that was opened ends, 15 to 1440.
    session_expires_in_minutes: Option<i32>,
    /// A key of the caller's own: the same key and the same input are done once. A repeated key does not answer the link again,
    /// because it is kept nowhere.
    idempotency_key: Option<String>,
}

input! { CreateEmbeddedInviteLinkInput => CreateEmbeddedInviteLink, |input, check| {
    let document = check.document("documentId", &input.document_id);
    let wrong = "Pass the `inviteId` of an embedded invite.";
    let invite = check.signnows_own("inviteId", &input.invite_id, wrong);
    let expires_in = expiration(check, input.expires_in_minutes);
    let session_expires_in = session_expiration(check, input.session_expires_in_minutes);
    Some(CreateEmbeddedInviteLink {
        document: document?,
        invite: invite?,
        authentication: input.authentication.into(),
        expires_in: expires_in?,
        session_expires_in: session_expires_in?,
    })
} }

fn expiration(check: &mut Check, minutes: Option<i32>) -> Option<Option<LinkExpiration>> {
    bounded(check, "expiresInMinutes", minutes, LinkExpiration::RANGE, LinkExpiration::new)
}

const NOT_YET: &str = "It is not this signer's turn yet.";

impl Plan for CreateEmbeddedInviteLink {
    type Ground = DocumentGround;

    fn ground(&self) -> &DocumentId {
        &self.document
    }

    fn check(&self, ground: &DocumentGround, check: &mut Check) {
        if !ground.is_own(check) {
            return;
        }
        match ground
            .field_invite(&self.invite)
            .filter(|invite| invite.is_embedded)
            .map(|invite| invite.status)
        {
            None => check.note("inviteId", InviteNotFound, "The document has no such embedded invite."),
            Some(InviteStatus::Created) => check.note("inviteId", InviteOutOfTurn, NOT_YET),
            // What else signNow makes links for is for it to say.
            Some(_) => {}
        }
    }
}

/// Whose link is to be made, for a group of documents.
#[derive(InputObject)]
struct CreateGroupEmbeddedInviteLinkInput {
    /// The group: its global id, or signNow's own.
    document_group_id: ID,
    /// The `inviteId` of the group's embedded invite.
    invite_id: ID,
    /// The signer's address.
    email: String,
    /// How the signer is known, the same as in the invite.
    authentication: SignerAuthentication,
    /// In how many minutes the link ends, 15 to 45; never by itself if not given.
    expires_in_minutes: Option<i32>,
    /// After how many minutes a session that was opened ends, 15 to 1440.
    session_expires_in_minutes: Option<i32>,
    /// A key of the caller's own: the same key and the same input are done once. A repeated key does not answer the link again,
    /// because it is kept nowhere.
    idempotency_key: Option<String>,
}

input! { CreateGroupEmbeddedInviteLinkInput => CreateGroupEmbeddedInviteLink, |input, check| {
    let group = check.document_group("documentGroupId", &input.document_group_id);
    let wrong = "Pass the `inviteId` of a group's embedded invite.";
    let invite = check.signnows_own("inviteId", &input.invite_id, wrong);
    let email = signer_email(check, "email", &input.email);
    let expires_in = expiration(check, input.expires_in_minutes);
    let session_expires_in = session_expiration(check, input.session_expires_in_minutes);
    Some(CreateGroupEmbeddedInviteLink {
        group: group?,
        invite: invite?,
        email: email?,
        authentication: input.authentication.into(),
        expires_in: expires_in?,
        session_expires_in: session_expires_in?,
    })
} }

impl Plan for CreateGroupEmbeddedInviteLink {
    type Ground = GroupGround;

    fn ground(&self) -> &DocumentGroupId {
        &self.group
    }

    /// Which invite of a group has which id, and who has a part in it, is for signNow to say: no source shows how its documents
    /// tell.
    fn check(&self, ground: &GroupGround, check: &mut Check) {
        let parts = ground
            .documents
            .iter()
            .flat_map(|document| document.field_invites.iter().chain(&document.viewer_invites));
        let own = parts.filter(|part| part.address().is_some_and(|address| self.email.is(address)));
        let own: Vec<_> = own.map(|part| part.status).collect();
        if !own.is_empty() && own.iter().all(|status| *status == InviteStatus::Created) {
            check.note("email", InviteOutOfTurn, NOT_YET);
        }
    }
}

payload! {
    /// What became of making a link for a signer.
    CreateEmbeddedInviteLinkPayload(DocumentId) reveals {
        /// The link: a credential that opens the document in the signer's name. It is in this answer and kept nowhere, so a
        /// repeated idempotency key answers null here.
        link
    } and {
        /// The document, with its invites.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

payload! {
    /// What became of making a link for a signer of a group of documents.
    CreateGroupEmbeddedInviteLinkPayload(DocumentGroupId) reveals {
        /// The link: a credential that opens the documents in the signer's name. It is in this answer and kept nowhere, so a
        /// repeated idempotency key answers null here.
        link
    } and {
        /// The group, with its documents.
        document_group: DocumentGroup = |loaders, id| Ok(Some(DocumentGroup::read(loaders, id).await?));
    }
}

#[derive(Default)]
pub(super) struct LinkMutations;

#[Object]
impl LinkMutations {
    /// Makes a link by which one signer of a document signs inside another application. Each call makes another one, and none ends
    /// the one before.
    async fn create_embedded_invite_link(
        &self,
        context: &Context<'_>,
        input: CreateEmbeddedInviteLinkInput,
    ) -> Field<CreateEmbeddedInviteLinkPayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |link: CreateEmbeddedInviteLink, ground, desk| async move {
                let document = link.document.clone();
                desk.hand_out(ground.inviting(link), document).await
            })
        })
        .await
    }

    /// Makes a link by which one signer of a group of documents signs inside another application. Each call makes another one, and
    /// none ends the one before.
    async fn create_group_embedded_invite_link(
        &self,
        context: &Context<'_>,
        input: CreateGroupEmbeddedInviteLinkInput,
    ) -> Field<CreateGroupEmbeddedInviteLinkPayload> {
        mutate(context, input, |plan, desk| {
            upon(desk, plan, |link: CreateGroupEmbeddedInviteLink, ground, desk| async move {
                let group = link.group.clone();
                desk.hand_out(ground.inviting(link), group).await
            })
        })
        .await
    }
}
