//! Taking invitations back.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::refusal::Refusal;
use crate::sandbox::documents::owned;
use crate::sandbox::http::{Bearer, PathId, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{About, InviteStatus, MailKind, Round};

/// `PUT /document/{document_id}/fieldinvitecancel` takes back what was not signed, mailed or embedded. Whoever had
/// a mail is told by another; that a `reason` can be given says as much. Part of a group's invitation cannot be
/// taken back alone.
pub(super) async fn cancel_field_invites(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
) -> Reply {
    let mut world = shared.world();
    owned(&world, &bearer, id)?;
    let round = Round::Document(id);
    if world.invites_in(round).all(|(_, invite)| invite.status == InviteStatus::Fulfilled) {
        return Err(Refusal::NothingToCancel.into());
    }
    world.withdraw(round);
    ok(json!({ "status": "success" }))
}

/// `PUT /invite/{invite_id}/cancel` takes back a freeform invitation. The answer is the first of the two known ones
/// (wire section 9 row 37).
pub(super) async fn cancel_freeform_invite(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
) -> Reply {
    let mut world = shared.world();
    let now = world.now();
    let (document, _) = world.freeform_invite_mut(id).ok_or(Refusal::NotFound)?;
    owned(&world, &bearer, document).map_err(Refusal::from)?;
    let (_, invite) = world.freeform_invite_mut(id).ok_or(Refusal::NotFound)?;
    if invite.status != InviteStatus::Pending {
        return Err(Refusal::NotPending.into());
    }
    (invite.status, invite.updated) = (InviteStatus::Canceled, now);
    let mailed = invite.mailed.then(|| invite.email.clone());
    if let Some(document) = world.document_mut(document) {
        document.updated = now;
    }
    if let Some(email) = mailed {
        world.mail(MailKind::InviteCanceled, &email, About::invite(document, id));
    }
    ok(json!({}))
}
