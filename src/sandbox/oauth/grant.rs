//! `POST /oauth2/token`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::response::IntoResponse;
use chrono::TimeDelta;
use serde::Serialize;

use super::form::TokenForm;
use crate::sandbox::http::{Basic, Principal, Refusal, Reply, is_email};
use crate::sandbox::options::CLIENT_ID;
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Id, Term, TokenPair, World};

/// Hands out a pair of tokens for a password, a refresh token or an authorization code.
///
/// The application proves itself first, in the `Authorization` header or in the body. Any grant but these
/// three is `invalid_request`. A refresh token that is unknown, spent or of an ended chain is
/// `{"error": "invalid_grant"}`, the answer of RFC 6749 section 5.2: no source shows signNow's own.
pub(super) async fn issue(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Reply {
    let form = TokenForm::read(&headers, body).await;
    let in_body = form.get("client_id").zip(form.get("client_secret"));
    let known =
        Basic::of(&headers).is_some() || in_body.is_some_and(|(id, secret)| Basic::accepts(id, secret));
    if !known {
        return Err(Refusal::invalid_client());
    }
    let principal = Principal(format!("client:{CLIENT_ID}"));
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let answer = grant(&mut shared.world(), &form, agent, &shared);
    Ok((axum::Extension(principal), answer.map(Json)).into_response())
}

/// The answer to a granted request (wire section 2.1).
#[derive(Debug, Serialize)]
struct Granted {
    expires_in: Validity,
    token_type: &'static str,
    access_token: String,
    refresh_token: String,
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_login: Option<i64>,
}

/// Seconds as a number, and after an authorization code the moment of the end, in unix time and as a text, as the documents
/// show it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Validity {
    Seconds(i64),
    Moment(String),
}

fn grant(world: &mut World, form: &TokenForm, agent: &str, shared: &Shared) -> Result<Granted, Refusal> {
    let term = term(world, form, shared)?;
    let pair = match form.get("grant_type") {
        Some("password") => {
            let user = by_password(world, form)?;
            world.tokens.log_in(user, &term)
        }
        Some("refresh_token") => {
            let token = form.get("refresh_token").ok_or_else(Refusal::invalid_request)?;
            let pair = world.tokens.refresh(token, &term);
            return pair
                .map(|pair| granted(world, pair, &term))
                .ok_or_else(|| Refusal::auth("invalid_grant", None));
        }
        Some("authorization_code") => {
            let code = form.get("code").ok_or_else(Refusal::invalid_request)?;
            let pair = world.tokens.exchange(code, form.get("redirect_uri"), &term);
            pair.ok_or_else(|| Refusal::auth("internal api error", None))?
        }
        _ => return Err(Refusal::invalid_request()),
    };
    let user = pair.user;
    let mut granted = granted(world, pair, &term);
    if form.get("grant_type") == Some("authorization_code") {
        granted.expires_in = Validity::Moment((term.now + term.lifetime).timestamp().to_string());
    }
    world.note_login(user, agent);
    Ok(granted)
}

/// The user a password grant is for. The name has to be an address before anything is compared.
fn by_password(world: &World, form: &TokenForm) -> Result<Id, Refusal> {
    let name = form.get("username").filter(|name| is_email(name)).ok_or_else(Refusal::invalid_request)?;
    let password = form.get("password").ok_or_else(Refusal::invalid_request)?;
    let user = world.user_by_email(name).filter(|user| user.active && user.password == password);
    user.map(|user| user.id).ok_or_else(|| Refusal::auth("Invalid credentials.", Some(826)))
}

/// The validity asked for: `expiration_time` in seconds, `scope` one of the known ones.
fn term(world: &World, form: &TokenForm, shared: &Shared) -> Result<Term, Refusal> {
    let default = TimeDelta::from_std(shared.options.token_lifetime).unwrap_or(TimeDelta::MAX);
    let lifetime = match form.get("expiration_time") {
        None => default,
        Some(seconds) => lifetime(seconds).ok_or_else(Refusal::invalid_request)?,
    };
    let scope = form.get("scope").map(str::to_owned);
    match scope {
        Some(scope) if !is_known_scope(&scope) => Err(Refusal::auth("invalid_scope", None)),
        scope => Ok(Term { now: world.now(), lifetime, scope }),
    }
}

/// A positive number of seconds, up to a hundred years.
fn lifetime(seconds: &str) -> Option<TimeDelta> {
    let seconds = seconds.parse::<u32>().ok().filter(|seconds| (1..=3_153_600_000).contains(seconds))?;
    Some(TimeDelta::seconds(seconds.into()))
}

fn is_known_scope(scope: &str) -> bool {
    let document = scope.strip_prefix("signer_limited_scope_token document/");
    matches!(scope, "*" | "user") || document.is_some_and(|id| id.parse::<Id>().is_ok())
}

fn granted(world: &World, pair: TokenPair, term: &Term) -> Granted {
    Granted {
        expires_in: Validity::Seconds(term.lifetime.num_seconds()),
        token_type: "bearer",
        last_login: world.last_logins.get(&pair.user).map(|login| login.last_login.timestamp()),
        access_token: pair.access,
        refresh_token: pair.refresh,
        scope: pair.scope,
    }
}
