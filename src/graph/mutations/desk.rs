//! Where a mutation does its work: what it may read, how it writes, and how it is told what came of it.

use super::outcome::Receipt;
use super::refusal;
use super::secret::Secret;
use super::user_error::UserError;
use crate::directory::{Attempt, Carried, Change, Writer};
use crate::graph::error::Failure;
use crate::idempotency::{Hold, Turns};
use crate::loaders::Loaders;
use crate::signnow::v2::SigningLink;
use crate::signnow::{DocumentId, Error, ErrorKind};

/// For one mutation of one request.
pub(super) struct Desk {
    pub(super) operation_id: String,
    pub(super) attempt: Attempt,
    /// Where there is a key: whether it is still ours.
    pub(super) hold: Option<Hold>,
    pub(super) writer: Writer,
    /// Reads for the mutation itself. Renewed after every write.
    pub(super) loaders: Loaders,
    /// Whoever changes the fields of a document waits here for whoever else does.
    pub(super) turns: Turns<DocumentId>,
}

impl Desk {
    /// The desk of a task that looks before it acts: what it reads is read anew, and what it then finds needed was not
    /// done, also under a key whose first attempt was cut short. So nothing has to be kept for whoever takes it up.
    pub(super) fn looking_first(self) -> Self {
        Self { attempt: Attempt::First(None), loaders: self.loaders.anew(), ..self }
    }

    /// Carries out the one command that this mutation is. `subject` names what it changed, where that can be told.
    ///
    /// # Errors
    /// [`Failure`] if it certainly was not done and the caller's input is not why.
    pub(super) async fn carry_out<C: Change, S>(
        &self,
        change: C,
        subject: impl FnOnce(Option<&C::Answer>) -> Option<S>,
    ) -> Result<Receipt<S>, Failure> {
        self.tell(self.send(change).await, subject)
    }

    /// Carries out the one command that this mutation is, and that makes a secret.
    ///
    /// # Errors
    /// As [`Self::carry_out`].
    pub(super) async fn hand_out<C: Change<Answer = SigningLink>, S>(
        &self,
        change: C,
        subject: S,
    ) -> Result<Receipt<S>, Failure> {
        let mut secret = Secret::None;
        let carried = self.send(change).await.map(|carried| {
            let (carried, link) = carried.split();
            secret = link.map_or(Secret::None, Secret::Made);
            carried
        });
        Ok(self.tell(carried, |_| Some(subject))?.handing_out(secret))
    }

    /// Tells what became of a command.
    ///
    /// # Errors
    /// As [`Self::carry_out`].
    pub(super) fn tell<A, S>(
        &self,
        carried: Result<Carried<A>, Error>,
        subject: impl FnOnce(Option<&A>) -> Option<S>,
    ) -> Result<Receipt<S>, Failure> {
        match carried {
            Ok(carried) => Ok(Receipt::carried(&self.operation_id, carried, subject)),
            Err(error) => self.stop(error),
        }
    }

    /// Nothing is done, because of this.
    ///
    /// # Errors
    /// [`Failure`] if the caller's input is not why.
    pub(super) fn stop<S>(&self, error: Error) -> Result<Receipt<S>, Failure> {
        match refusal::user_error(&error) {
            Some(told) => Ok(self.reject(vec![told])),
            None => Err(Failure::from(error).not_executed()),
        }
    }

    /// Nothing is done, because of this. Where signNow says no more than that it refuses, a look may tell why.
    ///
    /// # Errors
    /// As [`Self::stop`].
    pub(super) async fn explain<S>(
        &self,
        error: Error,
        look: impl Future<Output = Result<Vec<UserError>, Error>>,
    ) -> Result<Receipt<S>, Failure> {
        if error.kind() != ErrorKind::Rejected {
            return self.stop(error);
        }
        match look.await {
            Ok(reasons) if !reasons.is_empty() => Ok(self.reject(reasons)),
            _ => self.stop(error),
        }
    }

    /// Sends one command of several, unless another server has taken the mutation up meanwhile.
    ///
    /// # Errors
    /// [`Error`] if it certainly was not carried out.
    pub(super) async fn send<C: Change>(&self, change: C) -> Result<Carried<C::Answer>, Error> {
        // What may have been sent before is only looked for. A failure here would call it certainly not done.
        if self.attempt.is_first() {
            self.confirm().await?;
        }
        let carried = self.writer.carry_out(change, &self.attempt).await;
        self.loaders.renew();
        carried
    }

    async fn confirm(&self) -> Result<(), Error> {
        let Some(hold) = &self.hold else { return Ok(()) };
        hold.confirm().await.map_err(|error| {
            tracing::error!(%error, "nothing is sent under an idempotency key that may not be ours");
            Error::internal("an idempotency key could not be held on to").not_sent()
        })
    }

    /// What could not be read before the command was sent. Where it may have been sent before, nobody knows what became of it.
    ///
    /// # Errors
    /// [`Failure`] if it certainly was never sent.
    pub(super) fn held_up<S>(&self, failure: Failure) -> Result<Receipt<S>, Failure> {
        if self.attempt.is_first() { Err(failure.not_executed()) } else { Ok(self.unknown()) }
    }

    /// It was done before, as a look shows.
    pub(super) fn seen<S>(&self, subject: S) -> Receipt<S> {
        Receipt::carried(&self.operation_id, Carried::ConfirmedByRead(()), |_| Some(subject))
    }

    /// It may have been done before, and nothing that can be read tells.
    pub(super) fn unknown<S>(&self) -> Receipt<S> {
        Receipt::unknown(&self.operation_id)
    }

    /// Nothing is done, for these reasons.
    pub(super) fn reject<S>(&self, user_errors: Vec<UserError>) -> Receipt<S> {
        Receipt::rejected(&self.operation_id, user_errors)
    }
}
