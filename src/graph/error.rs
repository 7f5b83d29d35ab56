//! The one place where a failure becomes a GraphQL error.
//!
//! A failure is told twice: to the caller as a code and a sentence that hold nothing of the upstream's own text, and to
//! the log by whoever saw it happen. Callers branch on `extensions.code`; the sentences may change.

use async_graphql::{Error, ErrorExtensionValues, ErrorExtensions, ServerError, Value};

use crate::signnow::{self, ErrorKind};

/// What `extensions.code` can say. The names are part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// The document is not GraphQL.
    GraphqlParseFailed,
    /// The document does not fit the schema, or leaves a variable out.
    GraphqlValidationFailed,
    /// The document is larger than the server is willing to execute.
    QueryTooLarge,
    /// An argument or a variable is out of range; `extensions.argument` or `extensions.variable` names it.
    BadUserInput,
    /// signNow does not allow this to the signed-in user, or this server not to a caller of this role.
    Forbidden,
    /// signNow does not include this in the organization's plan.
    PlanRequired,
    /// signNow does not know this object.
    NotFound,
    /// signNow refused the request for another reason; `extensions.upstream.code` tells which.
    UpstreamRejected,
    /// signNow did not accept the server's credential.
    UpstreamUnauthenticated,
    /// The server's credential is used up; an operator has to sign in again.
    ReauthenticationRequired,
    /// signNow asked to slow down.
    RateLimited,
    /// More is to be asked of signNow than it gets through.
    Overloaded,
    /// signNow could not be reached, or failed.
    UpstreamUnavailable,
    /// signNow did not answer in time.
    UpstreamTimeout,
    /// signNow answered something that is not what it documents.
    UpstreamInvalidResponse,
    /// There was no time left to begin with it.
    Timeout,
    /// Nothing was to be done but to read the arguments. It is never told.
    Rehearsed,
    /// A fault of this server.
    Internal,
}

impl Code {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::QueryTooLarge => "QUERY_TOO_LARGE",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Forbidden => "FORBIDDEN",
            Self::PlanRequired => "PLAN_REQUIRED",
            Self::NotFound => "NOT_FOUND",
            Self::UpstreamRejected => "UPSTREAM_REJECTED",
            Self::UpstreamUnauthenticated => "UPSTREAM_UNAUTHENTICATED",
            Self::ReauthenticationRequired => "REAUTHENTICATION_REQUIRED",
            Self::RateLimited => "RATE_LIMITED",
            Self::Overloaded => "OVERLOADED",
            Self::UpstreamUnavailable => "UPSTREAM_UNAVAILABLE",
            Self::UpstreamTimeout => "UPSTREAM_TIMEOUT",
            Self::UpstreamInvalidResponse => "UPSTREAM_INVALID_RESPONSE",
            Self::Timeout => "TIMEOUT",
            Self::Rehearsed => "REHEARSED",
            Self::Internal => "INTERNAL",
        }
    }
}

/// Why a field has no value. Only this room makes one, so none goes out without a code: the library would turn anything
/// printable into an error, text and all.
#[derive(Clone, Debug)]
pub(super) struct Failure(Error);

impl Failure {
    /// The failure of a mutation, which was certainly not carried out: that stands under `extensions.outcome`, in the
    /// word that a payload would have for it.
    pub(super) fn not_executed(self) -> Self {
        Self(self.0.extend_with(|_, extensions| extensions.set("outcome", "REJECTED")))
    }
}

impl Failure {
    /// The failure, where the same may succeed a moment later.
    pub(super) fn retryable(self) -> Self {
        Self(self.0.extend_with(|_, extensions| extensions.set("retryable", true)))
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.0
    }
}

impl From<signnow::Error> for Failure {
    fn from(error: signnow::Error) -> Self {
        upstream(&error)
    }
}

/// A refusal of an argument's value. `message` says what is wrong and what to pass instead.
pub(super) fn bad_input(argument: &str, message: impl Into<String>) -> Failure {
    Failure(
        coded(Code::BadUserInput, message)
            .0
            .extend_with(|_, extensions| extensions.set("argument", argument)),
    )
}

