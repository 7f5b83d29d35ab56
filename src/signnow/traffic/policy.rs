//! The policy, on one page: what an outcome means, and the numbers.
//!
//! | an attempt ended in | read again | command again | endpoint | pace |
//! |---|---|---|---|---|
//! | no connection | yes | yes | sick | – |
//! | a connection that broke | yes | no | sick | – |
//! | no answer in time | no | no | sick | – |
//! | 502, 503, 504 | yes | no | sick | – |
//! | 429 | yes | yes | – | throttled |
//! | 500 and the other 5xx | no | no | – | – |
//! | an answer too large, a request that cannot be made | no | no | – | – |
//! | anything else | no | no | well | went through |
//!
//! For reads trying again is always safe; the question is whether it helps. A timeout has used up the caller's patience, and
//! a 500 is signNow's fault with that request: it says nothing of others. A command is sent again only if the first one
//! certainly changed nothing: no connection came about, or the throttle refused it, which it does before anything is carried
//! out (`reliability.md` section 2.2). A refused token is another matter: it is renewed, and the call replayed once.

use std::time::Duration;

use crate::signnow::transport::{Answer, Interruption};

/// What is tried again, beyond first attempts, in the long run: one in ten (P15).
pub(super) const RETRIES_PER_CALL: f32 = 0.1;

/// So many a second are tried again however few calls there are, or else a lone caller never had a second chance.
pub(super) const RETRIES_PER_SECOND: u32 = 1;

/// Over how long the two are counted.
pub(super) const RETRY_WINDOW: Duration = Duration::from_secs(10);

/// A server that asks for more in `Retry-After` is not believed: it would silence us for good.
pub(in crate::signnow) const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// A throttle that asks for nothing is waited out by chance, below a bound that doubles up to this.
pub(super) const LONGEST_BLIND_PAUSE: Duration = Duration::from_secs(20);

/// How many of the latest outcomes of an endpoint tell whether it is sick, how many of them there have to be, and after what
/// silence they are too old to tell.
pub(super) const OUTCOMES: u32 = 20;
pub(super) const FEWEST_OUTCOMES: u32 = 5;
pub(super) const OUTCOMES_AGE: Duration = Duration::from_secs(60);

/// What a sick outcome leaves of the calls that an endpoint may have under way; each good one allows one more again.
pub(super) const SLOTS_KEPT: f64 = 0.7;

/// After a throttle calls go at this part of the rate that went through, and come back to it within so many calls and so
/// much time; from there on they go beyond it, faster and faster, to find a limit that was raised.
pub(super) const RATE_KEPT: f64 = 0.9;
pub(super) const CALLS_TO_RECOVER: f64 = 100.0;
pub(super) const TIME_TO_RECOVER: Duration = Duration::from_secs(20);

/// At so many times the rate that was throttled there is no limit any more.
pub(super) const LIMIT_IS_GONE: f64 = 16.0;

/// What a call does, as far as trying again is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::signnow) enum Purpose {
    /// It changes nothing.
    Read,
    /// It must not be carried out twice.
    Command,
}

/// What an outcome says of the endpoint and of the pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::signnow) enum Signal {
    /// It works.
    Well,
    /// It cannot answer anybody.
    Sick,
    /// It wants fewer calls.
    Throttled,
    /// Nothing.
    Nothing,
}

/// What follows from an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::signnow) struct Meaning {
    again: Again,
    /// What it says of others.
    pub(in crate::signnow) signal: Signal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    Never,
    Reads,
    All,
}

impl Meaning {
    /// What follows where the caller's time was over: that it was short says nothing of signNow.
    pub(in crate::signnow) const CUT_SHORT: Meaning =
        Meaning { again: Again::Never, signal: Signal::Nothing };

    /// Whether the same call may fare better, and sending it does no harm.
    pub(in crate::signnow) fn may_go_again(self, purpose: Purpose) -> bool {
        match self.again {
            Again::Never => false,
            Again::Reads => purpose == Purpose::Read,
            Again::All => true,
        }
    }
}

/// The table.
pub(in crate::signnow) fn meaning(outcome: &Result<Answer, Interruption>) -> Meaning {
    let (again, signal) = match outcome {
        Err(Interruption::NotSent(error)) if error.is_builder() => (Again::Never, Signal::Nothing),
        Err(Interruption::NotSent(_)) => (Again::All, Signal::Sick),
        Err(interruption) if interruption.is_timeout() => (Again::Never, Signal::Sick),
        Err(Interruption::Broken(_)) => (Again::Reads, Signal::Sick),
        Err(Interruption::TooLarge { .. }) => (Again::Never, Signal::Nothing),
        Ok(answer) => of_status(answer.status),
    };
    Meaning { again, signal }
}

fn of_status(status: u16) -> (Again, Signal) {
    match status {
        429 => (Again::All, Signal::Throttled),
        502..=504 => (Again::Reads, Signal::Sick),
        500..600 => (Again::Never, Signal::Nothing),
        _ => (Again::Never, Signal::Well),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_follows_a_throttle_alone() {
        for status in 100..600 {
            let answer = Ok(Answer { status, retry_after: None, body: Vec::new() });
            let meaning = meaning(&answer);
            assert_eq!(meaning.may_go_again(Purpose::Command), status == 429, "{status}");
            let passes = matches!(status, 429 | 502..=504);
            assert_eq!(meaning.may_go_again(Purpose::Read), passes, "{status}");
            assert_eq!(meaning.signal == Signal::Sick, matches!(status, 502..=504), "{status}");
        }
    }
}
