//! The one error of this room.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::body::Refusal;
use super::{DecodeError, ErrorKind, Fate, Reason};
use crate::signnow::route::Route;

/// Why a call to signNow has no value. Cheap to clone: many waiters may share one failure.
///
/// `Display` is fit for anyone: the kind, the route template, the status and signNow's code. Texts of
/// signNow, addresses, tokens and URLs are in neither `Display` nor `Debug`; the source holds what a
/// log may know, which is a path in a body or a phase of a connection.
#[derive(Clone, Debug)]
pub struct Error(Arc<Facts>);

#[derive(Clone, Debug)]
struct Facts {
    kind: ErrorKind,
    route: Option<Route>,
    status: Option<u16>,
    upstream_code: Option<u64>,
    retry_after: Option<Duration>,
    reason: Option<Reason>,
    fate: Fate,
    held_back: HeldBack,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// Whether a failure is one of this program's own making.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeldBack {
    /// No.
    No,
    /// The call was not made, because it had been in vain.
    InVain,
    /// Nobody waited for it any more.
    GivenUp,
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Which call failed; `None` when it was none in particular.
    pub fn route(&self) -> Option<Route> {
        self.0.route
    }

    /// The HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// signNow's own number for the failure, such as 12003001; see wire sections 3.2 and 5.1.
    pub fn upstream_code(&self) -> Option<u64> {
        self.0.upstream_code
    }

    /// How long to wait before another try, where signNow or our own pause after a failure says so.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Why no token was to be had, where that is what failed and it is known.
    pub fn reason(&self) -> Option<Reason> {
        self.0.reason
    }

    /// Whether the same call may succeed later without anyone changing anything.
    pub fn is_retryable(&self) -> bool {
        self.0.kind.is_retryable()
    }

    /// Whether signNow carried the call out. A read changes nothing either way.
    pub fn fate(&self) -> Fate {
        self.0.fate
    }

    /// The same failure of a read, as the reason why a command was not sent.
    pub fn not_sent(self) -> Error {
        self.not_executed()
    }

    /// Whether whoever asked ran out of time, or left. It says nothing of signNow, and nothing to others who ask the same.
    pub fn is_given_up(&self) -> bool {
        self.0.held_back == HeldBack::GivenUp
    }

    /// Whether the call was not made, or given up, by this program's own decision.
    pub(in crate::signnow) fn is_held_back(&self) -> bool {
        self.0.held_back != HeldBack::No
    }

    /// A fault of this program outside this room, where what it was doing for signNow's sake went wrong.
    pub fn internal(what: &'static str) -> Error {
        tracing::error!(what, "a fault of this program");
        Error::new(ErrorKind::Internal).because(Fault(what))
    }

    /// Tells the log, once, by whoever saw it happen: what callers are not told is here. Neither this nor its source
    /// holds a word of signNow's. What a caller may not see or have is everyday life; the rest is for an operator.
    pub(in crate::signnow) fn tell(&self) {
        let (route, because) =
            (self.route().map(Route::as_str), self.0.source.as_ref().map(ToString::to_string));
        let (status, code, kind) = (self.0.status, self.0.upstream_code, self.0.kind);
        match kind {
            _ if self.is_held_back() => {
                tracing::debug!(route, ?kind, "a call was not made");
            }
            ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::PlanRequired => {
                tracing::debug!(route, status, code, ?kind, because, "signNow refused a call");
            }
            _ => tracing::warn!(route, status, code, ?kind, because, "a call to signNow failed"),
        }
    }

    pub(in crate::signnow) fn new(kind: ErrorKind) -> Error {
        Error(Arc::new(Facts {
            kind,
            route: None,
            status: None,
            upstream_code: None,
            retry_after: None,
            reason: None,
            fate: Fate::Unknown,
            held_back: HeldBack::No,
            source: None,
        }))
    }

    /// A refusal in signNow's own words.
    pub(in crate::signnow) fn refused(route: Route, status: u16, refusal: &Refusal) -> Error {
        Error::new(refusal.kind(status)).at(route).with(|facts| {
            facts.status = Some(status);
            facts.upstream_code = refusal.code;
            facts.fate = Fate::of_status(status);
        })
    }

