//! The faults that are set, and when they strike.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::rate_limit::{RateLimit, set, whole_seconds};
use super::verdict::{End, Verdict};

/// All faults, in the order in which they were set.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(super) Vec<Fault>);

/// One kind of trouble for one route.
#[derive(Debug)]
pub(super) struct Fault {
    /// `None` is every route.
    pub(super) route: Option<String>,
    /// How many matching requests pass before it begins.
    pub(super) skip: u64,
    /// How often it strikes at most.
    pub(super) times: Option<u64>,
    /// How likely it is to strike a matching request.
    pub(super) probability: f64,
    pub(super) latency: Duration,
    pub(super) answer_latency: Duration,
    pub(super) expire_tokens: bool,
    pub(super) answer: Option<Answer>,
    /// Whether the connection drops, and if so whether after the effect.
    pub(super) drop: Option<bool>,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) retry_after: RetryAfter,
    pub(super) dice: ChaCha8Rng,
    /// As it was asked for, to be shown again.
    pub(super) wording: Map<String, Value>,
    pub(super) seen: u64,
    pub(super) fired: u64,
}

/// What a fault's answer says in `Retry-After`.
#[derive(Clone, Copy, Debug)]
pub(super) enum RetryAfter {
    /// Nothing, except for a rate limit that is not hidden: the seconds until its window closes.
    Unsaid,
    /// Nothing at all.
    Never,
    Seconds(u64),
}

impl Faults {
    /// Decides about a request to a route. The faults are asked in order until one ends the request.
    pub(crate) fn judge(&mut self, route: &str, now: DateTime<Utc>) -> Verdict {
        let mut verdict = Verdict::default();
        for fault in &mut self.0 {
            fault.consider(route, now, &mut verdict);
            if !matches!(verdict.end, End::CarryOn) {
                break;
            }
        }
        verdict
    }

    /// Takes all faults away.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Every fault as it was set, with how many requests it `seen` and how often it `fired`.
    pub(crate) fn list(&self) -> Value {
        let shown = self.0.iter().map(|fault| {
            let mut wording = fault.wording.clone();
            wording.insert("seen".to_owned(), fault.seen.into());
            wording.insert("fired".to_owned(), fault.fired.into());
            Value::Object(wording)
        });
        json!({ "faults": shown.collect::<Vec<_>>() })
    }
}

impl Fault {
    fn consider(&mut self, route: &str, now: DateTime<Utc>, verdict: &mut Verdict) {
        if self.route.as_deref().is_some_and(|aim| aim != route) {
            return;
        }
        self.seen += 1;
        let due = self.seen > self.skip && self.times.is_none_or(|times| self.fired < times);
        if !due || !self.dice.random_bool(self.probability) {
            return;
        }
        if let Some(limit) = &mut self.rate_limit {
            let wait = limit.count();
            limit.tell(&mut verdict.headers, wait, now);
            let Some(wait) = wait else { return };
            self.refuse(wait, verdict);
        }
        self.strike(verdict);
    }

    /// Ends a request that is beyond the limit, unless the fault has an answer of its own.
    fn refuse(&mut self, wait: Duration, verdict: &mut Verdict) {
        let limited = self.rate_limit.as_ref().is_some_and(|limit| limit.headers);
        if let (RetryAfter::Unsaid, true) = (self.retry_after, limited) {
            set(&mut verdict.headers, "retry-after", whole_seconds(wait));
        }
        let response = Box::new(Answer::too_many_attempts().response());
        verdict.end = End::Answer { response, after_effect: false };
    }

    fn strike(&mut self, verdict: &mut Verdict) {
        self.fired += 1;
        verdict.latency += self.latency;
        verdict.answer_latency += self.answer_latency;
        verdict.expire_token |= self.expire_tokens;
        if let RetryAfter::Seconds(seconds) = self.retry_after {
            set(&mut verdict.headers, "retry-after", seconds);
        }
        if let Some(answer) = &self.answer {
            let (response, after_effect) = (Box::new(answer.response()), answer.after_effect);
            verdict.end = End::Answer { response, after_effect };
        }
        if let Some(after_effect) = self.drop {
            verdict.end = End::Drop { after_effect };
        }
    }
}
