//! Whose pace it is: the account's, or an endpoint's.
//!
//! A throttle does not say whose it is. One that a read meets is taken for the account's, so that everybody waits: where the
//! limit is the account's, and nobody knows, anything else would go on offending. One that a command meets is the endpoint's
//! own, as signNow's is for invites that are sent again and again (wire section 6.3).

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
    throttles: u64,
    commands: HashMap<Route, Pace>,
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

    /// How long the last of so many who wait will have to, by what is known.
    pub(super) fn wait_of(&self, route: Route, waiting: usize) -> Duration {
        let (now, mut state) = (Instant::now(), self.state());
        let waits = state.both(route).map(|pace| {
            let line = pace.rate().map_or(0.0, |rate| waiting as f64 / rate);
            pace.next(now) - now + Duration::from_secs_f64(line)
        });
        waits.max().unwrap_or_default()
    }

    /// A call went through.
    pub(super) fn accepted(&self, route: Route, was_paced: bool) {
        let (now, mut state) = (Instant::now(), self.state());
        state.both(route).for_each(|pace| pace.accepted(now, was_paced));
    }

    /// A call was one too many; see [`Pace::throttled`].
    pub(super) fn throttled(
        &self,
        route: Route,
        sent: Instant,
        asked: Option<Duration>,
        chance: impl FnOnce(u32) -> Duration,
    ) {
        let mut state = self.state();
        state.throttles += 1;
        state.own(route).throttled(sent, Instant::now(), asked, chance);
        drop(state);
        let asked = asked.map(|asked| asked.as_secs());
        tracing::warn!(%route, retry_after = asked, "signNow asks to slow down");
    }

    /// Calls a second that the account is known to have; `None` while no limit is known.
    pub(super) fn account_rate(&self) -> Option<f64> {
        self.state().account.rate()
    }

    /// Calls a second that a command is known to have.
    pub(super) fn rate(&self, route: Route) -> Option<f64> {
        self.state().commands.get(&route).and_then(Pace::rate)
    }

    fn take(&self, route: Route, now: Instant, longest: Duration) -> Result<(Instant, u64), TooLong> {
        let mut state = self.state();
        let next = state.both(route).map(|pace| pace.next(now)).fold(now, Instant::max);
        if next - now > longest {
            return Err(TooLong(next - now));
        }
        let at = state.both(route).map(|pace| pace.take(now)).fold(now, Instant::max);
        Ok((at, state.throttles))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// What a throttle concerns.
    fn own(&mut self, route: Route) -> &mut Pace {
        match route.is_read() {
            true => &mut self.account,
            false => self.commands.entry(route).or_default(),
        }
    }

    /// What an endpoint has to keep to: the account's pace, and its own, where there is one.
    fn both(&mut self, route: Route) -> impl Iterator<Item = &mut Pace> {
        std::iter::once(&mut self.account).chain(self.commands.get_mut(&route))
    }
}
