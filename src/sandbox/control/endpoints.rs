//! The endpoints of the controls.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

use super::input::{Complaint, Input};
use super::reset::Parts;
use super::{edit, guard, signers, view};
use crate::sandbox::shared::Shared;

/// All of them, behind their guard.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/__sandbox/requests", get(requests))
        .route("/__sandbox/reset", post(reset))
        .route("/__sandbox/faults", get(faults).post(add_faults).delete(clear_faults))
        .route("/__sandbox/state", get(state).post(edit_state))
        .route("/__sandbox/signers", post(act_as_signer))
        .route("/__sandbox/{*rest}", any(StatusCode::NOT_FOUND))
        .layer(middleware::from_fn(guard::check))
        .with_state(shared)
}

type Answer = Result<Response, Complaint>;

async fn requests(State(shared): State<Arc<Shared>>) -> Response {
    Json(&*shared.ledger()).into_response()
}

/// `{"keep": […]}` or `{"only": […]}` of `world`, `tokens`, `faults` and `requests`; everything without.
async fn reset(State(shared): State<Arc<Shared>>, body: Bytes) -> Answer {
    let parts = Parts::read(&Input::body(&json(&body)?)?)?;
    shared.reset(&parts);
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn faults(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(shared.faults().list())
}

async fn add_faults(State(shared): State<Arc<Shared>>, body: Bytes) -> Answer {
    let body = json(&body)?;
    let mut faults = shared.faults();
    faults.add(&Input::body(&body)?, &shared.routes)?;
    Ok(Json(faults.list()).into_response())
}

async fn clear_faults(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.faults().clear();
    StatusCode::NO_CONTENT
}

/// The whole world, or `?only=` some of its parts, with commas between them.
async fn state(State(shared): State<Arc<Shared>>, Query(wanted): Query<HashMap<String, String>>) -> Answer {
    let mut world = shared.world();
    world.settle();
    match wanted.get("only") {
        None => Ok(Json(&*world).into_response()),
        Some(only) => {
            let wording = json!({ "only": only.split(',').collect::<Vec<_>>() });
            Ok(Json(view::of(&Input::body(&wording)?, &world)?).into_response())
        }
    }
}

async fn edit_state(State(shared): State<Arc<Shared>>, body: Bytes) -> Answer {
    let body = json(&body)?;
    let mut world = shared.world();
    edit::apply(&Input::body(&body)?, &mut world)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn act_as_signer(State(shared): State<Arc<Shared>>, body: Bytes) -> Answer {
    let body = json(&body)?;
    let mut world = shared.world();
    world.settle();
    signers::act(&Input::body(&body)?, &mut world)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The body, whatever it calls itself; none is an empty object.
fn json(body: &[u8]) -> Result<Value, Complaint> {
    if body.is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(body).map_err(|error| Complaint::about_body(&error))
}
