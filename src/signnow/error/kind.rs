//! What kinds of failure there are, and what each says to the outside.

/// What went wrong, as far as a caller can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// signNow does not accept our credential, and a fresh token did not help.
    Unauthenticated,
    /// The chain of tokens is broken and the configured login was refused: someone has to repair the credentials.
    ReauthenticationRequired,
    /// The call is made as an application, and the credential is an API key, which is none.
    ApplicationRequired,
    /// The credential is known but may not do this.
    Forbidden,
    /// The subscription behind the credential does not include this.
    PlanRequired,
    /// There is no such thing, or none that this credential may know of.
    NotFound,
    /// signNow understood the request and refused it.
    Rejected,
    /// signNow asks for fewer requests.
    RateLimited,
    /// More calls wait for their turn than this program lets wait.
    Overloaded,
    /// signNow cannot be reached or reports a fault of its own.
    Unavailable,
    /// No complete answer came in time.
    Timeout,
    /// An answer came that is not what signNow documents.
    InvalidResponse,
    /// A fault of this program or of its token store.
    Internal,
}

impl ErrorKind {
    /// Whether the same call may succeed later without anyone changing anything.
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            ErrorKind::RateLimited | ErrorKind::Overloaded | ErrorKind::Unavailable | ErrorKind::Timeout
        )
    }

    /// Whether an answer from before may stand in for one that failed so: signNow could not be reached, failed by itself,
    /// was too slow, asked for fewer calls or was not asked, and said nothing about what was asked. A refusal says something. So does a
    /// dead credential, which may have been ended on purpose. And an answer that cannot be read may be a refusal in a form
    /// that nobody documents, such as the page of a login, so it is told, too.
    pub fn allows_stale(self) -> bool {
        match self {
            ErrorKind::RateLimited | ErrorKind::Overloaded | ErrorKind::Unavailable | ErrorKind::Timeout => {
                true
            }
            ErrorKind::Unauthenticated
            | ErrorKind::ReauthenticationRequired
            | ErrorKind::ApplicationRequired
            | ErrorKind::Forbidden
            | ErrorKind::PlanRequired
            | ErrorKind::NotFound
            | ErrorKind::Rejected
            | ErrorKind::InvalidResponse
            | ErrorKind::Internal => false,
        }
    }

    /// A sentence that may be shown to anyone.
    pub fn message(self) -> &'static str {
        match self {
            ErrorKind::Unauthenticated => "signNow did not accept the credential",
            ErrorKind::ReauthenticationRequired => "the connection to signNow has to be authorised again",
            ErrorKind::ApplicationRequired => {
                "signNow takes this from an application with client id and secret alone, not with an API key"
            }
            ErrorKind::Forbidden => "signNow does not allow this for the current user",
            ErrorKind::PlanRequired => "the signNow subscription does not include this",
            ErrorKind::NotFound => "signNow knows no such object",
            ErrorKind::Rejected => "signNow rejected the request",
            ErrorKind::RateLimited => "signNow is limiting requests",
            ErrorKind::Overloaded => "there is more to ask of signNow than it gets through",
            ErrorKind::Unavailable => "signNow is not available",
            ErrorKind::Timeout => "signNow did not answer in time",
            ErrorKind::InvalidResponse => "signNow answered in an unexpected form",
            ErrorKind::Internal => "the connection to signNow failed inside this server",
        }
    }
}
