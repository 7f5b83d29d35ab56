//! `PUT /fieldinvite/{field_invite_id}/resend`.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::refusal::Refusal;
use crate::sandbox::documents::owned;
use crate::sandbox::http::{Bearer, PathId, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{About, Document, Id, Invite, InviteStatus, MailKind, World};

/// Mails a waiting invitation once more. Sources disagree about the id (wire section 9 row 36): a field's
/// `field_request_id`, which is also its `field_id`, and the id among `field_invites` are both understood.
pub(super) async fn resend(State(shared): State<Arc<Shared>>, bearer: Bearer, PathId(id): PathId) -> Reply {
    let mut world = shared.world();
    let (document, invite) = find(&world, id).ok_or(Refusal::NotFound)?;
    owned(&world, &bearer, document.id).map_err(Refusal::from)?;
    if invite.is_embedded() {
        return Err(Refusal::Embedded.into());
    }
    if invite.status != InviteStatus::Pending {
        return Err(Refusal::NotPending.into());
    }
    let (to, about) = (invite.addresses().to_vec(), About::invite(document.id, invite.id));
    to.iter().for_each(|to| world.mail(MailKind::InviteResend, to, about));
    ok(json!({ "status": "success" }))
}

fn find(world: &World, id: Id) -> Option<(&Document, &Invite)> {
    world.documents.iter().find_map(|document| {
        let field = document.fields.iter().find(|field| field.request_id == Some(id));
        let by_field = field.and_then(|field| document.invite_of(field.role_id));
        let invite = by_field.or_else(|| document.invites.iter().find(|invite| invite.id == id))?;
        Some((document, invite))
    })
}
