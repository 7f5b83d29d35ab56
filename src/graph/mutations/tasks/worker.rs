//! The hand that carries a task's steps out, or in a dry run only points at them.

use std::future::Future;
use std::vec::IntoIter;

use futures::stream::{self, Buffered, Collect, Iter, StreamExt};

use super::conclusion::conclude;
use super::ending::{Ending, StepOutcome};
use crate::directory::Change;
use crate::graph::error::Failure;
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::outcome::{MutationOutcome, Receipt};
use crate::graph::mutations::secret::Secret;
use crate::graph::mutations::user_error::UserError;
use crate::loaders::Loaders;
use crate::signnow::Error;

/// For one task. What it reads is read anew; in a dry run it sends nothing.
pub(super) struct Worker {
    desk: Desk,
    /// Whether this is the first try; an earlier one may have done some of it.
    is_first: bool,
    dry_run: bool,
}

impl Worker {
    pub(super) fn new(desk: Desk, dry_run: bool) -> Self {
        let is_first = desk.attempt.is_first();
        Self { desk: desk.looking_first(), is_first, dry_run }
    }

    pub(super) fn is_dry(&self) -> bool {
        self.dry_run
    }

    /// Reads that are anew since the task began, and again after each of its changes.
    pub(super) fn loaders(&self) -> &Loaders {
        &self.desk.loaders
    }

    /// Sends a command, unless this is a dry run.
    pub(super) async fn act<C: Change>(&self, change: C) -> Ending {
        if self.dry_run {
            return StepOutcome::WouldDo.into();
        }
        Ending::of(self.desk.send(change).await)
    }

    /// What came of the whole. `dry_run` names the argument that makes a task a dry run.
    pub(super) fn conclude<S: Parts>(&self, subject: S, dry_run: &str) -> Receipt<S> {
        let (outcome, user_errors) = conclude(subject.endings(), dry_run);
        let operation_id = self.desk.operation_id.clone();
        Receipt {
            operation_id,
            outcome,
            user_errors,
            subject: Some(subject),
            secret: Secret::None,
            is_from_elsewhere: false,
        }
    }

    /// The task cannot look, and so does nothing now.
    ///
    /// # Errors
    /// [`Failure`] if the caller's input is not why, and nothing was done before either.
    pub(super) fn stop<S>(&self, error: Error) -> Result<Receipt<S>, Failure> {
        if self.is_first { self.desk.stop(error) } else { Ok(self.desk.unknown()) }
    }

    /// Nothing is done now, for this reason; with what was found all the same, if anything.
    pub(super) fn reject<S>(&self, why: UserError, subject: Option<S>) -> Receipt<S> {
        let receipt = Receipt { subject, ..self.desk.reject(vec![why]) };
        if self.is_first { receipt } else { Receipt { outcome: MutationOutcome::Unknown, ..receipt } }
    }
}

/// What a task has to tell of its parts; it is kept under the caller's key, and holds no secret.
pub(super) trait Parts {
    /// What became of each, in the order in which it is told.
    fn endings(&self) -> impl Iterator<Item = &Ending>;
}

/// How many parts of a task are under way at once. signNow does not tell its limits (wire section 3.3), and other
/// callers want their turn.
const AT_ONCE: usize = 4;

/// Does things side by side, a few at once; the results are in the order of the things.
pub(super) fn side_by_side<F: Future>(work: impl IntoIterator<Item = F>) -> Results<F> {
    stream::iter(work.into_iter().collect::<Vec<_>>()).buffered(AT_ONCE).collect()
}

/// Results of things that are done side by side, in their order. The type is spelled out because an opaque one would
/// hold the iterator, whose closures the compiler does not let pass into another task.
type Results<F> = Collect<Buffered<Iter<IntoIter<F>>>, Vec<<F as Future>::Output>>;

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn a_few_at_once_and_the_results_in_order() {
        let (running, most) = (Cell::new(0), Cell::new(0));
        let work = (0..50_usize).map(|index| {
            let (running, most) = (&running, &most);
            async move {
                running.set(running.get() + 1);
                most.set(most.get().max(running.get()));
                for _ in 0..index % 7 {
                    tokio::task::yield_now().await;
                }
                running.set(running.get() - 1);
                index
            }
        });
        assert_eq!(side_by_side(work).await, (0..50).collect::<Vec<_>>());
        assert_eq!(most.get(), AT_ONCE);
    }
}
