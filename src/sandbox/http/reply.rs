//! What a handler returns.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::refusal::Refusal;

/// An answer, or a refusal in the shape of its layer.
pub(crate) type Reply = Result<Response, Refusal>;

/// 200 with a JSON body.
pub(crate) fn ok(body: impl Serialize) -> Reply {
    Ok((StatusCode::OK, Json(body)).into_response())
}

/// 201 with a JSON body.
pub(crate) fn created(body: impl Serialize) -> Reply {
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// 201 without a body, as adding and accepting members answer (document 003).
pub(crate) fn created_empty() -> Reply {
    Ok(StatusCode::CREATED.into_response())
}

/// 204, never with a body.
pub(crate) fn no_content() -> Reply {
    Ok(StatusCode::NO_CONTENT.into_response())
}
