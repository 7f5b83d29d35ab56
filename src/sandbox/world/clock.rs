//! The time in the world.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

/// The wall clock, or one that was set to a chosen moment when the sandbox started and has run since.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clock {
    Wall,
    Set { to: DateTime<Utc>, at: Instant },
}

impl Clock {
    /// A clock that shows the given moment now, or the wall clock when there is none.
    pub(crate) fn starting(now: Option<DateTime<Utc>>) -> Self {
        now.map_or(Clock::Wall, |to| Clock::Set { to, at: Instant::now() })
    }

    /// What the clock shows.
    pub(crate) fn now(self) -> DateTime<Utc> {
        match self {
            Clock::Wall => Utc::now(),
            Clock::Set { to, at } => to + TimeDelta::from_std(at.elapsed()).unwrap_or(TimeDelta::MAX),
        }
    }
}
