//! What is kept of a credential. Nothing else lives in that record, so that nothing else overwrites a token.

use serde::{Deserialize, Serialize};

use super::marks::{Mark, Marks};
use super::passwords::{Passwords, Replacement};

/// A pair of tokens, as far as the chain is concerned.
pub(in crate::signnow::token) trait Links: Clone {
    /// Tells its refresh token from others; `None` where it has none.
    fn refresh_mark(&self) -> Option<Mark>;

    /// The pair as it is to be kept where a provider hands out no new refresh token: then the one that was sent stays
    /// good (RFC 6749 section 6).
    fn following(self, predecessor: &Self) -> Self;
}

/// The record of one credential.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::signnow::token) struct Record<P> {
    /// Counts the pairs that were handed out; a larger number is a later pair.
    pub(in crate::signnow::token) generation: u64,
    /// Counts the changes of the record, so that of two states of one generation the later can be told.
    pub(in crate::signnow::token) serial: u64,
    pub(in crate::signnow::token) state: State,
    /// The pair of this generation. Kept whatever becomes of it.
    pub(in crate::signnow::token) pair: Option<P>,
    /// The refresh tokens that are not presented any more.
    pub(in crate::signnow::token) spent: Marks,
    #[serde(default)]
    pub(in crate::signnow::token) passwords: Passwords,
}

/// Who may do what now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::signnow::token) enum State {
    /// Whoever needs a pair may claim the right to fetch one.
    Ready,
    /// Someone has, and has not told what came of it.
    Claimed(Claim),
}

/// The right to fetch the next pair, or to do what may end one; used up by being taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::signnow::token) struct Claim {
    pub(in crate::signnow::token) id: ClaimId,
    pub(in crate::signnow::token) act: Act,
    /// How often the token is presented with this claim counted in, where that is what is done.
    pub(in crate::signnow::token) turn: u32,
    /// The password that is shown, where that is what is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::signnow::token) password: Option<Mark>,
    /// When it was taken, in unix seconds, by the clock of whoever took it: for people, and for no rule.
    pub(in crate::signnow::token) since: i64,
}

/// Who claims, and when.
#[derive(Clone, Copy, Debug)]
pub(in crate::signnow::token) struct Claimant {
    pub(in crate::signnow::token) id: ClaimId,
    /// In unix seconds.
    pub(in crate::signnow::token) now: i64,
}

/// Whose claim it is: chance makes it unlike all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::signnow::token) struct ClaimId(pub(in crate::signnow::token) u64);

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::signnow::token) enum Act {
    /// By presenting the refresh token.
    Refresh,
    /// With the password, which may be presented as often as one likes, or with an operator's authorization code.
    Login,
    /// A call that may end tokens. Nobody fetches a pair meanwhile, which it could end as well.
    Change(Change),
}

/// What a call does to the tokens and the password of its user, once it is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::signnow::token) struct Change {
    /// Whether the pair that is kept ends.
    pub(in crate::signnow::token) ends_pair: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::signnow::token) password: Option<Replacement>,
}

impl<P: Links> Record<P> {
    /// Of a credential that nothing is known of.
    pub(super) fn empty() -> Record<P> {
        let (spent, passwords) = Default::default();
        Record { generation: 0, serial: 0, state: State::Ready, pair: None, spent, passwords }
    }

    /// Whether this was written after that.
    pub(in crate::signnow::token) fn is_later_than(&self, other: &Record<P>) -> bool {
        (self.generation, self.serial) > (other.generation, other.serial)
    }

    /// The claim, while there is one.
    pub(in crate::signnow::token) fn claim(&self) -> Option<Claim> {
        match self.state {
            State::Ready => None,
            State::Claimed(claim) => Some(claim),
        }
    }

    /// Whether the refresh token may be presented by whoever claims it first.
    pub(in crate::signnow::token) fn can_refresh(&self) -> bool {
        self.refresh_mark().is_some_and(|mark| !self.spent.contains(mark))
    }

    /// The record without its pair, which was ended by its owner and is not presented any more.
    pub(in crate::signnow::token) fn forgotten(&self) -> Record<P> {
        Record { pair: None, ..self.in_doubt().without_refresh().with_state(State::Ready) }
    }

    /// How many of the tokens that were spent lately, or may have been, are remembered.
    pub(in crate::signnow::token) fn spent_lately(&self) -> usize {
        self.spent.len()
    }

    /// What an open change may have done.
    pub(super) fn in_doubt(&self) -> Record<P> {
        match self.change().and_then(|change| change.password) {
            Some(replacement) => {
                Record { passwords: self.passwords.perhaps_after(replacement), ..self.clone() }
            }
            None => self.clone(),
        }
    }

    /// What a change did.
    pub(super) fn changed(&self, change: Change) -> Record<P> {
        let passwords =
            change.password.map_or_else(|| self.passwords.clone(), |new| self.passwords.after(new));
        let record = Record { passwords, ..self.with_state(State::Ready) };
        if change.ends_pair { record.forgotten() } else { record }
    }

    pub(super) fn change(&self) -> Option<Change> {
        match self.claim()?.act {
            Act::Change(change) => Some(change),
            Act::Refresh | Act::Login => None,
        }
    }

    pub(super) fn refresh_mark(&self) -> Option<Mark> {
        self.pair.as_ref().and_then(Links::refresh_mark)
    }

    pub(super) fn with_state(&self, state: State) -> Record<P> {
        Record { state, serial: self.serial + 1, ..self.clone() }
    }

    /// The refresh token is not presented any more, whatever comes.
    pub(super) fn without_refresh(&self) -> Record<P> {
        Record { spent: self.spent.with(self.refresh_mark()), ..self.clone() }
    }
}
