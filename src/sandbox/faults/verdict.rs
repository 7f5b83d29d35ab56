//! What the faults decide about one request.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::Response;

/// The sum of all faults that struck a request.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// How long to wait before anything else.
    pub(crate) latency: Duration,
    /// How long to wait with the answer once it is made: what it tells may be out of date when it arrives.
    pub(crate) answer_latency: Duration,
    /// Whether the presented access token expires before the request is looked at.
    pub(crate) expire_token: bool,
    pub(crate) end: End,
    /// What to add to the answer, whoever gives it.
    pub(crate) headers: HeaderMap,
}

/// How a request ends.
#[derive(Debug, Default)]
pub(crate) enum End {
    /// As if there were no faults.
    #[default]
    CarryOn,
    /// With this answer instead of the real one, before or after the real one was made.
    Answer { response: Box<Response>, after_effect: bool },
    /// With a closed connection and no answer.
    Drop { after_effect: bool },
}

impl End {
    /// Whether the request is carried out.
    pub(crate) fn has_effect(&self) -> bool {
        match self {
            End::CarryOn => true,
            End::Answer { after_effect, .. } | End::Drop { after_effect } => *after_effect,
        }
    }
}
