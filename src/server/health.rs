//! `/health/live` and `/health/ready`, for what starts and restarts us.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use serde_json::{Map, Value, json};
use tokio::sync::watch;
use tokio::time::timeout;

use super::phase::Phase;

/// What asks gives up after a few seconds, so not knowing by then is an answer too.
const PATIENCE: Duration = Duration::from_secs(3);

/// What can be told of a part of the server, by the part's name, in words fit for strangers.
pub type Details = Map<String, Value>;

/// Asks whether the graph can answer now; the error tells why not, in words fit for strangers.
#[derive(Clone)]
pub struct Readiness {
    ask: Arc<dyn Fn() -> BoxFuture<'static, Result<(), Vec<String>>> + Send + Sync>,
    tell: Arc<dyn Fn() -> Details + Send + Sync>,
    phase: watch::Receiver<Phase>,
}

impl Readiness {
    /// Readiness as `ask` finds it, asked anew for every request, unless the server is about to end.
    pub fn new<Ask, Answer>(phase: watch::Receiver<Phase>, ask: Ask) -> Readiness
    where
        Ask: Fn() -> Answer + Send + Sync + 'static,
        Answer: Future<Output = Result<(), Vec<String>>> + Send + 'static,
    {
        Readiness { ask: Arc::new(move || Box::pin(ask())), tell: Arc::new(Details::new), phase }
    }

    /// The same, which answers with these details beside.
    #[must_use]
    pub fn with_details(self, tell: impl Fn() -> Details + Send + Sync + 'static) -> Readiness {
        Readiness { tell: Arc::new(tell), ..self }
    }

    async fn find_out(&self) -> Result<(), (&'static str, Vec<String>)> {
        if *self.phase.borrow() > Phase::Serving {
            return Err(("draining", vec!["the server is about to end".to_owned()]));
        }
        let late = || Err(vec!["it takes too long to find out".to_owned()]);
        let found = timeout(PATIENCE, (self.ask)()).await.unwrap_or_else(|_| late());
        found.map_err(|reasons| ("unready", reasons))
    }
}

/// The process runs and answers.
pub(super) async fn live() -> Response {
    Json(json!({ "status": "live" })).into_response()
}

/// The graph can answer: 200, or 503 with the reasons. Either comes with details.
pub(super) async fn ready(State(readiness): State<Readiness>) -> Response {
    let (code, answer) = match readiness.find_out().await {
        Ok(()) => (StatusCode::OK, json!({ "status": "ready" })),
        Err((status, reasons)) => {
            (StatusCode::SERVICE_UNAVAILABLE, json!({ "status": status, "reasons": reasons }))
        }
    };
    let mut body = (readiness.tell)();
    body.extend(answer.as_object().cloned().unwrap_or_default());
    (code, Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn not_knowing_is_not_ready() {
        let (_serving, phase) = watch::channel(Phase::Serving);
        let never = Readiness::new(phase, std::future::pending);
        assert_eq!(ready(State(never)).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
