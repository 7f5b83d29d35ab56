//! Where records are kept.

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use serde_json::Value;

use super::fingerprint::Fingerprint;
use super::record_key::RecordKey;
use crate::link::LinkError;

/// Keeps a record for each key: that a mutation has begun, with a note of whoever began it, then its result.
///
/// A process works under a key once at a time, which [`Keys`](super::Keys) sees to, and several processes do where the store
/// keeps them apart: what was begun or taken up belongs to its process until it is ended or released, or the process is
/// silent for too long.
///
/// Every change is atomic, and durable before the call returns. A call that fails may have been carried out all the
/// same; what it leaves behind is then found as any other record.
pub trait Store: Send + Sync + 'static {
    /// Makes a record that says "begun", with this note, where there is none that is still kept, or else tells what is
    /// there. [`Value::Null`] is no note.
    ///
    /// # Errors
    /// [`StoreError::Full`] where there is no room for a new record, [`StoreError::Depth`] or [`StoreError::TooLong`] for a
    /// note that cannot be kept; otherwise when the store fails.
    fn begin<'a>(
        &'a self,
        key: &'a RecordKey,
        fingerprint: &'a Fingerprint,
        note: Value,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Begun, StoreError>>;

    /// Puts another note in place of the one in a record that was begun. It does not make the record live longer.
    ///
    /// # Errors
    /// As [`Self::finish`].
    fn note<'a>(&'a self, key: &'a RecordKey, note: Value) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Puts the result into a record that was begun, in place of its note. It does not make the record live longer.
    ///
    /// # Errors
    /// [`StoreError::NotBegun`] where no unfinished record is, [`StoreError::Overtaken`] where another process took it up,
    /// [`StoreError::Depth`] or [`StoreError::TooLong`] for what cannot be kept; otherwise when the store fails.
    fn finish<'a>(&'a self, key: &'a RecordKey, result: Value) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Nothing was done under this key: removes the unfinished record, if there is one.
    ///
    /// # Errors
    /// [`StoreError::NotBegun`] where the record is finished, and stays, [`StoreError::Overtaken`] where another process took
    /// it up; otherwise when the store fails.
    fn withdraw<'a>(&'a self, key: &'a RecordKey) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Makes sure, at this moment, that what was begun or taken up under this key is still for this process to work on. A
    /// store of one process alone has nothing to ask.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] or [`StoreError::NotBegun`] where it is not; otherwise when the store fails. Nothing may be
    /// sent then.
    fn hold<'a>(&'a self, _key: &'a RecordKey) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Whether other processes work with the same records.
    fn is_shared(&self) -> bool {
        false
    }

    /// Nobody works under this key any more, though the record may be unfinished: another process may take it up.
    fn release(&self, _key: &RecordKey) {}
}

/// What was found under a key.
#[derive(Clone, PartialEq)]
pub enum Begun {
    /// Nothing; now there is a record that says "begun".
    New,
    /// The same input was begun before, and not finished. With its last note, or [`Value::Null`].
    Unfinished(Value),
    /// The same input led to this result.
    Finished(Value),
    /// Another input was begun under this key, whether or not it was finished.
    OtherInput,
    /// The same input is being worked on by another process. Ask again.
    Elsewhere,
}

/// Debug output has no note and no result in it: they are people's data, and logs travel.
impl fmt::Debug for Begun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::New => "New",
            Self::Unfinished(_) => "Unfinished(..)",
            Self::Finished(_) => "Finished(..)",
            Self::OtherInput => "OtherInput",
            Self::Elsewhere => "Elsewhere",
        })
    }
}

/// Why a store cannot do what it is asked for. None of it shows a caller, a key, an input, a note or a result.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be used.
    #[error("the idempotency file {path} cannot be {action}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What was tried: `read`, `written` or `locked`.
        action: &'static str,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Others than the owner may read or write the file.
    #[error("the idempotency file {path} is open to other users (mode {mode:o}); run `chmod 600` on it")]
    Permissions {
        /// Which file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Somebody holds the file already.
    #[error(
        "the idempotency file {path} is in use by another process; end that process, or name another file"
    )]
    Held {
        /// Which file.
        path: PathBuf,
    },
    /// The file holds something else.
    #[error(
        "line {line} of the idempotency file {path} cannot be understood; move the file away to forget its keys"
    )]
    Content {
        /// Which file.
        path: PathBuf,
        /// The first line that is wrong, counted from 1.
        line: usize,
    },
    /// There is no room for another key until others have been kept long enough.
    #[error("{max_records} idempotency keys are kept, and no more may be")]
    Full {
        /// How many records may be kept.
        max_records: usize,
    },
    /// There is no unfinished record: it was kept long enough meanwhile, or somebody else has finished it.
    #[error("nothing unfinished is kept under this idempotency key")]
    NotBegun,
    /// This process was silent for too long, and another one took up what it had begun.
    #[error("another server took up what was begun under this idempotency key")]
    Overtaken(
        /// What it left: a note, or a result.
        Begun,
    ),
    /// A note or a result is too long.
    #[error("what is to be kept under an idempotency key is longer than {longest} bytes")]
    TooLong {
        /// In bytes: how long it may be.
        longest: usize,
    },
    /// A Redis fails.
    #[error("idempotency keys cannot be kept: {0}")]
    Link(#[from] LinkError),
    /// A note or a result is nested too deeply to be read again.
    #[error("what is to be kept under an idempotency key is nested too deeply")]
    Depth,
    /// Another kind of store failed, or work was cut short.
    #[error("the idempotency store failed: {0}")]
    Other(String),
}

impl StoreError {
    /// The runtime is shutting down, or the store panicked.
    pub(super) fn cut_short() -> Self {
        Self::Other("the work was cut short".to_owned())
    }
}
