//! How often a refused token may be replaced.

use std::time::Duration;

use tokio::time::Instant;

/// Renewals that a refusal forced. A token that was let in before may be renewed at once, three times in
/// half a minute; one that never was let in must first be half a minute old, because a token refused right
/// after it was handed out will have refused successors.
#[derive(Default)]
pub(super) struct Renewals(Vec<Instant>);

const WINDOW: Duration = Duration::from_secs(30);
const IN_A_WINDOW: usize = 3;

impl Renewals {
    /// Asks for one more; `obtained` is when the refused token came.
    pub(super) fn allow(&mut self, accepted: bool, obtained: Instant) -> bool {
        self.0.retain(|renewal| renewal.elapsed() < WINDOW);
        let allowed = (accepted || obtained.elapsed() >= WINDOW) && self.0.len() < IN_A_WINDOW;
        if allowed {
            self.0.push(Instant::now());
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_token_that_was_never_let_in_is_not_renewed_at_once() {
        let mut renewals = Renewals::default();
        let obtained = Instant::now();
        assert!(!renewals.allow(false, obtained));
        tokio::time::advance(WINDOW).await;
        assert!(renewals.allow(false, obtained));
    }

    #[tokio::test(start_paused = true)]
    async fn renewals_are_counted_in_a_window() {
        let mut renewals = Renewals::default();
        for _ in 0..IN_A_WINDOW {
            assert!(renewals.allow(true, Instant::now()));
        }
        assert!(!renewals.allow(true, Instant::now()));
        tokio::time::advance(WINDOW).await;
        assert!(renewals.allow(true, Instant::now()));
    }
}
