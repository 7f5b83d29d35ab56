//! The way every mutation goes: checked, claimed under its key, done in a task of its own, kept, told.

use std::sync::Arc;

use std::future::Future;

use async_graphql::Context;
use futures::FutureExt;
use futures::future::BoxFuture;
use rand::RngCore;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use tokio::task::JoinError;
use tokio::time::{Instant, timeout_at};

use super::check::{Check, Checked};
use super::desk::Desk;
use super::input::Input;
use super::key::{self, Asked, Begun, Claimed};
use super::outcome::{MutationOutcome, Receipt};
use crate::directory::{Directory, Freshness, Journal};
use crate::graph::error::{Code, Failure, coded};
use crate::graph::field::{Field, answer, loaders};
use crate::idempotency::{Begun as Left, Keys, StoreError, Ticket, Turns};
use crate::loaders::Loaders;
use crate::signnow::DocumentId;

/// What mutations need of a request.
pub(in crate::graph) struct Session {
    /// Whose idempotency keys are meant.
    pub(in crate::graph) caller: Arc<str>,
    pub(in crate::graph) directory: Directory,
    pub(in crate::graph) journal: Journal,
    pub(in crate::graph) keys: Keys,
    /// Whoever changes the fields of a document waits here for whoever else does.
    pub(in crate::graph) turns: Turns<DocumentId>,
    /// When the caller is told how far things are.
    pub(in crate::graph) deadline: Instant,
    /// Whether arguments are only to be read, to see that they all can be.
    pub(in crate::graph) is_rehearsal: bool,
}

/// Answers a mutation: what its input says is done by `work`, at most once under one key.
pub(super) fn mutate<'a, I, S, P, W, F>(
    context: &'a Context<'_>,
    input: I,
    work: W,
) -> BoxFuture<'a, Field<P>>
where
    I: Input + 'a,
    S: Serialize + DeserializeOwned + Send + 'static,
    P: From<Receipt<S>> + 'a,
    W: FnOnce(I::Plan, Desk) -> F + Send + 'static,
    F: Future<Output = Result<Receipt<S>, Failure>> + Send + 'static,
{
    answer(async move {
        let session: &Session = context.data_unchecked();
        if session.is_rehearsal {
            return Err(rehearsed());
        }
        let mutation = context.field().name();
        let asked = Asked::by(mutation, &input);
        let mut check = Check::new();
        let plan = input.check(&mut check);
        let operation_id = new_operation_id();
        let done = run(session, mutation, &operation_id, asked.as_ref(), check.then(plan), work).await;
        loaders(context).renew();
        Ok(P::from(done?))
    })
}

/// Does what `checked` says, unless it says what is wrong, or the same was done before under the same key.
///
/// # Errors
/// [`Failure`] if it certainly was not done and the caller's input is not why.
async fn run<T, S, W, F>(
    session: &Session,
    mutation: &str,
    operation_id: &str,
    asked: Option<&Asked>,
    checked: Checked<T>,
    work: W,
) -> Result<Receipt<S>, Failure>
where
    T: Send + 'static,
    S: Serialize + DeserializeOwned + Send + 'static,
    W: FnOnce(T, Desk) -> F + Send + 'static,
    F: Future<Output = Result<Receipt<S>, Failure>> + Send + 'static,
{
    let plan = match (checked, asked.and_then(Asked::wrong_key)) {
        (Ok(plan), None) => plan,
        (checked, wrong_key) => {
            let wrong = checked.err().unwrap_or_default().into_iter().chain(wrong_key).collect();
            return Ok(Receipt::rejected(operation_id, wrong));
        }
    };
    if session.deadline <= Instant::now() {
        return Err(not_begun());
    }
    let claimed = timeout_at(session.deadline, key::claim(session, asked, operation_id)).await;
    let Begun { operation_id, attempt, ticket } = match claimed {
        Ok(Err(failure)) => return Err(failure),
        Ok(Ok(Claimed::Begun(begun))) => begun,
        Ok(Ok(Claimed::Done(kept))) => return read(kept, session.keys.are_shared()),
        Ok(Ok(Claimed::OtherInput)) => return Ok(Receipt::rejected(operation_id, vec![key::reused()])),
        // Somebody else's request with this key is at it.
        Err(_elapsed) => return Ok(Receipt::going_on(operation_id)),
    };
    let desk = Desk {
        operation_id: operation_id.clone(),
        attempt,
        hold: ticket.as_ref().map(Ticket::hold),
        writer: session.directory.writer(&session.journal),
        loaders: Loaders::new(&session.directory.reader(&session.journal, Freshness::Cached)),
        turns: session.turns.clone(),
    };
    let end = (mutation.to_owned(), operation_id.clone());
    let work = finish(work(plan, desk), ticket, operation_id.clone())
        .inspect(move |done| tell(&end.0, &end.1, done));
    let done = timeout_at(session.deadline, in_a_task(work)).await;
    done.unwrap_or_else(|_| Ok(Receipt::going_on(&operation_id)))
}

