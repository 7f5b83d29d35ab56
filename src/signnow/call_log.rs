//! What was asked of signNow on behalf of someone.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::route::Route;

/// A list of attempts that grows while calls are made; clones share it.
#[derive(Clone, Debug, Default)]
pub struct CallLog(Arc<Mutex<Vec<CallRecord>>>);

/// One attempt of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// Which call.
    pub route: Route,
    /// Which try of that call, from 1.
    pub attempt: u32,
    /// The status of the answer; `None` when no answer came.
    pub status: Option<u16>,
    /// From sending to the end of the body, or to the failure.
    pub elapsed: Duration,
}

impl CallLog {
    /// An empty log.
    pub fn new() -> CallLog {
        CallLog::default()
    }

    /// All attempts so far, in the order they ended.
    pub fn records(&self) -> Vec<CallRecord> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn note(&self, record: CallRecord) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(record);
    }
}
