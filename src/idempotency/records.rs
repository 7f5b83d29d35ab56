//! The records themselves, and what may happen to them. No clock, no lock, no file.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::fingerprint::{Fingerprint, Seal};
use super::options::Options;
use super::record::{Record, State, written};
use super::record_key::RecordKey;
use super::store::{Begun, StoreError};

/// All records of a store. Each change is first shown to the caller, who makes it durable, and then made here.
pub(super) struct Records {
    options: Options,
    by_key: HashMap<RecordKey, Record>,
    /// The same keys, the oldest first.
    by_age: BTreeSet<(DateTime<Utc>, RecordKey)>,
}

/// What happens to a record; a line of a file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Change {
    Begin {
        key: RecordKey,
        at: DateTime<Utc>,
        seal: Seal,
        /// Lines of earlier versions have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Box<RawValue>>,
    },
    Note {
        key: RecordKey,
        note: Box<RawValue>,
    },
    Finish {
        key: RecordKey,
        result: Box<RawValue>,
    },
    Withdraw {
        key: RecordKey,
    },
}

impl Records {
    pub(super) fn new(options: &Options) -> Self {
        Self { options: options.clone(), by_key: HashMap::new(), by_age: BTreeSet::new() }
    }

    /// As [`super::Store::begin`]. `secure` makes the change durable, or refuses it.
    pub(super) fn begin(
        &mut self,
        key: &RecordKey,
        fingerprint: &Fingerprint,
        note: &Value,
        now: DateTime<Utc>,
        secure: impl FnOnce(&Self, &Change) -> Result<(), StoreError>,
    ) -> Result<Begun, StoreError> {
        self.forget_expired(now);
        if let Some(record) = self.by_key.get(key) {
            return record.tell(fingerprint);
        }
        if self.by_key.len() >= self.options.max_records {
            return Err(StoreError::Full { max_records: self.options.max_records });
        }
        let note = if note.is_null() { None } else { Some(written(note)?) };
        let change = Change::Begin { key: key.clone(), at: now, seal: Seal::new(fingerprint), note };
        secure(self, &change)?;
        self.make(change);
        Ok(Begun::New)
    }

    /// As [`super::Store::note`].
    pub(super) fn note(
        &mut self,
        key: &RecordKey,
        note: &Value,
        secure: impl FnOnce(&Self, &Change) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.change_unfinished(Change::Note { key: key.clone(), note: written(note)? }, secure)
    }

    /// As [`super::Store::finish`].
    pub(super) fn finish(
        &mut self,
        key: &RecordKey,
        result: &Value,
        secure: impl FnOnce(&Self, &Change) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.change_unfinished(Change::Finish { key: key.clone(), result: written(result)? }, secure)
    }

    /// As [`super::Store::withdraw`].
    pub(super) fn withdraw(
        &mut self,
        key: &RecordKey,
        secure: impl FnOnce(&Self, &Change) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if !self.by_key.contains_key(key) {
            return Ok(());
        }
        self.change_unfinished(Change::Withdraw { key: key.clone() }, secure)
    }

    /// Makes a change that was made before, and says whether it can follow from those made so far. A record is begun
    /// over another where the other had expired and was no longer kept here.
    pub(super) fn repeat(&mut self, change: Change) -> bool {
        let follows = match &change {
            Change::Begin { .. } => true,
            Change::Note { key, .. } | Change::Finish { key, .. } | Change::Withdraw { key } => {
                self.is_unfinished(key)
            }
        };
        if follows {
            self.make(change);
        }
        follows
    }

    /// Drops what has been kept long enough. A record that seems to come from the future is kept: the clock was set back.
    pub(super) fn forget_expired(&mut self, now: DateTime<Utc>) {
        let age = |at: DateTime<Utc>| now.signed_duration_since(at).to_std().unwrap_or_default();
        while self.by_age.first().is_some_and(|(at, _)| age(*at) >= self.options.keep) {
            if let Some((_, key)) = self.by_age.pop_first() {
                self.by_key.remove(&key);
            }
        }
    }

    /// The fewest changes that lead to these records, the oldest first.
    pub(super) fn changes(&self) -> impl Iterator<Item = Change> {
        self.by_age.iter().filter_map(|(_, key)| self.by_key.get_key_value(key)).flat_map(|(key, record)| {
            let (note, result) = match &record.state {
                State::Unfinished(note) => (note.clone(), None),
                State::Finished(result) => (None, Some(result.clone())),
            };
            let begin = Change::Begin { key: key.clone(), at: record.at, seal: record.seal.clone(), note };
            let finish = result.map(|result| Change::Finish { key: key.clone(), result });
            [Some(begin), finish].into_iter().flatten()
        })
    }

    fn change_unfinished(
        &mut self,
        change: Change,
        secure: impl FnOnce(&Self, &Change) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let (Change::Begin { key, .. }
        | Change::Note { key, .. }
        | Change::Finish { key, .. }
        | Change::Withdraw { key }) = &change;
        if !self.is_unfinished(key) {
            return Err(StoreError::NotBegun);
        }
        secure(self, &change)?;
        self.make(change);
        Ok(())
    }

    fn is_unfinished(&self, key: &RecordKey) -> bool {
        self.by_key.get(key).is_some_and(|record| matches!(record.state, State::Unfinished(_)))
    }

    fn make(&mut self, change: Change) {
        match change {
            Change::Begin { key, at, seal, note } => {
                self.remove(&key);
                self.by_age.insert((at, key.clone()));
                self.by_key.insert(key, Record { at, seal, state: State::Unfinished(note) });
            }
            Change::Note { key, note } => self.turn(&key, State::Unfinished(Some(note))),
            Change::Finish { key, result } => self.turn(&key, State::Finished(result)),
            Change::Withdraw { key } => self.remove(&key),
        }
    }

    fn turn(&mut self, key: &RecordKey, state: State) {
        if let Some(record) = self.by_key.get_mut(key) {
            record.state = state;
        }
    }

    fn remove(&mut self, key: &RecordKey) {
        if let Some((key, record)) = self.by_key.remove_entry(key) {
            self.by_age.remove(&(record.at, key));
        }
    }
}
