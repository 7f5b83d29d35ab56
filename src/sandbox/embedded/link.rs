//! Links to signing sessions.

use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::refusal::Refusal;
use super::signer::{auth_method, email};
use crate::sandbox::http::{Bearer, Fields, PathId, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Id, Invite, InviteStatus, Round, World};
use crate::sandbox::{document_groups, documents};

/// How long a link may be good, in minutes (document 002).
const MINUTES: RangeInclusive<u64> = 15..=45;

/// `POST /v2/documents/{document_id}/embedded-invites/{field_invite_id}/link`. Every call mints another link; the
/// end of the last one is the `expiration_time` of the invitation (recorded live).
pub(super) async fn of_document(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
    Path((_, invite_id)): Path<(String, String)>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let (document, now) = (documents::owned(&world, &bearer, id).map_err(Refusal::from)?, world.now());
    auth_method(&fields)?;
    let expires = expiration(&fields, now)?;
    let is_meant = |invite: &&Invite| invite.id.to_string() == invite_id && invite.is_embedded();
    let alone = document.invites.iter().find(is_meant).filter(|invite| invite.group_invite.is_none());
    let invite = alone.ok_or(Refusal::InviteNotFound)?.clone();
    in_turn(&invite)?;
    let url = mint(&mut world, id, invite.id, &invite.email, expires);
    let invites = world.document_mut(id).into_iter().flat_map(|document| &mut document.invites);
    for shown in invites.filter(|shown| shown.id == invite.id) {
        (shown.expires, shown.updated) = (expires, now);
    }
    ok(json!({ "data": { "link": url } }))
}

/// `POST /v2/document-groups/{document_group_id}/embedded-invites/{embedded_invite_id}/link`, for the signer with
/// an address. Document 002 prints another path above its curl; wire section 6.4 settles it.
pub(super) async fn of_group(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    PathId(id): PathId,
    Path((_, invite_id)): Path<(String, String)>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let group = document_groups::owned(&world, &bearer, id).map_err(Refusal::from)?;
    let email = email(&fields)?;
    auth_method(&fields)?;
    let expires = expiration(&fields, world.now())?;
    let invite = group.invite.as_ref().filter(|invite| invite.id.to_string() == invite_id);
    let invite = invite.ok_or(Refusal::InviteNotFound)?.id;
    let document = first_task(&world, invite, email)?;
    let url = mint(&mut world, document, invite, email, expires);
    ok(json!({ "data": { "link": url } }))
}

/// The document a signer of a group begins with: one that waits, or else one that was signed.
fn first_task(world: &World, invite: Id, email: &str) -> Result<Id, Refusal> {
    let tasks: Vec<_> =
        world.invites_in(Round::Group(invite)).filter(|(_, part)| part.is_for(email)).collect();
    if tasks.is_empty() {
        return Err(Refusal::SignerNotFound);
    }
    let waiting = tasks.iter().find(|(_, part)| part.status == InviteStatus::Pending);
    let task = waiting.or_else(|| tasks.iter().find(|(_, part)| in_turn(part).is_ok()));
    task.map(|(document, _)| *document).ok_or(Refusal::OutOfTurn)
}

fn in_turn(invite: &Invite) -> Result<(), Refusal> {
    let may = matches!(invite.status, InviteStatus::Pending | InviteStatus::Fulfilled);
    if may { Ok(()) } else { Err(Refusal::OutOfTurn) }
}

/// When the link ends; never by itself when `link_expiration` is null or not given.
fn expiration(fields: &Fields, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Refusal> {
    let Some(minutes) = fields.get("link_expiration") else { return Ok(None) };
    let minutes = minutes.as_u64().filter(|minutes| MINUTES.contains(minutes));
    let minutes =
        minutes.and_then(|minutes| i64::try_from(minutes).ok()).ok_or(Refusal::LinkExpirationInvalid)?;
    Ok(Some(now + TimeDelta::minutes(minutes)))
}

fn mint(world: &mut World, document: Id, invite: Id, email: &str, expires: Option<DateTime<Utc>>) -> String {
    let token = world.mint_link(invite, email, expires);
    format!("https://app.signnow.com/webapp/document/{document}?access_token={token}&route=fieldinvite")
}
