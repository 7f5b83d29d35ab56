//! How this process stands with its chain, for whoever watches over it. Nobody is asked, and nobody waits.

use super::state::{ChainState, Standing};
use crate::signnow::error::{Error, ErrorKind};

/// What this process knows of a credential's chain of tokens. It holds no token.
#[derive(Clone, Debug)]
pub struct ChainStatus {
    /// In one word.
    pub condition: ChainCondition,
    /// What the store told last; `None` while nothing was found there.
    pub state: Option<ChainState>,
    /// Whether there is an access token that can be used now.
    pub is_usable: bool,
    /// Why the last try for a token came to nothing, while none has come to anything since.
    pub failure: Option<Error>,
}

/// How a chain stands, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChainCondition {
    /// Nothing is known of a token.
    None,
    /// The token was ended by an operator: whoever needs one logs in.
    Ended,
    /// A pair is there.
    Ready,
    /// A pair is being fetched, here or elsewhere.
    Fetching,
    /// An operator has to act. A token that is there can be used until its end.
    ReauthenticationRequired,
}

impl ChainCondition {
    /// All of them.
    pub const ALL: [ChainCondition; 5] = [
        ChainCondition::None,
        ChainCondition::Ended,
        ChainCondition::Ready,
        ChainCondition::Fetching,
        ChainCondition::ReauthenticationRequired,
    ];

    /// The word, for programs.
    pub fn name(self) -> &'static str {
        match self {
            ChainCondition::None => "none",
            ChainCondition::Ended => "ended",
            ChainCondition::Ready => "ready",
            ChainCondition::Fetching => "fetching",
            ChainCondition::ReauthenticationRequired => "reauth_required",
        }
    }
}

/// What the writer tells after each thing it does.
#[derive(Default)]
pub(super) struct Report {
    pub(super) state: Option<ChainState>,
    pub(super) failure: Option<Error>,
    pub(super) is_fetching: bool,
}

impl Report {
    pub(super) fn status(&self, is_usable: bool) -> ChainStatus {
        let (state, failure) = (self.state.clone(), self.failure.clone());
        ChainStatus { condition: self.condition(), state, is_usable, failure }
    }

    /// A refused login is a matter for an operator as well, and is in no store.
    fn condition(&self) -> ChainCondition {
        let is_refused = |error: &Error| error.kind() == ErrorKind::ReauthenticationRequired;
        let standing = self.state.as_ref().map_or(Standing::Nothing, |state| state.standing);
        match standing {
            _ if self.failure.as_ref().is_some_and(is_refused) => ChainCondition::ReauthenticationRequired,
            standing if !standing.needs_nobody() => ChainCondition::ReauthenticationRequired,
            _ if self.is_fetching => ChainCondition::Fetching,
            Standing::Fetching { .. } => ChainCondition::Fetching,
            Standing::Ready => ChainCondition::Ready,
            Standing::Ended => ChainCondition::Ended,
            _ => ChainCondition::None,
        }
    }
}
