//! The gate that every attempt passes.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::breaker::{Admission, Breakers};
use super::budget::Budget;
use super::deadline::Deadline;
use super::paces::{Paces, TooLong};
use super::policy::{LONGEST_BLIND_PAUSE, Signal};
use super::slots::{Slot, Slots};
use super::tally::Tally;
use super::vitals::{RouteVitals, Vitals};
use crate::signnow::error::{Error, ErrorKind};
use crate::signnow::options::{Options, RetryOptions};
use crate::signnow::retry::{below, doubled};
use crate::signnow::route::Route;

/// What the calls of one account have in common.
pub(in crate::signnow) struct Control {
    retry: RetryOptions,
    breakers: Breakers,
    paces: Paces,
    slots: Arc<Slots>,
    budget: Budget,
    pub(in crate::signnow) tally: Tally,
}

/// The right to make one attempt. What came of it is to be said; one that is dropped says nothing.
pub(in crate::signnow) struct Pass<'a> {
    control: &'a Control,
    route: Route,
    admission: Admission,
    was_paced: bool,
    sent: Instant,
    _slot: Slot,
}

impl Control {
    pub(in crate::signnow) fn new(options: &Options) -> Control {
        Control {
            retry: options.retry.clone(),
            breakers: Breakers::new(options.breaker_interval),
            paces: Paces::default(),
            slots: Slots::new(options.max_concurrent_calls, options.max_waiting_calls),
            budget: Budget::new(),
            tally: Tally::default(),
        }
    }

    /// Waits until an attempt may be made.
    ///
    /// # Errors
    /// At once where waiting is in vain: the endpoint is left alone, signNow asked for more time than there is, or too many
    /// wait already. Later where the deadline comes first. Nothing was sent in any case.
    pub(in crate::signnow) async fn enter(
        &self,
        route: Route,
        deadline: &Deadline,
    ) -> Result<Pass<'_>, Error> {
        let entered = deadline.limit(self.pass(route, deadline)).await;
        entered.unwrap_or_else(|| Err(Error::given_up(route)))
    }

    /// A call is made for the first time.
    pub(in crate::signnow) fn begin(&self) {
        self.budget.earn();
    }

    /// Whether a call that failed so often may be made again, and how long to pause before; the gate itself keeps the pauses
    /// that signNow asks for.
    pub(in crate::signnow) fn again(
        &self,
        failures: u32,
        signal: Signal,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        let pause = self.retry.pause(failures, asked)?;
        let pause = if signal == Signal::Throttled { Duration::ZERO } else { pause };
        self.budget.spend().then_some(pause)
    }

    pub(in crate::signnow) fn vitals(&self) -> Vitals {
        let (under_way, waiting) = self.slots.count();
        let mut routes: Vec<_> = self.slots.lanes().into_iter().map(|lane| self.route_vitals(lane)).collect();
        routes.sort_by_key(|vitals| vitals.route);
        let (calls_per_second, attempts) = (self.paces.account_rate(), self.tally.by_route());
        Vitals { under_way, waiting, calls_per_second, routes, attempts }
    }

    async fn pass(&self, route: Route, deadline: &Deadline) -> Result<Pass<'_>, Error> {
        let longest =
            deadline.remaining().map_or(self.retry.max_delay, |left| left.min(self.retry.max_delay));
        self.refuse_what_is_in_vain(route, longest)?;
        let slot = self.slots.take(route).await.map_err(|_| overcrowded(route))?;
        // With a slot in hand: what is known of the limit may have changed while one stood in the line.
        let turn = self.paces.turn(route, longest).await;
        let was_paced = turn.map_err(|TooLong(wait)| throttled(route, wait))?;
        let admission = self.breakers.admit(route).map_err(|rest| left_alone(route, rest))?;
        Ok(Pass { control: self, route, admission, was_paced, sent: Instant::now(), _slot: slot })
    }

    fn refuse_what_is_in_vain(&self, route: Route, longest: Duration) -> Result<(), Error> {
        if let Some(rest) = self.breakers.rest(route) {
            return Err(left_alone(route, rest));
        }
        let wait = self.paces.wait_of(route, || self.slots.count().1);
        if wait > longest { Err(throttled(route, wait)) } else { Ok(()) }
    }

    fn route_vitals(&self, (route, under_way, limit): (Route, usize, usize)) -> RouteVitals {
        let (calls_per_second, breaker) = (self.paces.rate(route), self.breakers.state(route));
        RouteVitals { route, under_way, limit, calls_per_second, breaker }
    }
}

impl Pass<'_> {
    /// What came of the attempt; `asked` is what `Retry-After` says.
    pub(in crate::signnow) fn ends(self, signal: Signal, asked: Option<Duration>) {
        let Control { breakers, paces, slots, retry, .. } = self.control;
        breakers.note(self.route, self.admission, signal);
        slots.learn(self.route, signal);
        match signal {
            Signal::Well => paces.accepted(self.route, self.was_paced),
            Signal::Throttled => {
                let chance =
                    |throttles| below(doubled(retry.base_delay, throttles - 1).min(LONGEST_BLIND_PAUSE));
                paces.throttled(self.route, self.sent, asked, chance);
            }
            Signal::Sick | Signal::Nothing => {}
        }
    }
}

fn left_alone(route: Route, rest: Duration) -> Error {
    Error::held_back(ErrorKind::Unavailable, route).with_retry_after(Some(rest))
}

fn throttled(route: Route, wait: Duration) -> Error {
    Error::held_back(ErrorKind::RateLimited, route).with_retry_after(Some(wait))
}

fn overcrowded(route: Route) -> Error {
    Error::held_back(ErrorKind::Overloaded, route).with_retry_after(Some(Duration::from_secs(1)))
}