    /// A call that was not made, because that had been in vain.
    pub(in crate::signnow) fn held_back(kind: ErrorKind, route: Route) -> Error {
        Error::new(kind).at(route).not_executed().with(|facts| facts.held_back = HeldBack::InVain)
    }

    /// A call that was not made, because nobody waits for it any more.
    pub(in crate::signnow) fn given_up(route: Route) -> Error {
        Error::new(ErrorKind::Timeout)
            .at(route)
            .not_executed()
            .with(|facts| facts.held_back = HeldBack::GivenUp)
    }

    /// A call that was given up before its answer came, because its caller's time was over.
    pub(in crate::signnow) fn cut_short(self) -> Error {
        self.with(|facts| facts.held_back = HeldBack::GivenUp)
    }

    /// This failure, where another try was not made: it is the other one that says when to come back.
    pub(in crate::signnow) fn followed_by(self, held_back: &Error) -> Error {
        let is_given_up = held_back.is_given_up();
        let later = self.with_retry_after(held_back.retry_after());
        if is_given_up { later.cut_short() } else { later }
    }

    /// An answer with a success status whose body is not what the route answers.
    pub(in crate::signnow) fn undecodable(route: Route, status: u16, source: DecodeError) -> Error {
        Error::new(ErrorKind::InvalidResponse)
            .at(route)
            .because(source)
            .with(|facts| facts.status = Some(status))
    }

    /// An answer that never came, or not whole.
    pub(in crate::signnow) fn transport(route: Route, source: reqwest::Error) -> Error {
        let kind = if source.is_timeout() {
            ErrorKind::Timeout
        } else if source.is_builder() {
            ErrorKind::Internal
        } else {
            ErrorKind::Unavailable
        };
        Error::new(kind).at(route).because(source.without_url())
    }

    pub(in crate::signnow) fn at(self, route: Route) -> Error {
        self.with(|facts| facts.route = Some(route))
    }

    pub(in crate::signnow) fn with_status(self, status: u16) -> Error {
        self.with(|facts| facts.status = Some(status))
    }

    pub(in crate::signnow) fn with_kind(self, kind: ErrorKind) -> Error {
        self.with(|facts| facts.kind = kind)
    }

    pub(in crate::signnow) fn with_retry_after(self, delay: Option<Duration>) -> Error {
        self.with(|facts| facts.retry_after = delay)
    }

    pub(in crate::signnow) fn with_reason(self, reason: Reason) -> Error {
        self.with(|facts| facts.reason = Some(reason))
    }

    /// Whatever failed, the call in question was not carried out.
    pub(in crate::signnow) fn not_executed(self) -> Error {
        self.with(|facts| facts.fate = Fate::NotExecuted)
    }

    pub(in crate::signnow) fn because(self, source: impl std::error::Error + Send + Sync + 'static) -> Error {
        self.with(|facts| facts.source = Some(Arc::new(source)))
    }

    fn with(mut self, change: impl FnOnce(&mut Facts)) -> Error {
        change(Arc::make_mut(&mut self.0));
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.kind.message())?;
        let route = self.0.route.map(|route| route.to_string());
        let status = self.0.status.map(|status| format!("HTTP {status}"));
        let code = self.0.upstream_code.map(|code| format!("code {code}"));
        let details: Vec<String> = [route, status, code].into_iter().flatten().collect();
        if details.is_empty() { Ok(()) } else { write!(formatter, " ({})", details.join(", ")) }
    }
}

/// What went wrong inside this program, in words of our own.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Fault(&'static str);

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_where_and_signnows_code_and_nothing_signnow_wrote() {
        let body = br#"{"errors":[{"code":12004008,"message":"User `ada@example.test` is not found."}]}"#;
        let route = Route::new("GET /v2/organizations/{organization_id}/admins");
        let error = Error::refused(route, 404, &Refusal::read(404, body));
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert_eq!(error.upstream_code(), Some(12_004_008));
        assert_eq!(
            error.to_string(),
            "signNow knows no such object (GET /v2/organizations/{organization_id}/admins, HTTP 404, code 12004008)"
        );
        assert!(!format!("{error:?}").contains("ada@"));
    }
}