/// Does the work and keeps what came of it. What certainly was not done leaves the key free; what nobody knows, and a
/// task that was held up, leave it unfinished, so that asking again looks again. Where another server took it up meanwhile
/// there is one answer, and that is the one it kept.
async fn finish<S: Serialize + DeserializeOwned>(
    work: impl Future<Output = Result<Receipt<S>, Failure>>,
    ticket: Option<Ticket>,
    operation_id: String,
) -> Result<Receipt<S>, Failure> {
    let done = work.await;
    let Some(ticket) = ticket else { return done };
    let kept = match &done {
        Ok(receipt) if receipt.is_open() => Ok(()),
        Ok(receipt) => match serde_json::to_value(receipt) {
            Ok(kept) => ticket.finish(kept).await,
            Err(_) => Ok(()),
        },
        Err(_) => ticket.withdraw().await,
    };
    match kept {
        Ok(()) => done,
        Err(StoreError::Overtaken(Left::Finished(kept))) => read(kept, true),
        Err(StoreError::Overtaken(_)) => Ok(Receipt::unknown(&operation_id)),
        Err(error) => {
            tracing::error!(%error, "what became of a mutation could not be kept under its key");
            done
        }
    }
}

/// A caller who hangs up stops nothing that was begun.
async fn in_a_task<T: Send + 'static>(
    work: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::spawn(work).await.map_err(JoinError::try_into_panic) {
        Ok(done) => done,
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        // Cancelled: the runtime is shutting down, and takes this request with it.
        Err(Err(_)) => std::future::pending().await,
    }
}

fn read<S: DeserializeOwned>(kept: Json, is_from_elsewhere: bool) -> Result<Receipt<S>, Failure> {
    let receipt = serde_json::from_value::<Receipt<S>>(kept);
    receipt.map(|receipt| receipt.told_again().done_elsewhere(is_from_elsewhere)).map_err(|_| {
        let message =
            "What was kept under this idempotency key was written by another version of this server.";
        coded(Code::Internal, message)
    })
}

/// Nothing was begun, because the mutations before took all the time.
fn not_begun() -> Failure {
    let message = "There was no time left to begin this, because what is before it in the request took all of it. Ask for \
                   it again, by itself.";
    coded(Code::Timeout, message).retryable().not_executed()
}

/// Never told to a caller.
fn rehearsed() -> Failure {
    coded(Code::Rehearsed, "This was a rehearsal.")
}

fn new_operation_id() -> String {
    let mut bytes = [0_u8; 16];
    rand::rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn tell<S>(mutation: &str, operation_id: &str, done: &Result<Receipt<S>, Failure>) {
    let outcome = done.as_ref().map_or(MutationOutcome::Rejected, |receipt| receipt.outcome);
    let codes =
        done.as_ref().map(|receipt| receipt.user_errors.iter().map(|error| error.code).collect::<Vec<_>>());
    tracing::info!(mutation, operation_id, ?outcome, codes = ?codes.unwrap_or_default(), "mutated");
}
