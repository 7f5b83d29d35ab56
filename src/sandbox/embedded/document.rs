//! Embedded invitations of a document.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use super::refusal::Refusal;
use super::signer::{Signer, not_owner, objects, order, unique};
use crate::sandbox::documents::owned;
use crate::sandbox::http::{Bearer, Fields, PathId, Reply, created, no_content};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Document, Id, Invite, InviteStatus, Round, World};

/// A signer at a step.
struct Part {
    signer: Signer,
    order: u32,
    role: Option<String>,
    role_id: Option<String>,
}

/// An invitation as the answer shows it.
#[derive(Serialize)]
struct Row<'world> {
    id: Id,
    email: &'world str,
    role_id: Option<Id>,
    order: u32,
    status: InviteStatus,
}

/// `POST /v2/documents/{document_id}/embedded-invites`: 201, as recorded (wire section 9 row 28).
pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let document = owned(&world, &bearer, id).map_err(Refusal::from)?;
    let parts = parts(&fields)?;
    let roles = fit(&world, document, &parts)?;
    let invite =
        |(part, role): (&Part, Id)| (id, part.signer.invite(&mut world, Some(role), part.order, None));
    let invites = parts.iter().zip(roles).map(invite).collect();
    world.send(Round::Document(id), invites);
    let rows: Vec<Row> = world.invites_in(Round::Document(id)).map(|(_, invite)| row(invite)).collect();
    created(json!({ "data": rows }))
}

fn row(invite: &Invite) -> Row<'_> {
    let Invite { id, email, role_id, order, status, .. } = invite;
    Row { id: *id, email, role_id: *role_id, order: *order, status: *status }
}

fn parts(fields: &Fields) -> Result<Vec<Part>, Refusal> {
    let invites = objects(fields, "invites", Refusal::InvitesRequired)?;
    let part = |invite: &Fields| {
        let text = |name: &str| invite.filled(name).map(str::to_owned);
        let (signer, order) = (Signer::read(invite)?, order(invite)?);
        Ok(Part { signer, order, role: text("role"), role_id: text("role_id") })
    };
    let parts: Vec<Part> = invites.iter().map(part).collect::<Result<_, Refusal>>()?;
    unique(parts.iter().map(|part| part.signer.email.as_str()))?;
    Ok(parts)
}

/// The roles of the parts, once all preconditions of document 002 are met.
fn fit(world: &World, document: &Document, parts: &[Part]) -> Result<Vec<Id>, Refusal> {
    if document.template {
        return Err(Refusal::Template);
    }
    if document.fields.is_empty() {
        return Err(Refusal::NoFields);
    }
    if world.is_out(document) {
        return Err(Refusal::ActiveInvites);
    }
    not_owner(world, document.owner, parts.iter().map(|part| part.signer.email.as_str()))?;
    let role = |part: &Part| document.cast(part.role.as_deref(), part.role_id.as_deref());
    let roles: Vec<Id> = parts.iter().map(role).collect::<Result<_, _>>()?;
    document.each_once(&roles)?;
    document.fully_cast(&roles)?;
    Ok(roles)
}

/// `DELETE /v2/documents/{document_id}/embedded-invites` takes back what was not signed.
pub(super) async fn remove(State(shared): State<Arc<Shared>>, bearer: Bearer, PathId(id): PathId) -> Reply {
    let mut world = shared.world();
    owned(&world, &bearer, id).map_err(Refusal::from)?;
    let round = Round::Document(id);
    let is_active = |(_, invite): (Id, &Invite)| invite.is_embedded() && invite.status.is_open();
    if !world.invites_in(round).any(is_active) {
        return Err(Refusal::NoEmbeddedInvites.into());
    }
    world.withdraw(round);
    no_content()
}
