//! Who asks, and how.

use tokio::time::Instant;

use crate::callers::Role;
use crate::directory::Freshness;

/// What is known of a request beside its document.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// What the caller may do.
    pub role: Role,
    /// Whether what was read before will do.
    pub freshness: Freshness,
    /// No mutation is begun after this moment, and one that goes on beyond it is told as such.
    pub deadline: Instant,
    /// How many calls to signNow the caller has left before this request; `None` where nobody counts. It is told, and nothing
    /// is refused for it here.
    pub remaining: Option<u64>,
}
