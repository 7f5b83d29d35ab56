//! Who asks, and how.

use tokio::time::Instant;

use crate::callers::Caller;
use crate::directory::Freshness;

/// What is known of a request beside its document.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Who it is, and what it may do.
    pub caller: Caller,
    /// Whether what was read before will do.
    pub freshness: Freshness,
    /// No mutation is begun after this moment, and one that goes on beyond it is told as such.
    pub deadline: Instant,
    /// How many calls to signNow the caller has left before this request; `None` where nobody counts. It is told, and nothing
    /// is refused for it here.
    pub remaining: Option<u64>,
}
