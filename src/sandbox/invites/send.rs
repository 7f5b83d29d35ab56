//! `POST /document/{document_id}/invite`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};

use super::refusal::Refusal;
use super::{field, freeform};
use crate::sandbox::documents::owned;
use crate::sandbox::http::{Bearer, Fields, PathId, Reply};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::World;

/// Invites to sign: with a list in `to` to the fields of the roles named there, with an address in `to` anywhere.
/// `?email=disable` keeps the mails back.
pub(super) async fn send(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
    Query(query): Query<BTreeMap<String, String>>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    owned(&world, &bearer, id)?;
    sender(&world, &bearer, &fields)?;
    let quiet = query.get("email").is_some_and(|email| email == "disable");
    match fields.text("to") {
        Some(to) => freeform::send(&mut world, id, to, quiet, &fields),
        None => field::send(&mut world, id, quiet, &fields),
    }
}

/// `from` has to be the primary address of the one who asks, and a confirmed one.
fn sender(world: &World, bearer: &Bearer, fields: &Fields) -> Result<(), Refusal> {
    let from = fields.filled("from").ok_or(Refusal::FromRequired)?;
    match world.users.get(&bearer.user) {
        Some(user) if !user.email.eq_ignore_ascii_case(from) => Err(Refusal::FromElsewhere),
        Some(user) if !user.verified => Err(Refusal::SenderUnverified),
        _ => Ok(()),
    }
}
