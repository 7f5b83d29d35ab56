//! Patience after a failure, so that a token endpoint in trouble is not asked by every caller.

use std::time::Duration;

use tokio::time::Instant;

use super::chance::Chance;
use crate::signnow::error::{Error, ErrorKind};
use crate::signnow::retry::doubled;

/// The last failures, and until when nothing is tried.
pub(super) struct Setback {
    chance: Chance,
    failures: u32,
    last: Option<(Error, Instant)>,
}

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
const PAUSE_FOR_OTHERS: Duration = Duration::from_millis(500);
/// After a refused login: asking again soon changes nothing and may lock the account.
const PAUSE_WHEN_REFUSED: Duration = Duration::from_secs(30);

impl Setback {
    pub(super) fn new(chance: Chance) -> Setback {
        Setback { chance, failures: 0, last: None }
    }

    /// The last failure, while it is too early to try again.
    pub(super) fn current(&self) -> Option<Error> {
        let (error, until) = self.last.as_ref()?;
        let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        Some(error.clone().with_retry_after(Some(left)))
    }

    /// The last failure, while nothing has succeeded since.
    pub(super) fn failure(&self) -> Option<&Error> {
        self.last.as_ref().filter(|_| self.failures > 0).map(|(error, _)| error)
    }

    /// When it is no longer too early.
    pub(super) fn until(&self) -> Option<Instant> {
        self.last.as_ref().map(|(_, until)| *until)
    }

    pub(super) fn failed(&mut self, error: &Error) {
        let bound = doubled(FIRST_PAUSE, self.failures).min(LONGEST_PAUSE);
        let own = match error.kind() {
            ErrorKind::ReauthenticationRequired => PAUSE_WHEN_REFUSED,
            _ => bound / 2 + self.chance.below(bound / 2),
        };
        let pause = error.retry_after().map_or(own, |asked| asked.clamp(own, Duration::from_secs(3600)));
        self.failures = self.failures.saturating_add(1);
        self.last = Some((error.clone(), Instant::now() + pause));
    }

    /// Somebody else is fetching what is wanted. That is no failure, and their claim has to be looked at now and then: one
    /// that stays open is taken over.
    pub(super) fn others_are_at_it(&mut self, error: &Error) {
        self.last = Some((error.clone(), Instant::now() + PAUSE_FOR_OTHERS));
    }

    pub(super) fn over(&mut self) {
        (self.failures, self.last) = (0, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(setback: &Setback) -> Duration {
        setback.until().unwrap() - Instant::now()
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_up_to_a_bound_and_end() {
        let error = Error::new(ErrorKind::Unavailable);
        let mut setback = Setback::new(Chance::new());
        assert!(setback.current().is_none());
        for failure in 0..20 {
            setback.failed(&error);
            assert!(pause(&setback) <= doubled(FIRST_PAUSE, failure).min(LONGEST_PAUSE));
            assert!(setback.current().unwrap().retry_after().is_some());
        }
        tokio::time::advance(LONGEST_PAUSE).await;
        assert!(setback.current().is_none());
        setback.over();
        setback.failed(&error);
        assert!(pause(&setback) <= FIRST_PAUSE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_login_and_a_limit_have_pauses_of_their_own() {
        let mut setback = Setback::new(Chance::new());
        setback.failed(&Error::new(ErrorKind::ReauthenticationRequired));
        assert_eq!(pause(&setback), PAUSE_WHEN_REFUSED);
        let asked = Some(Duration::from_secs(90));
        setback.failed(&Error::new(ErrorKind::RateLimited).with_retry_after(asked));
        assert_eq!(Some(pause(&setback)), asked);
    }
}
