//! What the client needs to be told.

use std::time::Duration;

use super::token::{Credentials, Policy, Recovery};
use super::upstream::Upstream;

/// How to reach signNow, as whom, and with how much patience.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where signNow is.
    pub upstream: Upstream,
    /// Who we are there.
    pub credentials: Credentials,
    /// How long opening a connection may take.
    pub connect_timeout: Duration,
    /// How long one attempt may take, from sending to the last byte of the answer.
    pub request_timeout: Duration,
    /// How many calls may be under way at once; more wait their turn. One endpoint has three quarters of them at most.
    pub max_concurrent_calls: usize,
    /// How many calls may wait; more are refused at once.
    pub max_waiting_calls: usize,
    /// How often an endpoint that is sick is tried.
    pub breaker_interval: Duration,
    /// What to do when a call fails. Commands are tried again only where they certainly were not executed.
    pub retry: RetryOptions,
    /// What to do about a refresh token that was sent and whose answer was lost.
    pub token_recovery: Recovery,
}

impl Options {
    /// The defaults: 5 s to connect, 20 s per attempt, 16 calls at once and 1000 that wait, a trial of a sick endpoint every
    /// 5 s; after a lost refresh a login, where there is a password.
    pub fn new(upstream: Upstream, credentials: Credentials) -> Options {
        let token_recovery = credentials.default_recovery();
        Options {
            upstream,
            credentials,
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(20),
            max_concurrent_calls: 16,
            max_waiting_calls: 1_000,
            breaker_interval: Duration::from_secs(5),
            retry: RetryOptions::default(),
            token_recovery,
        }
    }

    /// Whose data is read, in a name that is fit for keys and files: that of the [credentials](Credentials::principal), at this
    /// signNow. The hosts know different people by the same address.
    pub fn principal(&self) -> String {
        format!("{} at {}", self.credentials.principal(), self.upstream)
    }

    /// What may be done about the chain of tokens.
    pub(super) fn token_policy(&self) -> Policy {
        self.credentials.policy(self.token_recovery)
    }

    /// From the beginning of an attempt to its end, whatever happens to it.
    pub(super) fn longest_request(&self) -> Duration {
        self.connect_timeout + self.request_timeout
    }
}

/// How often a call is tried, and how long to pause in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryOptions {
    /// Attempts in all; 1 means no retry.
    pub attempts: u32,
    /// The longest first pause; it doubles with every attempt, and chance picks a point below it.
    pub base_delay: Duration,
    /// No pause is longer. A server that asks for more gets no retry: the caller learns the time instead.
    pub max_delay: Duration,
}

impl Default for RetryOptions {
    /// Three attempts, pauses from 100 ms to 5 s.
    fn default() -> Self {
        RetryOptions {
            attempts: 3,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(5),
        }
    }
}
