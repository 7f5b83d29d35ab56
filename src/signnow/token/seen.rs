//! The record as it is kept, and the latest state of it that this process ever saw.

use tracing::warn;

use super::records::{Kept, Record, RecordError, Records};
use crate::signnow::error::{Error, ErrorKind, Reason};

/// Reads and replaces the record, and remembers it against a store that goes back in time.
pub(super) struct SeenRecords {
    records: Records,
    latest: Option<Record>,
}

impl SeenRecords {
    pub(super) fn new(records: Records) -> SeenRecords {
        SeenRecords { records, latest: None }
    }

    /// The latest state that was ever seen here.
    pub(super) fn latest(&self) -> Option<&Record> {
        self.latest.as_ref()
    }

    pub(super) async fn read(&mut self) -> Result<Kept, Error> {
        let kept = self.records.read().await.map_err(|error| unreachable(error, "read"))?;
        if let Some(record) = &kept.record {
            self.learn(record);
        }
        Ok(kept)
    }

    /// Puts a record in the place of what was read; false where something else is there by now.
    pub(super) async fn swap(&mut self, kept: &Kept, next: &Record) -> Result<bool, Error> {
        let swapped = self.records.swap(kept, next).await;
        let swapped = swapped.map_err(|error| unreachable(error, "written"))?;
        if swapped {
            self.learn(next);
        }
        Ok(swapped)
    }

    fn learn(&mut self, record: &Record) {
        if self.latest.as_ref().is_none_or(|latest| record.is_later_than(latest)) {
            self.latest = Some(record.clone());
        }
    }
}

/// Without the store no token is spent: nobody could know of it.
fn unreachable(error: RecordError, action: &'static str) -> Error {
    let told = causes(&error);
    warn!(error = told, "the token store cannot be {action}, so no token is asked for");
    Error::new(ErrorKind::Internal).with_reason(Reason::TokenStore).because(error)
}

/// The error on one line, with what the system says of it.
fn causes(error: &RecordError) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told} ({cause})"))
}
