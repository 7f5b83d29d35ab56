//! How many requests of the graph there were, and what became of them.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;

use super::line::Line;
use crate::tally::Durations;

/// Counts the requests of one server; clones share it. It knows outcomes and times, and nothing that was asked.
#[derive(Clone, Debug, Default)]
pub struct Tally(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    in_flight: AtomicUsize,
    shed: AtomicU64,
    durations: Mutex<[Durations; Outcome::ALL.len()]>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was executed, and nothing failed.
    Succeeded,
    /// It was executed or looked at by the graph, and there were errors.
    Errors,
    /// It was refused before the graph saw it.
    Refused,
    /// It was given up, because it took too long.
    TimedOut,
}

/// The counters at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// Requests that are being answered.
    pub in_flight: usize,
    /// Requests that were refused because there were too many, in no other number here.
    pub shed: u64,
    /// How long the requests took that were answered, by outcome.
    pub requests: Vec<(Outcome, Durations)>,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 4] = [Outcome::Succeeded, Outcome::Errors, Outcome::Refused, Outcome::TimedOut];

    /// The word, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Succeeded => "succeeded",
            Outcome::Errors => "errors",
            Outcome::Refused => "refused",
            Outcome::TimedOut => "timed_out",
        }
    }

    /// The outcome that a line of the log tells in more words. Whether the graph was asked shows in the calls.
    pub(super) fn of(line: &Line, status: StatusCode) -> Outcome {
        match (line.upstream_calls, line.codes.is_empty()) {
            (_, true) => Outcome::Succeeded,
            (Some(_), false) => Outcome::Errors,
            (None, false) if status == StatusCode::GATEWAY_TIMEOUT => Outcome::TimedOut,
            (None, false) => Outcome::Refused,
        }
    }
}

impl Tally {
    /// The counters as they are now.
    pub fn served(&self) -> Served {
        let durations = self.0.durations.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Served {
            in_flight: self.0.in_flight.load(Ordering::Relaxed),
            shed: self.0.shed.load(Ordering::Relaxed),
            requests: Outcome::ALL.into_iter().zip(durations).collect(),
        }
    }

    pub(super) fn note(&self, outcome: Outcome, elapsed: Duration) {
        self.0.durations.lock().unwrap_or_else(PoisonError::into_inner)[outcome as usize].note(elapsed);
    }

    pub(super) fn shed(&self) {
        self.0.shed.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a request until what is returned is dropped, which happens however it ends.
    pub(super) fn begin(&self) -> InFlight {
        self.0.in_flight.fetch_add(1, Ordering::Relaxed);
        InFlight(self.clone())
    }
}

pub(super) struct InFlight(Tally);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}
