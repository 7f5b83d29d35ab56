//! What a mutation leaves under its key for whoever takes it up.

use futures::future::{BoxFuture, FutureExt};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use tokio::sync::Mutex;

use crate::directory::{Keeper, NotKept, Past};
use crate::idempotency::Notes;

/// Ids, and no secret. It is kept from the beginning on, and until the mutation is ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// That of whoever began it: what they made may bear it.
    pub(super) operation_id: String,
    /// What was there before the commands that are told by comparison.
    #[serde(default, skip_serializing_if = "Past::is_empty")]
    pub(super) before: Past,
}

impl Note {
    /// For a mutation that begins.
    pub(super) fn new(operation_id: &str) -> Self {
        Self { operation_id: operation_id.to_owned(), before: Past::default() }
    }

    /// `None` if it is none, or one of another version.
    pub(super) fn read(note: Json) -> Option<Self> {
        serde_json::from_value(note).ok()
    }

    /// Cannot fail: all its keys are strings.
    pub(super) fn to_json(&self) -> Json {
        json!(self)
    }
}

/// Keeps what was there before in the note of a mutation.
pub(super) struct NoteKeeper {
    /// As it is kept, one change after the other.
    note: Mutex<Note>,
    notes: Notes,
}

impl NoteKeeper {
    /// `note` is what is kept so far.
    pub(super) fn new(note: Note, notes: Notes) -> Self {
        Self { note: Mutex::new(note), notes }
    }
}

impl Keeper for NoteKeeper {
    fn keep(&self, past: Past) -> BoxFuture<'_, Result<(), NotKept>> {
        async move {
            let mut note = self.note.lock().await;
            note.before.add(past);
            self.notes.keep(note.to_json()).await.map_err(|error| {
                tracing::error!(%error, "what was there before could not be kept, so nothing was sent");
                NotKept
            })
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written_and_a_strange_one_is_none() {
        let note = Note::new("0123");
        assert_eq!(note.to_json(), json!({ "operation_id": "0123" }), "an ordinary mutation notes no more");
        assert_eq!(Note::read(note.to_json()), Some(note));
        let with_more = json!({ "operation_id": "0123", "before": { "POST /v2/organizations": ["a"] } });
        assert_eq!(Note::read(with_more.clone()).unwrap().to_json(), with_more);
        for strange in [Json::Null, json!("0123"), json!({ "operation": "0123" })] {
            assert_eq!(Note::read(strange), None);
        }
    }
}
