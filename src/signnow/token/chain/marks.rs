//! Secrets that must not be presented any more, told by marks.

use serde::{Deserialize, Serialize};

/// Tells one refresh token, or one password, from another without being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::signnow::token) struct Mark(pub(in crate::signnow::token) u64);

/// The last few of a kind, such as the tokens that were spent, or may have been. A store that was set back to an older state
/// brings old tokens back with it; a server that knows better does not send them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::signnow::token) struct Marks(Vec<Mark>);

/// Older ones are over long ago, by everyone's account.
const KEPT: usize = 8;

impl Marks {
    pub(in crate::signnow::token) fn contains(&self, mark: Mark) -> bool {
        self.0.contains(&mark)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The same without one.
    pub(super) fn without(&self, mark: Mark) -> Marks {
        Marks(self.0.iter().copied().filter(|other| *other != mark).collect())
    }

    /// The same with those.
    pub(super) fn and(&self, others: &Marks) -> Marks {
        others.0.iter().fold(self.clone(), |marks, mark| marks.with(Some(*mark)))
    }

    /// The same with one more.
    pub(super) fn with(&self, mark: Option<Mark>) -> Marks {
        let Some(mark) = mark.filter(|mark| !self.contains(*mark)) else { return self.clone() };
        let too_many = (self.0.len() + 1).saturating_sub(KEPT);
        Marks(self.0.iter().skip(too_many).copied().chain([mark]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_kept_each_once() {
        let marks = (0..20).fold(Marks::default(), |marks, token| marks.with(Some(Mark(token / 2))));
        assert_eq!(marks, Marks((2..10).map(Mark).collect()));
        assert!(marks.contains(Mark(9)) && !marks.contains(Mark(1)));
        assert_eq!(marks.with(None), marks);
        assert!(!marks.without(Mark(9)).contains(Mark(9)) && marks.without(Mark(1)) == marks);
        assert_eq!(Marks::default().and(&marks), marks);
    }
}
