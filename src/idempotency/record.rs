//! One record: what was begun, and what came of it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::fingerprint::{Fingerprint, Seal};
use super::store::{Begun, StoreError};

/// What is kept under a key.
pub(super) struct Record {
    pub(super) at: DateTime<Utc>,
    pub(super) seal: Seal,
    pub(super) state: State,
}

/// What is kept is text, which takes a fraction of the memory that the values of a tree take.
pub(super) enum State {
    /// With a note for whoever takes it up, if there is one.
    Unfinished(Option<Box<RawValue>>),
    /// With its result. Nobody needs the note any more.
    Finished(Box<RawValue>),
}

impl Record {
    /// What is found by whoever asks with this input.
    pub(super) fn tell(&self, fingerprint: &Fingerprint) -> Result<Begun, StoreError> {
        match &self.state {
            _ if !self.seal.is_of(fingerprint) => Ok(Begun::OtherInput),
            State::Unfinished(None) => Ok(Begun::Unfinished(Value::Null)),
            State::Unfinished(Some(note)) => read(note).map(Begun::Unfinished),
            State::Finished(result) => read(result).map(Begun::Finished),
        }
    }
}

/// As it is kept, if it can be read again.
pub(super) fn written(value: &Value) -> Result<Box<RawValue>, StoreError> {
    let text = to_raw_value(value).map_err(|_| StoreError::Depth)?;
    read(&text)?;
    Ok(text)
}

/// Fails beyond the depth to which the library reads, though it writes without such a bound.
fn read(text: &RawValue) -> Result<Value, StoreError> {
    serde_json::from_str(text.get()).map_err(|_| StoreError::Depth)
}
