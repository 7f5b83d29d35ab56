//! The caller's idempotency key: whether it is one, and what was begun or done under it before.

use std::sync::Arc;

use async_graphql::Value;
use serde_json::Value as Json;

use super::input::Input;
use super::note::{Note, NoteKeeper};
use super::run::Session;
use super::user_error::{UserError, UserErrorCode};
use crate::directory::{Attempt, Keeper};
use crate::graph::error::{Code, Failure, coded};
use crate::idempotency::{Claim, Fingerprint, RecordKey, Ticket};

/// The caller's key, and what was asked under it.
pub(super) struct Asked {
    key: String,
    fingerprint: Fingerprint,
}

impl Asked {
    /// The key, if it is one at all, and what of the input makes it the same as another: the mutation, and its arguments
    /// as they are understood. An argument that is left out is its default, or null.
    pub(super) fn by<I: Input>(mutation: &str, input: &I) -> Option<Self> {
        let key = input.key()?.to_owned();
        let file = input.file();
        let mut arguments = input.arguments();
        if let Value::Object(arguments) = &mut arguments {
            arguments.shift_remove("idempotencyKey");
            // Which of the files of the request it is does not matter; what is in it does.
            arguments.shift_remove("file");
        }
        let mut asked = format!("{mutation} {arguments}").into_bytes();
        asked.extend(file.iter().flat_map(Fingerprint::as_bytes));
        Some(Self { key, fingerprint: Fingerprint::of(&asked) })
    }

    /// What is wrong with the key, if it is none.
    pub(super) fn wrong_key(&self) -> Option<UserError> {
        let is_one =
            (1..=255).contains(&self.key.len()) && self.key.bytes().all(|byte| byte.is_ascii_graphic());
        (!is_one).then(|| {
            let message = "Pass 1 to 255 visible ASCII characters, such as a UUID.";
            UserError::at(&["idempotencyKey"], UserErrorCode::Invalid, message)
        })
    }
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
    session: &Session,
    asked: Option<&Asked>,
    operation_id: &str,
) -> Result<Claimed, Failure> {
    let Some(asked) = asked else { return Ok(Claimed::Begun(Begun::without_key(operation_id))) };
    // Callers of one account do not know each other's keys, so they must not meet in them.
    let owner = format!("{} for {}", session.directory.principal().as_str(), session.caller);
    let record = RecordKey::new(&owner, &asked.key);
    let note = Note::new(operation_id);
    let claim = session.keys.claim(&record, &asked.fingerprint, note.to_json()).await.map_err(|error| {
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

/// The key was used for another input.
pub(super) fn reused() -> UserError {
    let message = "This key was used for another input within the last day. Use a new key for a new input.";
    UserError::at(&["idempotencyKey"], UserErrorCode::IdempotencyKeyReused, message)
}
