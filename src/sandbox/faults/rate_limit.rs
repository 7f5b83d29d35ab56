//! A limit on the number of requests.

use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use chrono::{DateTime, Utc};

/// So many requests in a window that opens with the first one and closes after a fixed time.
///
/// The headers are those of Laravel's throttle, which signNow's seem to be (wire section 3.3): the limit and
/// the rest on every answer, the moment of reopening on a refusal.
#[derive(Debug)]
pub(super) struct RateLimit {
    pub(super) requests: u64,
    pub(super) window: Duration,
    /// Whether answers tell about the limit; without, it is hidden.
    pub(super) headers: bool,
    pub(super) opened: Option<Instant>,
    pub(super) used: u64,
}

impl RateLimit {
    /// Counts a request. Answers how long it is until the window closes, if the request is one too many.
    pub(super) fn count(&mut self) -> Option<Duration> {
        let opened = self.opened.filter(|opened| opened.elapsed() < self.window);
        if opened.is_none() {
            self.used = 0;
        }
        let opened = *self.opened.insert(opened.unwrap_or_else(Instant::now));
        self.used += 1;
        (self.used > self.requests).then(|| self.window.saturating_sub(opened.elapsed()))
    }

    /// What an answer says about the limit, which may be nothing.
    pub(super) fn tell(&self, headers: &mut HeaderMap, wait: Option<Duration>, now: DateTime<Utc>) {
        if self.headers {
            set(headers, "x-ratelimit-limit", self.requests);
            set(headers, "x-ratelimit-remaining", self.requests.saturating_sub(self.used));
            if let Some(wait) = wait {
                set(headers, "x-ratelimit-reset", now.timestamp().unsigned_abs() + whole_seconds(wait));
            }
        }
    }
}

/// Seconds rounded up: a client that waits this long comes back in time.
pub(super) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

pub(super) fn set(headers: &mut HeaderMap, name: &'static str, value: u64) {
    headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
}
