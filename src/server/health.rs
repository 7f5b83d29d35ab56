//! `/health/live` and `/health/ready`, for what starts and restarts us.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use serde_json::json;
use tokio::time::timeout;

/// What asks gives up after a few seconds, so not knowing by then is an answer too.
const PATIENCE: Duration = Duration::from_secs(3);

/// Asks whether the graph can answer now; the error tells why not, in words fit for strangers.
#[derive(Clone)]
pub struct Readiness(Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>);

impl Readiness {
    /// Readiness as `ask` finds it, asked anew for every request.
    pub fn new<Ask, Answer>(ask: Ask) -> Readiness
    where
        Ask: Fn() -> Answer + Send + Sync + 'static,
        Answer: Future<Output = Result<(), String>> + Send + 'static,
    {
        Readiness(Arc::new(move || Box::pin(ask())))
    }
}

/// The process runs and answers.
pub(super) async fn live() -> Response {
    Json(json!({ "status": "live" })).into_response()
}

/// The graph can answer: 200, or 503 with the reasons.
pub(super) async fn ready(State(Readiness(ask)): State<Readiness>) -> Response {
    let late = || Err("it takes too long to find out".to_owned());
    match timeout(PATIENCE, ask()).await.unwrap_or_else(|_| late()) {
        Ok(()) => Json(json!({ "status": "ready" })).into_response(),
        Err(reason) => {
            let body = Json(json!({ "status": "unready", "reasons": [reason] }));
            (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn not_knowing_is_not_ready() {
        let never = Readiness::new(std::future::pending);
        assert_eq!(ready(State(never)).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
