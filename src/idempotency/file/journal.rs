//! The file while it is ours: lines are appended, and now and then all of it is written anew.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::folder;
use super::lines::{self, End};
use super::lock::Lock;
use crate::idempotency::records::{Change, Records};
use crate::idempotency::store::StoreError;

/// The file, open and locked.
pub(super) struct Journal {
    path: PathBuf,
    /// Open behind its last byte.
    file: File,
    /// In bytes.
    length: u64,
    /// Its length when it was last written anew.
    tidy_length: u64,
    /// Something failed while the file was changed: what it ends with is not known, and perhaps its name leads to another
    /// one by now. Nothing is appended before it is written anew.
    is_spoiled: bool,
    _lock: Lock,
}

/// How many times longer than when it was tidy a file may get.
const GROWTH: u64 = 4;

/// A file shorter than this counts as this long: small ones are not worth the work.
const SMALL: u64 = 64 * 1024;

impl Journal {
    /// Locks the file, reads it into `records`, which are empty, and writes it anew without what has expired.
    pub(super) fn open(
        path: PathBuf,
        records: &mut Records,
        now: DateTime<Utc>,
    ) -> Result<Journal, StoreError> {
        let lock = Lock::take(&path)?;
        if let Some(file) = folder::open(&path)? {
            read(&path, file, records)?;
        }
        records.forget_expired(now);
        let (file, length) = write(&path, records)?;
        Ok(Journal { path, file, length, tidy_length: length, is_spoiled: false, _lock: lock })
    }

    /// Appends a change, which is durable then. `records` are as they are without it.
    pub(super) fn append(&mut self, records: &Records, change: &Change) -> Result<(), StoreError> {
        if self.is_spoiled {
            self.tidy(records)?;
        }
        let line = lines::line(change).map_err(|source| unwritten(&self.path, source))?;
        self.is_spoiled = true;
        self.file.write_all(&line).map_err(|source| unwritten(&self.path, source))?;
        self.file.sync_data().map_err(|source| unwritten(&self.path, source))?;
        self.is_spoiled = false;
        self.length += length_of(&line);
        Ok(())
    }

    /// Writes the file anew once it is several times as long as it has to be.
    pub(super) fn tidy_if_overgrown(&mut self, records: &Records) -> Result<(), StoreError> {
        let is_overgrown = self.length > GROWTH * self.tidy_length.max(SMALL);
        if is_overgrown { self.tidy(records) } else { Ok(()) }
    }

    fn tidy(&mut self, records: &Records) -> Result<(), StoreError> {
        self.is_spoiled = true;
        (self.file, self.length) = write(&self.path, records)?;
        self.tidy_length = self.length;
        self.is_spoiled = false;
        Ok(())
    }
}

fn read(path: &Path, file: File, records: &mut Records) -> Result<(), StoreError> {
    let unread = |source| StoreError::File { path: path.to_owned(), action: "read", source };
    match lines::read(BufReader::new(file), records).map_err(unread)? {
        End::Whole => {}
        End::BrokenOff => tracing::warn!(
            file = %path.display(),
            "the last line of the idempotency file breaks off; it was never acknowledged and is left out"
        ),
        End::Wrong(line) => return Err(StoreError::Content { path: path.to_owned(), line }),
    }
    Ok(())
}

/// The new file and its length.
fn write(path: &Path, records: &Records) -> Result<(File, u64), StoreError> {
    let fill = |file: &mut File| lines::write(BufWriter::new(file), records);
    let file = folder::replace(path, fill).map_err(|source| unwritten(path, source))?;
    let length = file.metadata().map_err(|source| unwritten(path, source))?.len();
    Ok((file, length))
}

fn unwritten(path: &Path, source: io::Error) -> StoreError {
    StoreError::File { path: path.to_owned(), action: "written", source }
}

fn length_of(line: &[u8]) -> u64 {
    u64::try_from(line.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::idempotency::fingerprint::Fingerprint;
    use crate::idempotency::options::Options;
    use crate::idempotency::record_key::RecordKey;
    use crate::idempotency::store::Begun;

    /// A journal and its records, as the store holds them.
    struct Desk {
        path: PathBuf,
        records: Records,
        journal: Journal,
    }

    impl Desk {
        fn open(path: &Path) -> Desk {
            let mut records = Records::new(&Options::default());
            let journal = Journal::open(path.to_owned(), &mut records, DateTime::UNIX_EPOCH).unwrap();
            Desk { path: path.to_owned(), records, journal }
        }

        fn begin(&mut self, key: &str) -> Result<Begun, StoreError> {
            let (key, input) = (RecordKey::new("ada", key), Fingerprint::of(b"input"));
            let journal = &mut self.journal;
            let secure = |records: &Records, change: &Change| journal.append(records, change);
            self.records.begin(&key, &input, &json!("note"), DateTime::UNIX_EPOCH, secure)
        }

        fn finish(&mut self, key: &str) -> Result<(), StoreError> {
            let (key, journal) = (RecordKey::new("ada", key), &mut self.journal);
            self.records.finish(&key, &json!(1), |records, change| journal.append(records, change))
        }

        /// Nothing more can be written to the open file, as on a failing disk.
        fn break_file(&mut self) {
            self.journal.file = File::open(&self.path).unwrap();
        }

        fn reopened(self) -> Desk {
            let path = self.path.clone();
            drop(self);
            Desk::open(&path)
        }
    }

    #[test]
    fn after_a_failed_write_the_file_is_written_anew_before_anything_is_appended() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(&folder.path().join("idempotency.jsonl"));
        desk.begin("1").unwrap();
        desk.break_file();
        assert!(matches!(desk.begin("2"), Err(StoreError::File { action: "written", .. })));
        assert!(matches!(desk.finish("2"), Err(StoreError::NotBegun)), "what failed was not made");
        // What a write that failed half-way may leave.
        std::fs::OpenOptions::new().append(true).open(&desk.path).unwrap().write_all(b"{\"begin\":").unwrap();
        desk.finish("1").unwrap();
        assert_eq!(desk.begin("2").unwrap(), Begun::New);
        let mut desk = desk.reopened();
        assert_eq!(desk.begin("1").unwrap(), Begun::Finished(json!(1)));
        assert_eq!(desk.begin("2").unwrap(), Begun::Unfinished(json!("note")));
    }

    #[test]
    fn what_cannot_be_written_anew_stays_as_it_is_and_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(&folder.path().join("idempotency.jsonl"));
        desk.begin("1").unwrap();
        let path = std::mem::replace(&mut desk.journal.path, folder.path().join("missing/idempotency.jsonl"));
        let records = Records::new(&Options::default());
        assert!(matches!(desk.journal.tidy(&records), Err(StoreError::File { action: "written", .. })));
        assert!(desk.finish("1").is_err(), "nothing is appended to a file that may be the old one");
        desk.journal.path = path;
        desk.finish("1").unwrap();
        assert_eq!(desk.reopened().begin("1").unwrap(), Begun::Finished(json!(1)));
    }
}
