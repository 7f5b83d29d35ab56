//! Tokens that must not be presented any more.

use serde::{Deserialize, Serialize};

/// Tells one refresh token from another without being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::signnow::token) struct Mark(pub(in crate::signnow::token) u64);

/// The last few tokens that were spent, or may have been. A store that was set back to an older state brings old tokens
/// back with it; a server that knows better does not send them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::signnow::token) struct Spent(Vec<Mark>);

/// Older ones were spent long ago, by everyone's account.
const KEPT: usize = 8;

impl Spent {
    pub(in crate::signnow::token) fn contains(&self, mark: Mark) -> bool {
        self.0.contains(&mark)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The same with one more.
    pub(super) fn with(&self, mark: Option<Mark>) -> Spent {
        let Some(mark) = mark.filter(|mark| !self.contains(*mark)) else { return self.clone() };
        let too_many = (self.0.len() + 1).saturating_sub(KEPT);
        Spent(self.0.iter().skip(too_many).copied().chain([mark]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_kept_each_once() {
        let spent = (0..20).fold(Spent::default(), |spent, token| spent.with(Some(Mark(token / 2))));
        assert_eq!(spent, Spent((2..10).map(Mark).collect()));
        assert!(spent.contains(Mark(9)) && !spent.contains(Mark(1)));
        assert_eq!(spent.with(None), spent);
    }
}
