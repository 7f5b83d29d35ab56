//! Early refusal: more requests than a server can answer in time are refused before they cost anything.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::Semaphore;

use super::accept::MediaType;
use super::error::Refusal;
use super::tally::Tally;

/// The places for requests that run at the same time.
#[derive(Clone)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    tally: Tally,
}

impl Places {
    pub(super) fn new(most: usize, tally: Tally) -> Places {
        Places { free: Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))), tally }
    }
}

/// Lets a request in if there is a place, and keeps it until it is answered or its caller is gone. Nobody waits for one:
/// whoever waits here is answered too late, and so are those behind.
pub(super) async fn admit(State(places): State<Places>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.free.try_acquire() else {
        places.tally.shed();
        let media = MediaType::accepted(request.headers()).unwrap_or_default();
        return Refusal::overloaded().into_response_as(media);
    };
    let _running = places.tally.begin();
    next.run(request).await
}
