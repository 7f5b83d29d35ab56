//! How many attempts there were, and what became of them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::signnow::call_log::CallRecord;
use crate::signnow::route::Route;
use crate::tally::Durations;

/// Counts the attempts of an account. There is an entry for a route, and routes are words of this program.
#[derive(Default)]
pub(in crate::signnow) struct Tally(Mutex<BTreeMap<Route, Attempts>>);

/// The attempts to call one endpoint, since the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attempts {
    /// How many ended in each way, as [`AttemptEnd`] orders them.
    ends: [u64; AttemptEnd::ALL.len()],
    /// How many were not the first of their call.
    pub again: u64,
    /// How many were answered 429.
    pub throttled: u64,
    /// How long they took.
    pub durations: Durations,
}

/// How an attempt ended: the class of its status, if it had one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptEnd {
    /// 2xx, and what there is below.
    Succeeded,
    /// 3xx: signNow redirects nobody, so this is something else on the way.
    Redirected,
    /// 4xx.
    Refused,
    /// 5xx, and what there is beyond.
    Failed,
    /// No whole answer came.
    Unanswered,
}

impl AttemptEnd {
    /// All of them.
    pub const ALL: [AttemptEnd; 5] = [
        AttemptEnd::Succeeded,
        AttemptEnd::Redirected,
        AttemptEnd::Refused,
        AttemptEnd::Failed,
        AttemptEnd::Unanswered,
    ];

    /// The word, for programs.
    pub fn name(self) -> &'static str {
        match self {
            AttemptEnd::Succeeded => "2xx",
            AttemptEnd::Redirected => "3xx",
            AttemptEnd::Refused => "4xx",
            AttemptEnd::Failed => "5xx",
            AttemptEnd::Unanswered => "none",
        }
    }

    fn of(status: Option<u16>) -> AttemptEnd {
        match status {
            None => AttemptEnd::Unanswered,
            Some(..300) => AttemptEnd::Succeeded,
            Some(300..400) => AttemptEnd::Redirected,
            Some(400..500) => AttemptEnd::Refused,
            Some(500..) => AttemptEnd::Failed,
        }
    }
}

impl Attempts {
    /// How many ended in each way.
    pub fn ends(&self) -> impl Iterator<Item = (AttemptEnd, u64)> {
        AttemptEnd::ALL.into_iter().zip(self.ends)
    }
}

impl Tally {
    pub(in crate::signnow) fn note(&self, record: &CallRecord) {
        let mut routes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let attempts = routes.entry(record.route).or_default();
        attempts.ends[AttemptEnd::of(record.status) as usize] += 1;
        attempts.again += u64::from(record.attempt > 1);
        attempts.throttled += u64::from(record.status == Some(429));
        attempts.durations.note(record.elapsed);
    }

    pub(super) fn by_route(&self) -> BTreeMap<Route, Attempts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
