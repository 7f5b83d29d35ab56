//! Which endpoints are left alone for a while.
//!
//! An endpoint is open to all (closed, as the term is) until three quarters of its latest outcomes are sick; then nobody asks
//! it but one call in each interval, and the first of those that is not sick ends it. Outcomes that say nothing of others,
//! such as a 500, a refusal or a throttle, never open a breaker, so it is not what keeps callers from an endpoint that works.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::policy::{FEWEST_OUTCOMES, OUTCOMES, OUTCOMES_AGE, Signal};
use super::vitals::BreakerState;
use crate::signnow::route::Route;

/// The breakers of an account, one for each endpoint that was asked.
pub(super) struct Breakers {
    interval: Duration,
    states: Mutex<HashMap<Route, Breaker>>,
}

/// The right to ask, and whether it is the one call of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Admission {
    is_trial: bool,
}

#[derive(Default)]
struct Breaker {
    /// The latest outcomes, the youngest in the lowest bit; sick ones are set.
    sick: u32,
    known: u32,
    latest: Option<Instant>,
    /// When somebody may try next; while it is open.
    next_trial: Option<Instant>,
}

impl Breakers {
    pub(super) fn new(interval: Duration) -> Breakers {
        Breakers { interval, states: Mutex::default() }
    }

    /// How long an endpoint is left alone from now; `None` if it may be asked. Nothing is taken.
    pub(super) fn rest(&self, route: Route) -> Option<Duration> {
        let next = self.next_trial(route)?;
        Some(next - Instant::now()).filter(|rest| !rest.is_zero())
    }

    /// The right to ask, or how long there is none.
    pub(super) fn admit(&self, route: Route) -> Result<Admission, Duration> {
        let (now, mut states) = (Instant::now(), self.states());
        let Some(breaker) = states.get_mut(&route) else { return Ok(Admission { is_trial: false }) };
        match breaker.next_trial {
            None => Ok(Admission { is_trial: false }),
            Some(next) if next > now => Err(next - now),
            Some(_) => {
                breaker.next_trial = Some(now + self.interval);
                Ok(Admission { is_trial: true })
            }
        }
    }

    /// What came of it.
    pub(super) fn note(&self, route: Route, admission: Admission, signal: Signal) {
        let mut states = self.states();
        let breaker = states.entry(route).or_default();
        if breaker.next_trial.is_none() {
            breaker.note(signal);
            if breaker.is_sick() {
                breaker.next_trial = Some(Instant::now() + self.interval);
                tracing::warn!(%route, "an endpoint of signNow is sick; it is left alone but for a call now and then");
            }
        } else if admission.is_trial && matches!(signal, Signal::Well | Signal::Nothing) {
            *breaker = Breaker::default();
            tracing::info!(%route, "an endpoint of signNow is well again");
        }
    }

    pub(super) fn state(&self, route: Route) -> BreakerState {
        match self.next_trial(route) {
            None => BreakerState::Closed,
            Some(next) if next > Instant::now() => BreakerState::Open,
            Some(_) => BreakerState::HalfOpen,
        }
    }

    fn next_trial(&self, route: Route) -> Option<Instant> {
        self.states().get(&route).and_then(|breaker| breaker.next_trial)
    }

    fn states(&self) -> MutexGuard<'_, HashMap<Route, Breaker>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Breaker {
    fn note(&mut self, signal: Signal) {
        let now = Instant::now();
        if self.latest.is_some_and(|latest| now - latest > OUTCOMES_AGE) {
            *self = Breaker::default();
        }
        self.latest = Some(now);
        let is_sick = match signal {
            Signal::Well => 0,
            Signal::Sick => 1,
            Signal::Throttled | Signal::Nothing => return,
        };
        self.sick = (self.sick << 1 | is_sick) & ((1 << OUTCOMES) - 1);
        self.known = (self.known + 1).min(OUTCOMES);
    }

    fn is_sick(&self) -> bool {
        self.known >= FEWEST_OUTCOMES && self.sick.count_ones() * 4 >= self.known * 3
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const ROUTE: Route = Route::new("GET /user");
    const INTERVAL: Duration = Duration::from_secs(5);

    fn ask(breakers: &Breakers, signal: Signal) -> bool {
        let admission = breakers.admit(ROUTE);
        if let Ok(admission) = admission {
            breakers.note(ROUTE, admission, signal);
        }
        admission.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_sick_endpoint_is_asked_once_an_interval_until_it_is_well() {
        let breakers = Breakers::new(INTERVAL);
        for _ in 0..FEWEST_OUTCOMES {
            assert!(ask(&breakers, Signal::Sick));
        }
        for _ in 0..3 {
            assert!(!ask(&breakers, Signal::Sick));
            advance(INTERVAL).await;
            assert!(ask(&breakers, Signal::Sick));
            assert!(!ask(&breakers, Signal::Sick));
        }
        assert_eq!(breakers.state(ROUTE), BreakerState::Open);
        assert!(breakers.admit(Route::new("GET /v2/organizations")).is_ok(), "others are not concerned");
        advance(INTERVAL).await;
        assert!(ask(&breakers, Signal::Well));
        assert!(ask(&breakers, Signal::Well));
        assert_eq!(breakers.state(ROUTE), BreakerState::Closed);
    }

    #[tokio::test(start_paused = true)]
    async fn what_says_nothing_of_others_and_what_is_long_past_opens_nothing() {
        let breakers = Breakers::new(INTERVAL);
        for _ in 0..100 {
            assert!(ask(&breakers, Signal::Nothing));
            assert!(ask(&breakers, Signal::Throttled));
        }
        for _ in 0..100 {
            assert!(ask(&breakers, Signal::Sick));
            assert!(ask(&breakers, Signal::Well));
            assert!(ask(&breakers, Signal::Well));
        }
        for _ in 0..100 {
            assert!(ask(&breakers, Signal::Sick));
            advance(OUTCOMES_AGE + Duration::from_secs(1)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_tries_and_leaves_is_followed_an_interval_later() {
        let breakers = Breakers::new(INTERVAL);
        for _ in 0..FEWEST_OUTCOMES {
            ask(&breakers, Signal::Sick);
        }
        advance(INTERVAL).await;
        assert!(breakers.admit(ROUTE).is_ok());
        assert_eq!(breakers.rest(ROUTE), Some(INTERVAL));
        advance(INTERVAL).await;
        assert!(ask(&breakers, Signal::Well));
        assert_eq!(breakers.state(ROUTE), BreakerState::Closed);
    }
}
