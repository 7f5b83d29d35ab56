//! Looking at an access token, and ending it.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::json;

use crate::sandbox::http::{Bearer, Refusal, Reply, ok};
use crate::sandbox::shared::Shared;

/// `GET /oauth2/token`: what the presented token is good for. Unlike in the grant, `expires_in` is a string
/// here (wire section 2.2).
pub(super) async fn verify(State(shared): State<Arc<Shared>>, bearer: Bearer) -> Reply {
    let world = shared.world();
    let now = world.now();
    let access = world.tokens.access(&bearer.token, now).ok_or_else(Refusal::invalid_token)?;
    ok(json!({
        "access_token": bearer.token,
        "scope": access.scope,
        "expires_in": (access.expires - now).num_seconds().to_string(),
        "token_type": "bearer",
    }))
}

/// `POST /oauth2/terminate`: ends the login the presented token descends from, its refresh token included. The
/// body of the answer is nowhere documented.
pub(super) async fn terminate(State(shared): State<Arc<Shared>>, bearer: Bearer) -> Reply {
    shared.world().tokens.terminate(&bearer.token);
    ok(json!({ "status": "success" }))
}

/// `DELETE /oauth2/token/{access_token}` (document 001): ends the named access token alone, which has to be one
/// of the caller's own.
pub(super) async fn revoke(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(token): Path<String>,
) -> Reply {
    let mut world = shared.world();
    let now = world.now();
    let named = world.tokens.access(&token, now).filter(|access| access.user == bearer.user);
    named.ok_or_else(Refusal::invalid_token)?;
    world.tokens.expire(&token, now);
    ok(json!({ "result": "Token has been revoked" }))
}
