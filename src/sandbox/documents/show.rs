//! `GET /document/{document_id}`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};

use super::view::View;
use crate::sandbox::http::{Bearer, Refusal, Reply, ok};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Document, Id, User};

/// A document, for its owner and for those invited to sign it. For everybody else there is none; an id that
/// cannot be one does not even lead to this route.
pub(super) async fn show(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    uri: Uri,
) -> Reply {
    let id: Id = id.parse().map_err(|_| Refusal::no_route(&uri))?;
    let world = shared.world();
    let user = world.users.get(&bearer.user).ok_or_else(Refusal::invalid_token)?;
    let document = world.documents.iter().find(|document| document.id == id && may_see(user, document));
    let not_found = || Refusal::business(StatusCode::NOT_FOUND, 65582, "Document not found");
    ok(View { world: &world, url: &shared.url }.of(document.ok_or_else(not_found)?))
}

fn may_see(user: &User, document: &Document) -> bool {
    let mut invites = document.signers.iter().filter_map(|signer| signer.invite.as_ref());
    document.owner == user.id || invites.any(|invite| invite.email.eq_ignore_ascii_case(&user.email))
}
