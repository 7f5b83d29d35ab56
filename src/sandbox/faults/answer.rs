//! The answer a fault gives instead of the real one.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::sandbox::http::Refusal;

/// Status, body and headers, said as often as the fault strikes.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// A text is sent as it is, so that it may be broken; anything else as JSON.
    pub(super) body: Option<Value>,
    pub(super) content_type: HeaderValue,
    pub(super) headers: HeaderMap,
    /// Whether the request is carried out all the same.
    pub(super) after_effect: bool,
}

impl Answer {
    /// 429 with the body Laravel's throttle has.
    pub(super) fn too_many_attempts() -> Self {
        Answer {
            status: StatusCode::TOO_MANY_REQUESTS,
            body: None,
            content_type: HeaderValue::from_static("application/json"),
            headers: HeaderMap::new(),
            after_effect: false,
        }
    }

    pub(super) fn response(&self) -> Response {
        let mut response = match &self.body {
            None => self.default_body(),
            Some(Value::String(text)) => self.with_body(text.clone()),
            Some(body) => self.with_body(body.to_string()),
        };
        response.headers_mut().extend(self.headers.clone());
        response
    }

    fn with_body(&self, body: String) -> Response {
        (self.status, [(CONTENT_TYPE, self.content_type.clone())], Body::from(body)).into_response()
    }

    /// The body signNow would send with such a status, as far as one is known.
    fn default_body(&self) -> Response {
        match self.status {
            StatusCode::TOO_MANY_REQUESTS => {
                self.with_body(json!({ "message": "Too Many Attempts." }).to_string())
            }
            status if status.is_server_error() => Refusal::fault(status).into_response(),
            status => {
                let message = status.canonical_reason().unwrap_or("Fault");
                Refusal::business(status, status.as_u16().into(), message).into_response()
            }
        }
    }
}
