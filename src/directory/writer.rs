//! Writing: a command is carried out once, followed to its end, and what it made obsolete is forgotten before
//! anyone hears of it.

use std::time::Duration;

use tokio::task::JoinError;

use super::attempt::{Attempt, NotKept, Past};
use super::change::{Before, Change, Evidence};
use super::reader::Reader;
use crate::cache::Memory;
use crate::signnow::v1::{CurrentUser, User};
use crate::signnow::{Error, ErrorKind, Fate, Nature};

/// How a command that was sent ended. That it certainly was not carried out is an error instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried<A> {
    /// signNow said so.
    Confirmed(A),
    /// No answer came, and reading signNow shows that what was asked for is so.
    ConfirmedByRead(A),
    /// No answer came, and nothing that can be read tells.
    Unknown,
}

impl<A> Carried<A> {
    /// How it ended, and by itself what was answered.
    pub fn split(self) -> (Carried<()>, Option<A>) {
        match self {
            Carried::Confirmed(answer) => (Carried::Confirmed(()), Some(answer)),
            Carried::ConfirmedByRead(answer) => (Carried::ConfirmedByRead(()), Some(answer)),
            Carried::Unknown => (Carried::Unknown, None),
        }
    }
}

/// Writes for one request.
#[derive(Clone)]
pub struct Writer {
    reader: Reader,
    /// How long lies between two looks that are to prove that nothing happened.
    pause: Duration,
}

impl Writer {
    pub(super) fn new(reader: Reader, pause: Duration) -> Self {
        Self { reader, pause }
    }

    /// Carries a command out, or finds out what became of it. Runs in a task of its own, because a caller who
    /// hangs up would leave the effect unseen and the cache wrong.
    ///
    /// # Errors
    /// [`Error`] if the command was certainly not carried out.
    pub async fn carry_out<C: Change>(
        &self,
        change: C,
        attempt: &Attempt,
    ) -> Result<Carried<C::Answer>, Error> {
        let (writer, attempt) = (self.clone(), attempt.clone());
        let task = tokio::spawn(async move { writer.follow(&change, &attempt).await });
        match task.await.map_err(JoinError::try_into_panic) {
            Ok(carried) => carried,
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            // Cancelled: the runtime is shutting down, and takes this request with it.
            Err(Err(_)) => std::future::pending().await,
        }
    }

    async fn follow<C: Change>(&self, change: &C, attempt: &Attempt) -> Result<Carried<C::Answer>, Error> {
        let before = self.before(change, attempt).await?;
        // Looked at before anything is sent: what is read from now on may know more than the answer, or less.
        let viewer = self.reader.kept(&CurrentUser).await;
        let carried = match attempt {
            Attempt::First(_) => match self.execute(change).await {
                Ok(answer) => Ok(Carried::Confirmed(answer)),
                Err(error) if error.fate() == Fate::NotExecuted => return Err(error),
                Err(_) => self.settle(change, before.as_ref()).await,
            },
            // Never again: it may have been done, and undone by somebody else since.
            Attempt::Resumed(_) => Ok(seen(self.look(change, before.as_ref()).await)),
        };
        self.forget(change, viewer.as_ref());
        if let (Ok(Carried::Confirmed(answer)), Some(viewer)) = (&carried, &viewer)
            && let Some(amended) = change.amends(answer, &viewer.value)
        {
            self.reader.amend(viewer, amended).await;
        }
        carried
    }

    async fn execute<C: Change>(&self, change: &C) -> Result<C::Answer, Error> {
        self.reader.client().execute(change).await.inspect_err(|error| self.reader.heed(error.kind()))
    }

    /// What was there before the command was first sent. Where it can be kept it is durable before that, so that whoever
    /// takes the command up knows as much as we do.
    async fn before<C: Change>(&self, change: &C, attempt: &Attempt) -> Result<Option<Before>, Error> {
        let keeper = match attempt {
            Attempt::First(keeper) => keeper,
            // What is there now may hold the effect already.
            Attempt::Resumed(past) => return Ok(past.before(change).cloned()),
        };
        let before = change.before(&self.reader.anew()).await.map_err(Error::not_sent)?;
        let past = before.as_ref().and_then(|before| Past::of(change, before));
        if let (Some(keeper), Some(past)) = (keeper, past) {
            keeper.keep(past).await.map_err(not_kept)?;
        }
        Ok(before)
    }

    /// After an answer that never came: the classes of `reliability.md` section 2.2. What was sent may still arrive, so
    /// hardly anything allows to say any more that it was not carried out.
    async fn settle<C: Change>(
        &self,
        change: &C,
        before: Option<&Before>,
    ) -> Result<Carried<C::Answer>, Error> {
        match (C::NATURE, self.look(change, before).await) {
            (_, Evidence::Done(answer)) => Ok(Carried::ConfirmedByRead(answer)),
            (Nature::Idempotent, _) => self.repeat(change, before).await.or(Ok(Carried::Unknown)),
            (Nature::NaturalKey, Evidence::NotDone) => self.repeat_if_still_absent(change, before).await,
            _ => Ok(Carried::Unknown),
        }
    }

    /// The call may still be under way when it is looked for; after a pause it is not.
    async fn repeat_if_still_absent<C: Change>(
        &self,
        change: &C,
        before: Option<&Before>,
    ) -> Result<Carried<C::Answer>, Error> {
        tokio::time::sleep(self.pause).await;
        match self.look(change, before).await {
            Evidence::NotDone => self.repeat(change, before).await,
            evidence => Ok(seen(evidence)),
        }
    }

    /// Sends a command a second and last time. signNow refuses the second of two by its key, or cannot tell
    /// them apart because they lead to the same state. A throttle or a lost right says nothing of the first.
    async fn repeat<C: Change>(
        &self,
        change: &C,
        before: Option<&Before>,
    ) -> Result<Carried<C::Answer>, Error> {
        let refusal = match self.execute(change).await {
            Ok(answer) => return Ok(Carried::Confirmed(answer)),
            Err(error) => error,
        };
        match self.look(change, before).await {
            Evidence::NotDone if is_of_the_command(&refusal) => Err(refusal),
            evidence => Ok(seen(evidence)),
        }
    }

    async fn look<C: Change>(&self, change: &C, before: Option<&Before>) -> Evidence<C::Answer> {
        // A failed look has told the log already, and leaves what it was to tell unclear.
        change.evidence(&self.reader.anew(), before).await.unwrap_or(Evidence::Unclear)
    }

    fn forget<C: Change>(&self, change: &C, viewer: Option<&Memory<User>>) {
        for tag in change.forgets(viewer.map(|viewer| viewer.value.as_ref())) {
            self.reader.forget(&tag);
        }
    }
}

/// What a look alone lets one say.
fn seen<A>(evidence: Evidence<A>) -> Carried<A> {
    match evidence {
        Evidence::Done(answer) => Carried::ConfirmedByRead(answer),
        Evidence::NotDone | Evidence::Unclear => Carried::Unknown,
    }
}

/// Whether signNow refused the command for what it asks, whoever asks and however often.
fn is_of_the_command(refusal: &Error) -> bool {
    let is_about_it = matches!(refusal.kind(), ErrorKind::Rejected | ErrorKind::NotFound);
    is_about_it && refusal.upstream_code().is_some() && refusal.fate() == Fate::NotExecuted
}

fn not_kept(NotKept: NotKept) -> Error {
    Error::internal("what was there before a command could not be kept").not_sent()
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Writer").field("pause", &self.pause).finish_non_exhaustive()
    }
}
