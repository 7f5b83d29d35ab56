//! Mailing an invite once more.

use async_graphql::{Context, ID, InputObject, Object};

use super::ground::{DocumentGround, Plan, upon};
use crate::directory::Carried;
use crate::graph::error::Failure;
use crate::graph::field::Field;
use crate::graph::mutations::check::Check;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::input::input;
use crate::graph::mutations::outcome::Receipt;
use crate::graph::mutations::payload::payload;
use crate::graph::mutations::run::mutate;
use crate::graph::mutations::user_error::UserErrorCode::*;
use crate::graph::types::Document;
use crate::signnow::v1::{FieldInvite, ResendFieldInvite, ResentInvite};
use crate::signnow::{DocumentId, Error, ErrorKind, FieldInviteId, FieldRequestId, InviteStatus};

/// An invite to mail once more.
#[derive(InputObject)]
struct ResendFieldInviteInput {
    /// The document: its global id, or signNow's own.
    document_id: ID,
    /// The `inviteId` of an invite by mail whose turn it is.
    invite_id: ID,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

struct Resend {
    document: DocumentId,
    invite: FieldInviteId,
}

input! { ResendFieldInviteInput => Resend, |input, check| {
    let document = check.document("documentId", &input.document_id);
    let invite = check.signnows_own("inviteId", &input.invite_id, "Pass the `inviteId` of a field invite.");
    Some(Resend { document: document?, invite: invite? })
} }

impl Plan for Resend {
    type Ground = DocumentGround;

    fn ground(&self) -> &DocumentId {
        &self.document
    }

    fn check(&self, ground: &DocumentGround, check: &mut Check) {
        if !ground.is_own(check) {
            return;
        }
        let (code, wrong) = match ground.field_invite(&self.invite) {
            None => (InviteNotFound, "The document has no such invite."),
            Some(invite) if invite.is_embedded => {
                (Invalid, "An embedded invite has no mail; make a link for it.")
            }
            Some(invite) => match invite.status {
                InviteStatus::Pending | InviteStatus::Other => return,
                InviteStatus::Created => (InviteOutOfTurn, "It is not this signer's turn yet."),
                _ => (InviteNotFound, "This invite does not wait any more."),
            },
        };
        check.note("inviteId", code, wrong);
    }
}

impl DocumentGround {
    /// One of the invites to its fields.
    pub(super) fn field_invite(&self, id: &FieldInviteId) -> Option<&FieldInvite> {
        self.document.field_invites.iter().find(|invite| invite.id.as_deref() == Some(id.as_str()))
    }

    /// What one of the invited signer's fields was requested by.
    fn field_request(&self, id: &FieldInviteId) -> Option<FieldRequestId> {
        let role = self.field_invite(id)?.role_id.as_deref()?;
        let mut fields = self.document.fields.iter().filter(|field| field.role_id.as_deref() == Some(role));
        fields.find_map(|field| field.request_id.as_deref()?.parse().ok())
    }
}

payload! {
    /// What became of mailing an invite once more.
    ResendFieldInvitePayload(DocumentId) {
        /// The document, with its invites.
        document: Document = |loaders, id| Ok(Some(Document::read(loaders, id).await?));
    }
}

#[derive(Default)]
pub(super) struct ResendMutations;

#[Object]
impl ResendMutations {
    /// Mails an invite once more to the signer whose turn it is. signNow limits how often.
    async fn resend_field_invite(
        &self,
        context: &Context<'_>,
        input: ResendFieldInviteInput,
    ) -> Field<ResendFieldInvitePayload> {
        mutate(context, input, |plan, desk| upon(desk, plan, resend)).await
    }
}

/// signNow's sources disagree by what an invite is resent (wire section 9 row 36). One way is tried, and where signNow
/// certainly knew no such invite, the other.
async fn resend(plan: Resend, ground: DocumentGround, desk: Desk) -> Result<Receipt<DocumentId>, Failure> {
    let by_request = ground.field_request(&plan.invite).map(ResentInvite::FieldRequest);
    let by_invite = ResentInvite::FieldInvite(plan.invite);
    let resent = match by_request {
        Some(request) => match send(&desk, &ground, request).await {
            Err(error) if error.kind() == ErrorKind::NotFound => send(&desk, &ground, by_invite).await,
            resent => resent,
        },
        None => send(&desk, &ground, by_invite).await,
    };
    desk.tell(resent, |_| Some(plan.document))
}

async fn send(desk: &Desk, ground: &DocumentGround, invite: ResentInvite) -> Result<Carried<()>, Error> {
    desk.send(ground.inviting(ResendFieldInvite { invite })).await
}