/// A refusal of a variable's value.
pub(super) fn bad_variable(code: Code, variable: &str, message: impl Into<String>) -> Failure {
    Failure(coded(code, message).0.extend_with(|_, extensions| extensions.set("variable", variable)))
}

/// A failure with a code, and nothing to retry.
pub(super) fn coded(code: Code, message: impl Into<String>) -> Failure {
    Failure(Error::new(message).extend_with(|_, extensions| mark(extensions, code, false)))
}

/// Sets what every error carries: its code, and whether the same request may succeed later.
pub(super) fn mark(extensions: &mut ErrorExtensionValues, code: Code, retryable: bool) {
    extensions.set("code", code.name());
    extensions.set("retryable", retryable);
}

/// A failure of the upstream, or on the way there, told to a caller.
fn upstream(error: &signnow::Error) -> Failure {
    let (code, message) = translate(error.kind());
    Failure(Error::new(message).extend_with(|_, extensions| {
        mark(extensions, code, error.is_retryable());
        if let Some(delay) = error.retry_after().filter(|_| error.is_retryable()) {
            // Rounded up: whoever comes back earlier comes back in vain.
            extensions.set("retryAfterSeconds", delay.as_secs_f64().ceil().max(1.0) as u64);
        }
        if let Some(route) = error.route() {
            extensions.set("upstream", origin(route, error));
        }
        if error.is_given_up() {
            extensions.set(GIVEN_UP, true);
        }
    }))
}

/// Marks the failure of a call that was not made, or not waited for, by a decision of this server. Why, is known once the
/// request is over, and until then only; it is never told.
const GIVEN_UP: &str = "givenUp";

/// Whether a failure is that of a call that this server gave up. The mark is taken away.
pub(super) fn take_given_up(error: &mut ServerError) -> bool {
    let Some(extensions) = error.extensions.as_mut() else { return false };
    let is_marked = extensions.get(GIVEN_UP).is_some();
    extensions.unset(GIVEN_UP);
    is_marked
}

/// The code of a failure of the upstream.
pub(super) fn code_of(kind: ErrorKind) -> Code {
    translate(kind).0
}

fn translate(kind: ErrorKind) -> (Code, &'static str) {
    match kind {
        ErrorKind::Forbidden => (
            Code::Forbidden,
            "signNow does not allow this to the signed-in user. What belongs to an organization takes the admin or \
             moderator role there, with the invitation accepted.",
        ),
        ErrorKind::ApplicationRequired => (
            Code::Forbidden,
            "This server holds an API key; signNow takes this from an application with client id and secret alone.",
        ),
        ErrorKind::PlanRequired => (Code::PlanRequired, "signNow does not include this in the current plan."),
        ErrorKind::NotFound => (Code::NotFound, "signNow does not know this object."),
        ErrorKind::Rejected => (Code::UpstreamRejected, "signNow refused the request."),
        ErrorKind::Unauthenticated => {
            (Code::UpstreamUnauthenticated, "signNow did not accept the credential this server holds.")
        }
        ErrorKind::ReauthenticationRequired => (
            Code::ReauthenticationRequired,
            "signNow does not accept this server's credential any more; an operator has to look at it.",
        ),
        ErrorKind::RateLimited => (Code::RateLimited, "signNow asks to slow down."),
        ErrorKind::Overloaded => {
            (Code::Overloaded, "More is to be asked of signNow than it gets through; come back in a moment.")
        }
        ErrorKind::Unavailable => (Code::UpstreamUnavailable, "signNow could not be reached, or failed."),
        ErrorKind::Timeout => (Code::UpstreamTimeout, "signNow did not answer in time."),
        ErrorKind::InvalidResponse => {
            (Code::UpstreamInvalidResponse, "signNow answered something that is not what it documents.")
        }
        ErrorKind::Internal => (Code::Internal, "This server failed to answer; its log says more."),
    }
}

fn origin(route: signnow::Route, error: &signnow::Error) -> Value {
    Value::from_json(serde_json::json!({
        "route": route.as_str(),
        "status": error.status(),
        "code": error.upstream_code(),
    }))
    .unwrap_or_default()
}
