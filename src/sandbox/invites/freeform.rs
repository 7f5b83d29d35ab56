//! Freeform invitations.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use super::refusal::Refusal;
use crate::sandbox::documents::visible;
use crate::sandbox::http::{Bearer, Fields, PathId, Reply, is_email, ok};
use crate::sandbox::listing::Query;
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{About, FreeformInvite, Id, InviteStatus, MailKind, World};

/// Invites one signer, at once. Another call invites another one, or the same one again.
pub(super) fn send(world: &mut World, id: Id, to: &str, quiet: bool, fields: &Fields) -> Reply {
    if !is_email(to) {
        return Err(if to.trim().is_empty() { Refusal::ToRequired } else { Refusal::EmailInvalid }.into());
    }
    let (invite, now) = (world.new_id(), world.now());
    let document = world.document_mut(id).ok_or(Refusal::NotFound)?;
    if document.template {
        return Err(Refusal::Template.into());
    }
    if !document.fields.is_empty() {
        return Err(Refusal::HasFields.into());
    }
    document.updated = now;
    document.freeform_invites.push(FreeformInvite {
        id: invite,
        email: to.to_owned(),
        status: InviteStatus::Pending,
        created: now,
        updated: now,
        mailed: !quiet,
        signature_id: None,
    });
    if !quiet {
        world.mail(MailKind::FreeformInvite, to, About::invite(id, invite));
    }
    let callback_url = fields.filled("callback_url").unwrap_or("none");
    ok(json!({ "result": "success", "id": invite, "callback_url": callback_url }))
}

/// A freeform invitation as the v2 list shows it.
#[derive(Serialize)]
struct Row<'world> {
    id: Id,
    status: InviteStatus,
    created: i64,
    email: &'world str,
}

impl<'world> Row<'world> {
    fn of(invite: &'world FreeformInvite) -> Self {
        let FreeformInvite { id, status, created, email, .. } = invite;
        Row { id: *id, status: *status, created: created.timestamp(), email }
    }
}

/// `GET /v2/documents/{document_id}/free-form-invites`
pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
    query: Query,
) -> Reply {
    let world = shared.world();
    let invites = &visible(&world, &bearer, id)?.freeform_invites;
    ok(query.page()?.cut(invites.iter().map(Row::of).collect()))
}
