//! Everything the sandbox answers instead of what was asked for.

use axum::Json;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A status and an error body in the shape of the layer that refuses (wire section 3.1).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    status: StatusCode,
    body: Value,
}

impl Refusal {
    /// Shape A, the authentication layer: `{"error": …}`, with a code where one is known.
    pub(crate) fn auth(error: &str, code: Option<u32>) -> Self {
        let body = match code {
            Some(code) => json!({ "error": error, "code": code }),
            None => json!({ "error": error }),
        };
        Refusal { status: StatusCode::BAD_REQUEST, body }
    }

    /// Shape A for a missing, unknown or expired access token, on any endpoint: 400, not 401 (wire 2.3).
    pub(crate) fn invalid_token() -> Self {
        Self::auth("invalid_token", Some(1537))
    }

    /// Shape A for a wrong application.
    pub(crate) fn invalid_client() -> Self {
        Self::auth("invalid_client", None)
    }

    /// Shape A for a token request that lacks a field or asks for an unknown grant.
    pub(crate) fn invalid_request() -> Self {
        Self::auth("invalid_request", Some(1537))
    }

    /// Shape B, v1 business rules and all of v2: `{"errors": [{"code", "message"}]}`.
    pub(crate) fn business(status: StatusCode, code: u32, message: impl Into<String>) -> Self {
        Refusal { status, body: json!({ "errors": [{ "code": code, "message": message.into() }] }) }
    }

    /// Shape C, an address that leads nowhere: 404 with the path, without its first slash, in the text.
    pub(crate) fn no_route(uri: &Uri) -> Self {
        let path = uri.path().trim_start_matches('/');
        let message = format!("Unable to find a route to match the URI: {path}");
        Refusal { status: StatusCode::NOT_FOUND, body: json!({ "404": message }) }
    }

    /// Shape D, a fault of the server itself.
    pub(crate) fn fault(status: StatusCode) -> Self {
        let body = json!({ "error": [{ "code": "HY000", "message": "Internal Api Error" }] });
        Refusal { status, body }
    }

    /// Shape E, the event endpoints: `{"code", "message"}`, or a message alone.
    pub(crate) fn event(status: StatusCode, code: Option<u32>, message: &str) -> Self {
        let body = match code {
            Some(code) => json!({ "code": code, "message": message }),
            None => json!({ "message": message }),
        };
        Refusal { status, body }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}
