//! A record as it lies in Redis, and what its scripts answer.

use serde_json::Value;

use crate::idempotency::fingerprint::Seal;
use crate::idempotency::record::written;
use crate::idempotency::store::{Begun, StoreError};
use crate::link::Reply;

/// In bytes: no note and no result is longer. The longest note that is made has 200 kilobytes.
pub(super) const LONGEST: usize = 4 * 1024 * 1024;

/// What is found under a key.
pub(super) enum Found {
    /// Nothing; now there is a record.
    New,
    /// There is no room for one.
    Full,
    /// This.
    There(Record),
}

/// What somebody began.
pub(super) struct Record {
    pub(super) seal: Seal,
    pub(super) state: Begun,
    /// Whoever worked on it last; empty where they let go of it.
    pub(super) owner: Vec<u8>,
    pub(super) is_held_elsewhere: bool,
}

/// Whether a change was made.
pub(super) enum Changed {
    Done,
    /// There is no such record.
    Gone,
    /// It is not its owner's any more. With what is there.
    Lost(Begun),
}

impl Found {
    pub(super) fn of(reply: Reply) -> Result<Found, StoreError> {
        match texts(&reply)?.as_slice() {
            [b"new"] => Ok(Found::New),
            [b"full"] => Ok(Found::Full),
            [b"there", b"1", seal, state, body, owner, hold] => Ok(Found::There(Record {
                seal: serde_json::from_slice(seal).map_err(|_| strange())?,
                state: begun(state, body)?,
                owner: owner.to_vec(),
                is_held_elsewhere: *hold == b"held",
            })),
            _ => Err(strange()),
        }
    }
}

impl Changed {
    pub(super) fn of(reply: Reply) -> Result<Changed, StoreError> {
        match texts(&reply)?.as_slice() {
            [b"done"] => Ok(Changed::Done),
            [b"gone"] => Ok(Changed::Gone),
            [b"lost", state, body] => begun(state, body).map(Changed::Lost),
            _ => Err(strange()),
        }
    }
}

/// The note of a record that was taken, if it was.
pub(super) fn taken(reply: Reply) -> Result<Option<Value>, StoreError> {
    match texts(&reply)?.as_slice() {
        [b"taken", note] => value(note).map(Some),
        [b"not"] => Ok(None),
        _ => Err(strange()),
    }
}

/// A note or a result as it is kept, if it can be.
pub(super) fn body(value: &Value) -> Result<String, StoreError> {
    let text = String::from(Box::<str>::from(written(value)?));
    if text.len() > LONGEST { Err(StoreError::TooLong { longest: LONGEST }) } else { Ok(text) }
}

fn begun(state: &[u8], body: &[u8]) -> Result<Begun, StoreError> {
    match state {
        b"begun" => value(body).map(Begun::Unfinished),
        b"ended" => value(body).map(Begun::Finished),
        _ => Err(strange()),
    }
}

fn value(text: &[u8]) -> Result<Value, StoreError> {
    serde_json::from_slice(text).map_err(|_| strange())
}

fn texts(reply: &Reply) -> Result<Vec<&[u8]>, StoreError> {
    reply.iter().map(|text| text.as_deref().ok_or_else(strange)).collect()
}

fn strange() -> StoreError {
    let words = "Redis holds a record that cannot be understood, perhaps of a later version; give these servers a database \
                 of their own";
    StoreError::Other(words.to_owned())
}
