//! The gate every imitated request passes: latency, faults, the ledger.
//!
//! A request whose body has arrived is carried out to its end even if the client leaves meanwhile, as it would
//! be upstream; that is why the work runs in a task of its own.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::faults::{End, Verdict};
use super::http::{Principal, Refusal, presented_token};
use super::ledger::{Outcome, Ticket, UNMATCHED};
use super::oauth::TokenForm;
use super::server::Dropped;
use super::shared::Shared;
use super::world::fingerprint;

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// Lets a request through, or not.
pub(crate) async fn pass(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return Refusal::fault(StatusCode::PAYLOAD_TOO_LARGE).into_response();
    };
    let route = route_of(&parts, &shared);
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let ticket = shared.ledger().arrived(parts.method.as_str(), &route, path);
    let visit = Visit { shared: shared.clone(), ticket, route };
    let work = tokio::spawn(visit.work(parts, body, next));
    work.await.unwrap_or_else(|_| {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        shared.ledger().ended(ticket, Outcome { status: Some(status.as_u16()), ..Outcome::default() });
        Refusal::fault(status).into_response()
    })
}

/// A path that is known is not yet a route: the method has to be declared for it.
fn route_of(parts: &Parts, shared: &Shared) -> String {
    let template = parts.extensions.get::<MatchedPath>();
    let name = template.map(|template| format!("{} {}", parts.method, template.as_str()));
    name.filter(|name| shared.routes.contains(name)).unwrap_or_else(|| UNMATCHED.to_owned())
}

/// One request on its way.
struct Visit {
    shared: Arc<Shared>,
    ticket: Ticket,
    route: String,
}

impl Visit {
    async fn work(self, parts: Parts, body: Bytes, next: Next) -> Response {
        self.note_refresh_token(&parts, &body).await;
        pause(self.shared.options.latency).await;
        let verdict = self.shared.faults().judge(&self.route, self.shared.now());
        pause(verdict.latency).await;
        if let Some(token) = presented_token(&parts.headers).filter(|_| verdict.expire_token) {
            let now = self.shared.now();
            self.shared.world().tokens.expire(token, now);
        }
        let mut outcome = Outcome { effect: verdict.end.has_effect(), ..Outcome::default() };
        outcome.principal = Principal::of(&parts.headers, &self.shared.world()).map(|principal| principal.0);
        let answer = if outcome.effect {
            self.shared.world().settle();
            Some(next.run(Request::from_parts(parts, Body::from(body))).await)
        } else {
            None
        };
        if let Some(Principal(name)) = answer.as_ref().and_then(|answer| answer.extensions().get()) {
            outcome.principal = Some(name.clone());
        }
        pause(verdict.answer_latency).await;
        let response = response(verdict, answer);
        let dropped = response.extensions().get::<Dropped>().is_some();
        outcome.status = (!dropped).then(|| response.status().as_u16());
        self.shared.ledger().ended(self.ticket, outcome);
        response
    }

    /// A refresh token counts as presented as soon as it was on the wire, also when a fault keeps it from being
    /// looked at: the client must not show it again either way.
    async fn note_refresh_token(&self, parts: &Parts, body: &Bytes) {
        if self.route == "POST /oauth2/token" {
            let form = TokenForm::read(&parts.headers, body.clone()).await;
            if let Some(token) = form.get("refresh_token") {
                self.shared.ledger().presented(fingerprint(token));
            }
        }
    }
}

/// Even an empty sleep would cost up to a millisecond, the grain of the timer.
async fn pause(length: Duration) {
    if !length.is_zero() {
        tokio::time::sleep(length).await;
    }
}

/// What goes back: the handler's answer, a fault's, or nothing at all.
fn response(verdict: Verdict, answer: Option<Response>) -> Response {
    let mut response = match (verdict.end, answer) {
        (End::Drop { .. }, _) => (axum::Extension(Dropped), ()).into_response(),
        (End::Answer { response, .. }, _) => *response,
        (End::CarryOn, Some(answer)) => answer,
        (End::CarryOn, None) => Refusal::fault(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
    };
    response.headers_mut().extend(verdict.headers);
    response
}
