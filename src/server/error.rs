//! Requests that are refused before the graph sees them. GraphQL's own errors never come here.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::accept::MediaType;

/// Why a request is refused: the status, the code in `extensions`, and a sentence for its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// May the same request succeed a moment later? Only what took too long may, and what came when there was no room.
    is_retryable: bool,
    allow: Option<&'static str>,
    /// How to tell who asks (RFC 9110, section 11.6.1).
    challenge: Option<&'static str>,
    /// In seconds.
    retry_after: Option<u64>,
}

impl Refusal {
    /// 400: the request is not what GraphQL over HTTP describes.
    pub(super) fn bad_request(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    /// 401: nothing tells who asks.
    pub(super) fn unauthenticated() -> Refusal {
        let message = "tell who asks: send the key of an integration as `Authorization: Bearer sgk_…`";
        let refusal = Refusal::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
        Refusal { challenge: Some("Bearer realm=\"signgraph\""), ..refusal }
    }

    /// 401: what was shown is nobody's. Whether it ever was somebody's is not told.
    pub(super) fn unknown_token() -> Refusal {
        let message = "the token in the Authorization header is not known here, or not active; ask the operator of this \
                       server for a key";
        let refusal = Refusal::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
        Refusal { challenge: Some("Bearer realm=\"signgraph\", error=\"invalid_token\""), ..refusal }
    }

    /// 403: the caller is bound to another account.
    pub(super) fn foreign_account() -> Refusal {
        let message = "this caller is bound to another account; /graphql is for the caller's own, if this server has it";
        Refusal::new(StatusCode::FORBIDDEN, "FORBIDDEN", message)
    }

    /// 503: it cannot be found out who asks.
    pub(super) fn unavailable() -> Refusal {
        let message = "who asks cannot be found out at the moment; come back in a moment";
        let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", message);
        Refusal { retry_after: Some(1), ..refusal }
    }

    /// 405, with the methods that would be allowed.
    pub(super) fn method_not_allowed(allow: &'static str, message: impl Into<String>) -> Refusal {
        let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message);
        Refusal { allow: Some(allow), ..refusal }
    }

    /// 406: the caller can read none of our media types.
    pub(super) fn not_acceptable() -> Refusal {
        let message =
            "the answer is application/graphql-response+json or application/json; accept one of them";
        Refusal::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message)
    }

    /// 408: the body did not arrive in time.
    pub(super) fn request_timeout() -> Refusal {
        let message = "the body of the request did not arrive in time";
        Refusal::new(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", message)
    }

    /// 413: the body is larger than we read.
    pub(super) fn payload_too_large(limit: u64) -> Refusal {
        let message = format!("the body of a request may have {limit} bytes at most");
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", message)
    }

    /// 415: the body is not JSON, or does not say so.
    pub(super) fn unsupported_media_type(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message)
    }

    /// 421: the request was meant for a server of another name.
    pub(super) fn misdirected() -> Refusal {
        // Who reads this is often the operator of a proxy, so it names the key that lets a name in.
        let message = "this graph answers to this machine's own names, such as localhost and 127.0.0.1, and to the \
                       names in server.allowed_hosts; add the name in your Host header there, without the port";
        Refusal::new(StatusCode::MISDIRECTED_REQUEST, "MISDIRECTED_REQUEST", message)
    }

    /// 403: a page of another origin sent this.
    pub(super) fn forbidden_origin() -> Refusal {
        let message =
            "this request was sent by a page from elsewhere; ask by POST, or from a page of this server";
        Refusal::new(StatusCode::FORBIDDEN, "FORBIDDEN_ORIGIN", message)
    }

    /// 404: nothing is served there.
    pub(super) fn not_found() -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", "nothing is served here; the graph is at /graphql")
    }

    /// 504: the operation was given up.
    pub(super) fn timeout() -> Refusal {
        let message = "the operation took too long and was given up; ask for less at once";
        Refusal::new(StatusCode::GATEWAY_TIMEOUT, "TIMEOUT", message)
    }

    /// 504: mutations were begun, and telling what became of them took too long. They go on.
    pub(super) fn timeout_of_mutations() -> Refusal {
        let message = "the answer took too long; what was begun goes on, so look at signNow before asking again, or ask \
                       with the same idempotencyKey";
        Refusal { is_retryable: false, ..Refusal::new(StatusCode::GATEWAY_TIMEOUT, "TIMEOUT", message) }
    }

    /// 503: more requests are being answered than there is room for.
    pub(super) fn overloaded() -> Refusal {
        let message = "more requests came at once than are answered here; come back in a moment";
        let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED", message);
        Refusal { retry_after: Some(1), ..refusal }
    }

    /// 500: a fault of ours. What it was stays in the log.
    pub(super) fn internal() -> Refusal {
        let message = "something went wrong on our side; it has been logged";
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
    }

    /// The code, for the log.
    pub(super) fn code(&self) -> &'static str {
        self.code
    }

    /// The answer, in the media type the caller reads.
    pub(super) fn into_response_as(self, media: MediaType) -> Response {
        let mut response = self.into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
        response
    }

    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Refusal {
        let is_retryable = matches!(
            status,
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT
        );
        let message = message.into();
        Refusal { status, code, message, is_retryable, allow: None, challenge: None, retry_after: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut extensions = json!({ "code": self.code, "retryable": self.is_retryable });
        if let Some(seconds) = self.retry_after {
            extensions["retryAfterSeconds"] = seconds.into();
        }
        let error = json!({ "message": self.message, "extensions": extensions });
        let mut response = (self.status, Json(json!({ "errors": [error] }))).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MediaType::Json.content_type()));
        if let Some(allow) = self.allow {
            headers.insert(ALLOW, HeaderValue::from_static(allow));
        }
        if let Some(challenge) = self.challenge {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
