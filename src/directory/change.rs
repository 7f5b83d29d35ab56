//! What the directory has to know about a command before it may carry it out.

use std::collections::HashSet;
use std::future::{Future, ready};

use serde::{Deserialize, Serialize};

use super::reader::Reader;
use crate::cache::Tag;
use crate::signnow::v1::User;
use crate::signnow::{Command, Error};

/// A command whose effect the directory knows: what it makes obsolete, and where it can be seen.
pub trait Change: Command {
    /// What its effect makes obsolete, and no more. `viewer` is the signed-in user where that is known: what
    /// happens to others leaves the viewer's own data alone.
    fn forgets(&self, viewer: Option<&User>) -> Vec<Tag>;

    /// The signed-in user as they are now, as far as the answer tells, where that is all that changed about them: then
    /// nobody has to ask again. No other answer of signNow's tells of anything that is kept.
    fn amends(&self, _answer: &Self::Answer, _viewer: &User) -> Option<User> {
        None
    }

    /// What is there already, for a change that is told by comparison alone (`reliability.md` 2.2,
    /// class X). Read before the command is sent, and kept under the caller's idempotency key, if they gave one: it
    /// holds ids or words of ours, and no text of anybody's.
    ///
    /// # Errors
    /// When it cannot be read; nothing is sent then.
    fn before(&self, _reader: &Reader) -> impl Future<Output = Result<Option<Before>, Error>> + Send {
        ready(Ok(None))
    }

    /// Looks for the effect after an answer that never came. What the reader answers is read anew. `before` is what
    /// [`Self::before`] said before the command was sent, perhaps by another process; `None` if that is not known.
    ///
    /// # Errors
    /// When it cannot be read.
    fn evidence(
        &self,
        _reader: &Reader,
        _before: Option<&Before>,
    ) -> impl Future<Output = Result<Evidence<Self::Answer>, Error>> + Send {
        ready(Ok(Evidence::Unclear))
    }
}

/// What was there before a change: ids, or whatever else tells it apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Before(pub HashSet<String>);

impl Before {
    /// For something that is to go: itself, if it is there.
    pub(super) fn itself(id: &str, is_there: bool) -> Self {
        Self(is_there.then(|| id.to_owned()).into_iter().collect())
    }

    /// Whether this was not there.
    pub(super) fn lacks(&self, what: &str) -> bool {
        !self.0.contains(what)
    }
}

/// What signNow shows of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence<A> {
    /// It is as the command would have it; with what the command would have answered.
    Done(A),
    /// It is not.
    NotDone,
    /// It cannot be told.
    Unclear,
}

impl Evidence<()> {
    /// For a command that answers nothing.
    pub(super) fn that(is_done: bool) -> Self {
        if is_done { Evidence::Done(()) } else { Evidence::NotDone }
    }
}

impl<A> Evidence<A> {
    /// For a command that makes something: the one new thing that fits is it; two could be anyone's.
    pub(super) fn only(found: impl IntoIterator<Item = A>) -> Self {
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (Some(made), None) => Evidence::Done(made),
            (None, _) => Evidence::NotDone,
            (Some(_), Some(_)) => Evidence::Unclear,
        }
    }
}
