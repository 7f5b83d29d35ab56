//! What the endings of its parts make of a whole task.
//!
//! The whole is what the input asked for, and its outcome is true of the whole: CONFIRMED when every part that was needed
//! is done, or none was needed (CONFIRMED_BY_READ if one of them is so by read); UNKNOWN when of any part nobody knows;
//! REJECTED otherwise. So REJECTED says that the whole certainly is not done, and not that nothing is: where a part is
//! done, PARTLY_DONE stands first among the errors. A dry run that found something to do is REJECTED with DRY_RUN, for
//! nothing is done. Nobody who acts on the outcome alone takes a part for the whole, and asking again is harmless.

use super::ending::{Ending, StepOutcome};
use crate::graph::mutations::outcome::MutationOutcome;
use crate::graph::mutations::user_error::{UserError, UserErrorCode};

/// The outcome of the whole, and everything that its caller has to know. `dry_run` names the argument that made it one.
pub(super) fn conclude<'a>(
    endings: impl IntoIterator<Item = &'a Ending>,
    dry_run: &str,
) -> (MutationOutcome, Vec<UserError>) {
    let mut tally = Tally::default();
    endings.into_iter().for_each(|ending| tally.count(ending));
    let would = tally.would.then(|| nothing_done(dry_run));
    let partly = (tally.rejected && (tally.confirmed || tally.by_read)).then(partly_done);
    let user_errors = would.into_iter().chain(partly).chain(tally.user_errors).collect();
    let outcome = match () {
        () if tally.unknown => MutationOutcome::Unknown,
        () if tally.rejected || tally.would => MutationOutcome::Rejected,
        () if tally.by_read => MutationOutcome::ConfirmedByRead,
        () => MutationOutcome::Confirmed,
    };
    (outcome, user_errors)
}

/// Which endings there are.
#[derive(Default)]
struct Tally {
    confirmed: bool,
    by_read: bool,
    would: bool,
    rejected: bool,
    unknown: bool,
    user_errors: Vec<UserError>,
}

impl Tally {
    fn count(&mut self, ending: &Ending) {
        match ending.outcome {
            StepOutcome::Found | StepOutcome::NotNeeded | StepOutcome::Reported => return,
            StepOutcome::Confirmed => self.confirmed = true,
            StepOutcome::ConfirmedByRead => self.by_read = true,
            StepOutcome::WouldDo | StepOutcome::WouldDoIfNeeded => self.would = true,
            // What it waited for has said why; by itself it is as little done as that.
            StepOutcome::NotTried => {}
            StepOutcome::Rejected => self.rejected = true,
            StepOutcome::Unknown => self.unknown = true,
        }
        self.user_errors.extend(ending.user_errors.iter().cloned());
    }
}

fn partly_done() -> UserError {
    let message = "Some of this was done and some was not; each part tells what became of it. Asking again does what \
                   is left; with a new idempotencyKey, if with any.";
    UserError::general(UserErrorCode::PartlyDone, message)
}

fn nothing_done(argument: &str) -> UserError {
    let message = "Nothing was done: it was asked what would be done, and there is something.";
    UserError::at(&[argument], UserErrorCode::DryRun, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use UserErrorCode::{DryRun, MemberExists, OutcomeUnknown, PartlyDone};

    fn concluded(outcomes: &[StepOutcome]) -> (MutationOutcome, Vec<UserErrorCode>) {
        let endings: Vec<Ending> = outcomes.iter().map(|outcome| ending(*outcome)).collect();
        let (outcome, user_errors) = conclude(&endings, "dryRun");
        (outcome, user_errors.iter().map(|error| error.code).collect())
    }

    fn ending(outcome: StepOutcome) -> Ending {
        match outcome {
            StepOutcome::Rejected => Ending::rejected(UserError::general(MemberExists, "")),
            StepOutcome::Unknown => Ending::with(outcome, vec![UserError::outcome_unknown()]),
            // What is only reported may have a reason, too; it is none of the whole's.
            StepOutcome::Reported => Ending::with(outcome, vec![UserError::general(MemberExists, "")]),
            _ => outcome.into(),
        }
    }

    #[test]
    fn the_whole_is_done_when_every_part_is() {
        use StepOutcome::*;
        assert_eq!(concluded(&[]), (MutationOutcome::Confirmed, vec![]));
        assert_eq!(concluded(&[Found, NotNeeded, Reported]), (MutationOutcome::Confirmed, vec![]));
        assert_eq!(concluded(&[Found, Confirmed]), (MutationOutcome::Confirmed, vec![]));
        assert_eq!(concluded(&[Confirmed, ConfirmedByRead]), (MutationOutcome::ConfirmedByRead, vec![]));
    }

    #[test]
    fn no_part_is_taken_for_the_whole() {
        use StepOutcome::*;
        let rejected = |codes| (MutationOutcome::Rejected, codes);
        assert_eq!(concluded(&[NotNeeded, Rejected, NotTried]), rejected(vec![MemberExists]));
        assert_eq!(concluded(&[Confirmed, Rejected]), rejected(vec![PartlyDone, MemberExists]));
        assert_eq!(concluded(&[Rejected, ConfirmedByRead]), rejected(vec![PartlyDone, MemberExists]));
        assert_eq!(concluded(&[Confirmed, Unknown]), (MutationOutcome::Unknown, vec![OutcomeUnknown]));
        let (outcome, codes) = concluded(&[Rejected, Unknown, Confirmed]);
        assert_eq!((outcome, codes.len()), (MutationOutcome::Unknown, 3));
    }

    #[test]
    fn what_would_be_done_is_not_done() {
        use StepOutcome::*;
        assert_eq!(concluded(&[NotNeeded, WouldDo]), (MutationOutcome::Rejected, vec![DryRun]));
        assert_eq!(concluded(&[WouldDoIfNeeded]), (MutationOutcome::Rejected, vec![DryRun]));
        assert_eq!(concluded(&[WouldDo, Rejected]), (MutationOutcome::Rejected, vec![DryRun, MemberExists]));
    }
}
