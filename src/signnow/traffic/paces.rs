//! Whose pace it is: an endpoint's, or the account's.
//!
//! A throttle does not say whose it is: signNow's for invites that are sent again and again is the endpoint's own (wire section
//! 6.3), others may be for all calls of the account. It is taken for the endpoint's, so that others go on, until a second
//! endpoint is throttled while the first one pauses: from then on the limit is the account's, and a throttle anywhere makes
//! everybody wait, until no limit is known any more.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::pace::Pace;
use crate::signnow::route::Route;

/// The paces of an account.
#[derive(Default)]
pub(super) struct Paces(Mutex<State>);

#[derive(Default)]
struct State {
    account: Pace,
    endpoints: HashMap<Route, Pace>,
    /// How many there were, so that whoever waits notices another.
    throttles: u64,
}

/// It would take longer than one is willing to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong(pub(super) Duration);

impl Paces {
    /// Waits for a turn, which is at most so long away. Tells whether there was a wait.
    pub(super) async fn turn(&self, route: Route, longest: Duration) -> Result<bool, TooLong> {
        let mut is_paced = false;
        loop {
            let now = Instant::now();
            let (at, throttles) = self.take(route, now, longest)?;
            if at <= now {
                return Ok(is_paced);
            }
            is_paced = true;
            sleep_until(at).await;
            // Or else somebody was throttled meanwhile, and all begin anew.
            if self.state().throttles == throttles {
                return Ok(is_paced);
            }
        }
    }

    /// How long the last of those who wait will have to, by what is known; they are counted where a limit is.
    pub(super) fn wait_of(&self, route: Route, waiting: impl Fn() -> usize) -> Duration {
        let (now, mut state) = (Instant::now(), self.state());
        let waits = state.both(route).map(|pace| {
            let line = pace.rate().map_or(0.0, |rate| waiting() as f64 / rate);
            pace.next(now) - now + Duration::from_secs_f64(line)
        });
        waits.into_iter().max().unwrap_or_default()
    }

    /// A call went through.
    pub(super) fn accepted(&self, route: Route, was_paced: bool) {
        let (now, mut state) = (Instant::now(), self.state());
        state.both(route).into_iter().for_each(|pace| pace.accepted(now, was_paced));
    }

    /// A call was one too many; see [`Pace::throttled`].
    pub(super) fn throttled(
        &self,
        route: Route,
        sent: Instant,
        asked: Option<Duration>,
        chance: impl FnOnce(u32) -> Duration,
    ) {
        let (now, mut state) = (Instant::now(), self.state());
        state.throttles += 1;
        state.concerned(route, now).throttled(sent, now, asked, chance);
        drop(state);
        let asked = asked.map(|asked| asked.as_secs());
        tracing::warn!(%route, retry_after = asked, "signNow asks to slow down");
    }

    /// Calls a second that the account is known to have; `None` while no limit is known.
    pub(super) fn account_rate(&self) -> Option<f64> {
        self.state().account.rate()
    }

    /// Calls a second that an endpoint is known to have of its own.
    pub(super) fn rate(&self, route: Route) -> Option<f64> {
        self.state().endpoints.get(&route).and_then(Pace::rate)
    }

    fn take(&self, route: Route, now: Instant, longest: Duration) -> Result<(Instant, u64), TooLong> {
        let mut state = self.state();
        let next = state.both(route).map(|pace| pace.next(now)).into_iter().fold(now, Instant::max);
        if next - now > longest {
            return Err(TooLong(next - now));
        }
        let at = state.both(route).map(|pace| pace.take(now)).into_iter().fold(now, Instant::max);
        Ok((at, state.throttles))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whose a throttle is.
    fn concerned(&mut self, route: Route, now: Instant) -> &mut Pace {
        let mut others = self.endpoints.iter().filter(|(other, _)| **other != route);
        let is_shared = self.account.is_limited() || others.any(|(_, pace)| pace.paused_until(now).is_some());
        if is_shared { &mut self.account } else { self.endpoints.entry(route).or_default() }
    }

    /// What an endpoint has to keep to.
    fn both(&mut self, route: Route) -> [&mut Pace; 2] {
        let State { account, endpoints, .. } = self;
        [account, endpoints.entry(route).or_default()]
    }
}
