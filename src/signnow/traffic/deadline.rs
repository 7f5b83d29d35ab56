//! Until when somebody waits for an answer.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};

/// For how long a call is worth making: until a moment, and while somebody is interested.
///
/// Clones are of one request: every call of it ends by the same moment, and none is begun once it is over. A call that is
/// under way goes on when its caller has left, because its answer may be kept; at the moment itself it is given up.
#[derive(Clone, Debug, Default)]
pub struct Deadline {
    at: Option<Instant>,
    interest: Option<CancellationToken>,
}

/// Somebody's interest in what a [`Deadline`] is for; it ends when this is dropped.
#[derive(Debug)]
pub struct Interest(#[expect(dead_code, reason = "its drop is what counts")] DropGuard);

impl Deadline {
    /// No limit but those of the connection, and an interest that never ends.
    pub fn never() -> Deadline {
        Deadline::default()
    }

    /// A limit, which is reached earlier when the interest is dropped.
    pub fn at(moment: Instant) -> (Deadline, Interest) {
        let interest = CancellationToken::new();
        let guard = Interest(interest.clone().drop_guard());
        (Deadline { at: Some(moment), interest: Some(interest) }, guard)
    }

    /// Whether nothing is to be begun any more.
    pub fn is_over(&self) -> bool {
        self.remaining() == Some(Duration::ZERO)
            || self.interest.as_ref().is_some_and(CancellationToken::is_cancelled)
    }

    /// How long is left; `None` where there is no limit.
    pub(in crate::signnow) fn remaining(&self) -> Option<Duration> {
        self.at.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// What the work brings, unless it takes too long.
    pub(in crate::signnow) async fn limit<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        if self.is_over() {
            return None;
        }
        tokio::select! {
            biased;
            () = self.over() => None,
            done = work => Some(done),
        }
    }

    async fn over(&self) {
        let late = async {
            match self.at {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        let gone = async {
            match &self.interest {
                Some(interest) => interest.cancelled().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! { () = late => {}, () = gone => {} }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_is_over_at_the_moment_or_when_nobody_is_interested() {
        let (deadline, _interest) = Deadline::at(Instant::now() + Duration::from_secs(1));
        assert!(!deadline.is_over());
        assert_eq!(deadline.limit(std::future::pending::<()>()).await, None);
        assert!(deadline.is_over());
        let (deadline, interest) = Deadline::at(Instant::now() + Duration::from_secs(1));
        assert_eq!(deadline.limit(async { 1 }).await, Some(1));
        drop(interest);
        assert!(deadline.is_over());
        assert_eq!(deadline.limit(async { 1 }).await, None);
    }
}
