//! How a chain stands, for whoever watches over it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::chain::{ClaimId, Claimant, Policy, Step, next_step};
use super::lifetime;
use super::records::Record;

/// What the store tells of a credential's chain of tokens. It holds no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainState {
    /// What is going on.
    pub standing: Standing,
    /// How many pairs of tokens there were so far; the present one has this number.
    pub generation: u64,
    /// When the access token was handed out, by the clock of whoever fetched it.
    pub obtained_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When a running server fetches its successor.
    pub refresh_at: Option<DateTime<Utc>>,
    /// How many of the refresh tokens that were spent lately, or may have been, are remembered so that none is presented
    /// again; eight at most.
    pub spent: usize,
}

/// What goes on with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was ever kept: whoever needs a token logs in.
    Nothing,
    /// The token was ended by an operator: whoever needs one logs in.
    Ended,
    /// A pair is there.
    Ready,
    /// Somebody is fetching a pair. Where they died over it another takes over.
    Fetching {
        /// Since when, by their clock.
        since: DateTime<Utc>,
    },
    /// The answer to a refresh was lost, and an operator is to decide what follows.
    Waiting {
        /// Since when, by the clock of whoever asked.
        since: DateTime<Utc>,
    },
    /// There is no refresh token that may be presented, and no password: an operator has to log in. An access token that
    /// is there can be used until its end.
    LoginNeeded,
}

impl Standing {
    /// Whether servers get along without an operator.
    pub fn needs_nobody(self) -> bool {
        !matches!(self, Standing::Waiting { .. } | Standing::LoginNeeded)
    }
}

impl ChainState {
    /// `quiet` is how long nothing has to be heard of somebody's claim before nothing more will be.
    pub(super) fn of(
        kept: Option<&Record>,
        policy: Policy,
        quiet: Duration,
        now: DateTime<Utc>,
    ) -> ChainState {
        let pair = kept.and_then(|record| record.pair.as_ref());
        ChainState {
            standing: standing(kept, policy, quiet, now),
            generation: kept.map_or(0, |record| record.generation),
            obtained_at: pair.map(|pair| pair.obtained_at),
            expires_at: pair.map(|pair| pair.expires_at),
            refresh_at: pair.map(|pair| lifetime::refresh_at(pair.obtained_at, pair.expires_at)),
            spent: kept.map_or(0, Record::spent_lately),
        }
    }
}

fn standing(kept: Option<&Record>, policy: Policy, quiet: Duration, now: DateTime<Utc>) -> Standing {
    let claim = kept.and_then(Record::claim);
    let since = claim.map(|claim| DateTime::from_timestamp(claim.since, 0).unwrap_or(now));
    let is_quiet =
        since.is_some_and(|since| TimeDelta::from_std(quiet).is_ok_and(|quiet| now - since >= quiet));
    let claimant = Claimant { id: ClaimId(0), now: 0 };
    match (next_step(kept, None, policy, is_quiet, claimant), since, kept) {
        (Step::AskForLogin, ..) => Standing::LoginNeeded,
        (Step::Stop, Some(since), _) => Standing::Waiting { since },
        (_, Some(since), _) => Standing::Fetching { since },
        (_, None, None) => Standing::Nothing,
        (_, None, Some(record)) if record.pair.is_some() => Standing::Ready,
        (_, None, Some(_)) => Standing::Ended,
    }
}
