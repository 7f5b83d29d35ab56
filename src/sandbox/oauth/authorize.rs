//! `GET /oauth2/userauth`: an authorization code without a browser.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::IntoResponse;
use url::Url;

use crate::sandbox::http::{Refusal, Reply};
use crate::sandbox::options::CLIENT_ID;
use crate::sandbox::shared::Shared;

/// Answers 302 to `redirect_uri` with a `code`, for the user whose `access_token` is in the query. A `state` is
/// handed through. The code can be exchanged once, within ten minutes.
pub(super) async fn redirect(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Reply {
    let field = |name: &str| query.get(name).map(String::as_str).filter(|value| !value.is_empty());
    if field("client_id") != Some(CLIENT_ID) {
        return Err(Refusal::invalid_client());
    }
    let target = field("redirect_uri").and_then(|target| Url::parse(target).ok());
    let (Some("code"), Some(mut target)) = (field("response_type"), target) else {
        return Err(Refusal::invalid_request());
    };
    let mut world = shared.world();
    let now = world.now();
    let user = field("access_token").and_then(|token| world.user_of_token(token)).map(|user| user.id);
    let code = world.tokens.new_code(user.ok_or_else(Refusal::invalid_token)?, now);
    target.query_pairs_mut().append_pair("code", &code);
    if let Some(state) = field("state") {
        target.query_pairs_mut().append_pair("state", state);
    }
    Ok((StatusCode::FOUND, [(LOCATION, String::from(target))]).into_response())
}
