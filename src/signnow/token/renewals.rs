//! How often a refused token may be replaced.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// Renewals that a refusal forced: one in half a minute, by all servers together. When the last one was is kept with the
/// pair, because servers that are refused in turn would each have one of their own otherwise.
///
/// Clocks may differ. So one's own renewals count by the time that passed here, and somebody else's no longer than half a
/// minute after they were met.
#[derive(Default)]
pub(super) struct Renewals {
    own: Option<Instant>,
    /// The last one that is kept, and since when it is known here.
    met: Option<(DateTime<Utc>, Instant)>,
}

const WINDOW: Duration = Duration::from_secs(30);

impl Renewals {
    /// Notes when the last renewal was, as it is kept with a pair.
    pub(super) fn meet(&mut self, last: Option<DateTime<Utc>>) {
        if let Some(last) = last.filter(|last| self.met.is_none_or(|(met, _)| met != *last)) {
            self.met = Some((last, Instant::now()));
        }
    }

    /// Asks for one more.
    pub(super) fn allow(&mut self, now: DateTime<Utc>) -> bool {
        let is_recent = |at: Instant| at.elapsed() < WINDOW;
        let was_just = |at: DateTime<Utc>| now - at < TimeDelta::from_std(WINDOW).unwrap_or_default();
        let is_early = self.own.is_some_and(is_recent)
            || self.met.is_some_and(|(last, met)| was_just(last) && is_recent(met));
        if !is_early {
            self.own = Some(Instant::now());
        }
        !is_early
    }

    /// It came to nothing, so that it can be tried again.
    pub(super) fn failed(&mut self) {
        self.own = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_225_600 + seconds, 0).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn there_is_one_in_half_a_minute() {
        let mut renewals = Renewals::default();
        assert!(renewals.allow(at(0)));
        tokio::time::advance(WINDOW - Duration::from_millis(1)).await;
        assert!(!renewals.allow(at(0)));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(renewals.allow(at(0)));
        renewals.failed();
        assert!(renewals.allow(at(0)), "what came to nothing does not count");
    }

    #[tokio::test(start_paused = true)]
    async fn somebody_elses_counts_too() {
        let mut renewals = Renewals::default();
        renewals.meet(Some(at(0)));
        assert!(!renewals.allow(at(29)));
        assert!(renewals.allow(at(30)), "by the clock");
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_wrong_makes_nobody_wait_longer_than_half_a_minute() {
        let mut renewals = Renewals::default();
        renewals.meet(Some(at(3600)));
        assert!(!renewals.allow(at(0)));
        tokio::time::advance(WINDOW).await;
        renewals.meet(Some(at(3600)));
        assert!(renewals.allow(at(0)));
    }
}
