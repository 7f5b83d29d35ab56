//! How many calls a second go where signNow has told that there were too many.
//!
//! Its limits are in no document (wire section 3.3), so they are found out: without a throttle there is no pace at all. A 429
//! ends in a pause, as long as `Retry-After` says or else by chance below a bound that doubles; and what went through since
//! the last one, divided by how long that took with the pause, is the rate that is known to be possible. Calls go a little
//! slower than that, come back to it, and then beyond it faster and faster (the curve is that of CUBIC, RFC 9438, over calls
//! instead of time), until they are throttled again or the limit is gone.

use std::time::Duration;

use tokio::time::Instant;

use super::policy::{CALLS_TO_RECOVER, LIMIT_IS_GONE, RATE_KEPT, TIME_TO_RECOVER};

/// The pace of one endpoint, or of an account.
#[derive(Default)]
pub(super) struct Pace {
    pause: Option<Pause>,
    rate: Option<Rate>,
    period: Option<Period>,
}

struct Pause {
    began: Instant,
    until: Instant,
    /// How many throttles there were without a call that went through.
    throttles: u32,
}

/// The time since the last throttle was over, and what went through in it.
struct Period {
    began: Instant,
    accepted: u32,
    latest: Instant,
}

struct Rate {
    /// Calls a second that went through when there were too many.
    known: f64,
    /// How many went through since, of those that had to wait.
    calls: f64,
    /// When the next call may go, if none may go at once.
    next: Instant,
}

/// After so long without a call, what went through before says nothing about what could have.
const IDLE: Duration = Duration::from_secs(10);

/// What went through earlier is history.
const LONGEST_PERIOD: Duration = Duration::from_secs(120);

/// In less time what goes through is chance.
const SHORTEST_PERIOD: Duration = Duration::from_secs(10);

/// What is measured has pauses in it. After short ones it is believed where it is less than this part of what was tried.
const MUCH_LESS: f64 = 0.5;

/// `Retry-After` is in whole seconds, rounded up.
const ROUNDING: Duration = Duration::from_secs(1);

/// With fewer, a throttle says nothing of a rate: it may be for others who use the account, or a whim.
const FEWEST_CALLS: u32 = 20;

/// Calls a second that are made in any case: to a limit below it the pauses alone keep.
const SLOWEST: f64 = 0.5;

/// Calls that nobody made may be made up for within this time.
const BURST: Duration = Duration::from_secs(1);

impl Pace {
    /// Until when nothing may go.
    pub(super) fn paused_until(&self, now: Instant) -> Option<Instant> {
        self.pause.as_ref().map(|pause| pause.until).filter(|until| *until > now)
    }

    /// Calls a second; `None` while no limit is known.
    pub(super) fn rate(&self) -> Option<f64> {
        self.rate.as_ref().map(Rate::now)
    }

    /// When the next call would go.
    pub(super) fn next(&self, now: Instant) -> Instant {
        let start = self.paused_until(now).unwrap_or(now);
        self.rate.as_ref().map_or(start, |rate| start.max(rate.earliest()))
    }

    /// Takes the next turn.
    pub(super) fn take(&mut self, now: Instant) -> Instant {
        let at = self.next(now);
        if let Some(rate) = &mut self.rate {
            rate.next = rate.next.max(at) + rate.gap();
        }
        at
    }

    /// Whether a limit is known, or about to be.
    pub(super) fn is_limited(&self) -> bool {
        self.pause.is_some() || self.rate.is_some()
    }

    /// A call went through.
    pub(super) fn accepted(&mut self, now: Instant, was_paced: bool) {
        self.pause.take_if(|pause| pause.until <= now);
        self.period.take_if(|period| now - period.latest > IDLE || now - period.began > LONGEST_PERIOD);
        let period = self.period.get_or_insert(Period { began: now, accepted: 0, latest: now });
        period.accepted += 1;
        period.latest = now;
        if let Some(rate) = self.rate.as_mut().filter(|_| was_paced) {
            rate.calls += 1.0;
        }
        self.rate.take_if(|rate| rate.now() > rate.known * LIMIT_IS_GONE);
    }

    /// A call was one too many. `asked` is what `Retry-After` says; `chance` finds a pause where it says nothing, after so
    /// many throttles in a row.
    pub(super) fn throttled(
        &mut self,
        sent: Instant,
        now: Instant,
        asked: Option<Duration>,
        chance: impl FnOnce(u32) -> Duration,
    ) {
        let (pause, is_first) = match self.pause.take() {
            // It was under way when another one was throttled.
            Some(pause) if sent < pause.until => {
                (Pause { until: pause.until.max(now + asked.unwrap_or_default()), ..pause }, false)
            }
            earlier => {
                let (began, before) =
                    earlier.as_ref().map_or((now, 0), |earlier| (earlier.began, earlier.throttles));
                let until = now + asked.unwrap_or_else(|| chance(before + 1));
                (Pause { began, until, throttles: before + 1 }, earlier.is_none())
            }
        };
        self.slow_down(&pause, is_first);
        self.pause = Some(pause);
    }

    /// What went through up to the end of the pause is what can.
    fn slow_down(&mut self, pause: &Pause, is_first: bool) {
        let measured = self.period.as_ref().and_then(|period| {
            let took = pause.until.saturating_duration_since(period.began).saturating_sub(ROUNDING);
            let is_long = took >= SHORTEST_PERIOD || self.rate.is_none();
            (is_long && period.accepted >= FEWEST_CALLS)
                .then(|| f64::from(period.accepted) / took.as_secs_f64().max(0.1))
        });
        let known = match &self.rate {
            Some(rate) => {
                let tried = if is_first { rate.now() } else { rate.known };
                let is_telling = |measured: &f64| {
                    pause.until - pause.began > ROUNDING * 2 || *measured < tried * MUCH_LESS
                };
                Some(measured.filter(is_telling).map_or(tried, |measured| measured.min(tried)))
            }
            None => measured,
        };
        self.rate =
            known.map(|known| Rate { known: known.max(SLOWEST), calls: 0.0, next: pause.until + BURST });
    }
}

impl Rate {
    fn now(&self) -> f64 {
        let calls = CALLS_TO_RECOVER.max(self.known * TIME_TO_RECOVER.as_secs_f64());
        let way = (self.calls - calls) / calls;
        self.known * (1.0 + (1.0 - RATE_KEPT) * way.powi(3))
    }

    fn gap(&self) -> Duration {
        Duration::from_secs_f64(1.0 / self.now())
    }

    /// When the next call may go, what may be made up for included.
    fn earliest(&self) -> Instant {
        self.next - BURST
    }
}
