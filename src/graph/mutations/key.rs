//! The caller's idempotency key: whether it is one, and what was begun or done under it before.

use std::sync::Arc;

use async_graphql::Context;
use serde_json::Value as Json;

use super::note::{Note, NoteKeeper};
use super::run::Session;
use super::user_error::{UserError, UserErrorCode};
use crate::directory::{Attempt, Keeper};
use crate::graph::error::{Code, Failure, coded};
use crate::idempotency::{Claim, Fingerprint, RecordKey, Ticket};

/// What of an input makes it the same as another, beside its arguments.
pub(super) struct Asked {
    pub(super) key: Option<String>,
    pub(super) file: Option<Fingerprint>,
}

/// What was found under a key.
pub(super) enum Claimed {
    /// Nothing that is ended: now is the time to do it, or to look for it.
    Begun(Begun),
    /// The same was done before. With what was kept of it.
    Done(Json),
    /// The key was used for something else.
    OtherInput,
}

/// A mutation that was begun, now or before.
pub(super) struct Begun {
    /// That of whoever began it first.
    pub(super) operation_id: String,
    pub(super) attempt: Attempt,
    /// Where there is a key.
    pub(super) ticket: Option<Ticket>,
}

impl Begun {
    fn without_key(operation_id: &str) -> Self {
        Self { operation_id: operation_id.to_owned(), attempt: Attempt::First(None), ticket: None }
    }

    fn first(note: Note, ticket: Ticket) -> Self {
        let operation_id = note.operation_id.clone();
        let keeper: Arc<dyn Keeper> = Arc::new(NoteKeeper::new(note, ticket.notes()));
        Self { operation_id, attempt: Attempt::First(Some(keeper)), ticket: Some(ticket) }
    }

    fn resumed(note: Note, ticket: Ticket) -> Self {
        let Note { operation_id, before } = note;
        Self { operation_id, attempt: Attempt::Resumed(Arc::new(before)), ticket: Some(ticket) }
    }
}

/// Begins what is asked, or tells what became of it before. `operation_id` is for what is begun now.
///
/// # Errors
/// [`Failure`] if the key cannot be kept. Nothing may be done then.
pub(super) async fn claim(
    context: &Context<'_>,
    session: &Session,
    asked: &Asked,
    operation_id: &str,
) -> Result<Claimed, Failure> {
    let Some(key) = &asked.key else { return Ok(Claimed::Begun(Begun::without_key(operation_id))) };
    let record = RecordKey::new(session.directory.principal().as_str(), key);
    let (fingerprint, note) = (fingerprint(context, asked.file)?, Note::new(operation_id));
    let claim = session.keys.claim(&record, &fingerprint, note.to_json()).await.map_err(|error| {
        tracing::error!(%error, "the store of idempotency keys failed");
        let message =
            "The idempotency key could not be kept, so nothing was done; the server's log says more.";
        coded(Code::Internal, message).not_executed()
    })?;
    Ok(match claim {
        Claim::First(ticket) => Claimed::Begun(Begun::first(note, ticket)),
        // Earlier versions left no note.
        Claim::Unfinished(ticket, left) => {
            Claimed::Begun(Begun::resumed(Note::read(left).unwrap_or(note), ticket))
        }
        Claim::Finished(kept) => Claimed::Done(kept),
        Claim::OtherInput => Claimed::OtherInput,
    })
}

/// What was asked: the mutation and its input, in one spelling, without the key itself.
fn fingerprint(context: &Context<'_>, file: Option<Fingerprint>) -> Result<Fingerprint, Failure> {
    let mut arguments = Json::Object(serde_json::Map::new());
    for (name, value) in context.field().arguments().map_err(|_| unreadable())? {
        arguments[name.as_str()] = value.into_json().map_err(|_| unreadable())?;
    }
    if let Some(Json::Object(input)) = arguments.get_mut("input") {
        input.remove("idempotencyKey");
        // Which of the files of the request it is does not matter; what is in it does.
        if file.is_some() {
            input.remove("file");
        }
    }
    // The keys of a map are sorted, so that two spellings of an input are one.
    let mut asked = format!("{} {arguments}", context.field().name()).into_bytes();
    asked.extend(file.iter().flat_map(Fingerprint::as_bytes));
    Ok(Fingerprint::of(&asked))
}

fn unreadable() -> Failure {
    coded(Code::BadUserInput, "The arguments of this mutation cannot be read.").not_executed()
}

/// What is wrong with a key, if it is none.
pub(super) fn wrong(key: Option<&str>) -> Option<UserError> {
    let is_one =
        |key: &str| (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    key.filter(|key| !is_one(key)).map(|_| {
        let message = "Pass 1 to 255 visible ASCII characters, such as a UUID.";
        UserError::at(&["idempotencyKey"], UserErrorCode::Invalid, message)
    })
}

/// The key was used for another input.
pub(super) fn reused() -> UserError {
    let message = "This key was used for another input within the last day. Use a new key for a new input.";
    UserError::at(&["idempotencyKey"], UserErrorCode::IdempotencyKeyReused, message)
}
