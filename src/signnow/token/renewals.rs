//! How often a refused token may be replaced.

use std::time::Duration;

use tokio::time::Instant;

/// Renewals that a refusal forced: three in half a minute, and none for a token that is itself the fruit
/// of such a renewal and was never let in, because its successors will be refused like it.
#[derive(Default)]
pub(super) struct Renewals {
    recent: Vec<Instant>,
    fruit: Option<u64>,
}

const WINDOW: Duration = Duration::from_secs(30);
const IN_A_WINDOW: usize = 3;

impl Renewals {
    /// Asks for one more, for a refused token of this generation.
    pub(super) fn allow(&mut self, generation: u64, accepted: bool) -> bool {
        self.recent.retain(|renewal| renewal.elapsed() < WINDOW);
        let futile = self.fruit == Some(generation) && !accepted && !self.recent.is_empty();
        let allowed = !futile && self.recent.len() < IN_A_WINDOW;
        if allowed {
            self.recent.push(Instant::now());
        }
        allowed
    }

    /// Notes that somebody else had renewed it already: where that did not help, another time will not.
    pub(super) fn found(&mut self, generation: u64) {
        self.recent.push(Instant::now());
        self.led_to(generation);
    }

    /// Notes which generation a renewal led to.
    pub(super) fn led_to(&mut self, generation: u64) {
        self.fruit = Some(generation);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_refused_renewal_is_not_renewed_at_once() {
        let mut renewals = Renewals::default();
        assert!(renewals.allow(1, false), "a token from a login may be renewed");
        renewals.led_to(2);
        assert!(!renewals.allow(2, false));
        tokio::time::advance(WINDOW).await;
        assert!(renewals.allow(2, false));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_renewal_of_somebody_elses_is_not_renewed_at_once_either() {
        let mut renewals = Renewals::default();
        renewals.found(2);
        assert!(!renewals.allow(2, false));
        assert!(renewals.allow(2, true), "it was good, and is not any more");
    }

    #[tokio::test(start_paused = true)]
    async fn renewals_that_help_are_counted_in_a_window() {
        let mut renewals = Renewals::default();
        for generation in 1..=IN_A_WINDOW as u64 {
            assert!(renewals.allow(generation, true));
            renewals.led_to(generation + 1);
        }
        assert!(!renewals.allow(4, true));
        tokio::time::advance(WINDOW).await;
        assert!(renewals.allow(4, true));
    }
}
