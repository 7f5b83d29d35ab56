//! What became of a part of a task.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

use crate::directory::Carried;
use crate::graph::mutations::refusal;
use crate::graph::mutations::user_error::{UserError, UserErrorCode};
use crate::signnow::Error;

/// What became of one step or item of a task.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum StepOutcome {
    /// signNow said that it is done.
    Confirmed,
    /// signNow's answer was lost, and what signNow shows since is what was asked for.
    ConfirmedByRead,
    /// It was looked for, and is there. Such a step changes nothing.
    Found,
    /// It was so already; nothing was sent.
    NotNeeded,
    /// It is told and left as it is: the input does not ask for a change here, or signNow has no call for it, which
    /// `userErrors` then say.
    Reported,
    /// A dry run found it needed; signNow may still refuse it.
    WouldDo,
    /// A dry run cannot tell whether it is needed, because only trying would show.
    WouldDoIfNeeded,
    /// It was not come to, because something before it was not done, or what it takes was not given.
    NotTried,
    /// It certainly was not done; `userErrors` tell why.
    Rejected,
    /// signNow's answer was lost, and nothing that can be read tells.
    Unknown,
}

/// What became of a step or item, with the reasons. Flattened into whatever ends so.
#[derive(SimpleObject, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Ending {
    /// How it ended.
    pub(super) outcome: StepOutcome,
    /// Why it ended so, where it is not done.
    pub(super) user_errors: Vec<UserError>,
}

impl Ending {
    pub(super) fn with(outcome: StepOutcome, user_errors: Vec<UserError>) -> Self {
        Self { outcome, user_errors }
    }

    /// Not to be done, for a reason that is known without asking signNow.
    pub(super) fn rejected(why: UserError) -> Self {
        Self::with(StepOutcome::Rejected, vec![why])
    }

    /// What became of a command that was sent.
    pub(super) fn of<A>(carried: Result<Carried<A>, Error>) -> Self {
        match carried {
            Ok(Carried::Confirmed(_)) => StepOutcome::Confirmed.into(),
            Ok(Carried::ConfirmedByRead(_)) => StepOutcome::ConfirmedByRead.into(),
            Ok(Carried::Unknown) => Self::with(StepOutcome::Unknown, vec![UserError::outcome_unknown()]),
            Err(error) => Self::rejected(refusal::item_error(&error)),
        }
    }

    /// A refusal that says that it is so already means that somebody else was faster.
    pub(super) fn so_already_if(self, codes: &[UserErrorCode]) -> Self {
        if codes.iter().any(|code| self.is_refused_as(*code)) { StepOutcome::NotNeeded.into() } else { self }
    }

    /// The same, told about another argument, by its path within `input`: single mutations name things otherwise.
    pub(super) fn about(mut self, path: &[&str]) -> Self {
        self.user_errors = self.user_errors.into_iter().map(|error| error.about(path)).collect();
        self
    }

    /// The same, told about someone whom the input does not name.
    pub(super) fn about_nobody(mut self) -> Self {
        self.user_errors.iter_mut().for_each(|error| error.field = None);
        self
    }

    /// Whether signNow, or what was read, refused it for this reason.
    pub(super) fn is_refused_as(&self, code: UserErrorCode) -> bool {
        self.outcome == StepOutcome::Rejected && self.user_errors.iter().any(|error| error.code == code)
    }

    /// Whether it is certain that what was asked for is so.
    pub(super) fn is_done(&self) -> bool {
        use StepOutcome::{Confirmed, ConfirmedByRead, Found, NotNeeded};
        matches!(self.outcome, Confirmed | ConfirmedByRead | Found | NotNeeded)
    }
}

impl From<StepOutcome> for Ending {
    fn from(outcome: StepOutcome) -> Self {
        Self::with(outcome, Vec::new())
    }
}
