//! A file to oneself, while it is compared and replaced.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::signnow::token::vault::private_file::PrivateFile;
use crate::signnow::token::vault::store::StoreError;

/// The file is ours as long as this lives; the system takes the lock back from a process that ends, however it does.
///
/// What is locked is a file beside it that is never replaced and never removed. The file itself is replaced, and a lock
/// would stay with the old one.
pub(super) struct Lock {
    _file: File,
}

/// How long others are asked again after. They hold the lock for as long as a file takes to be written.
const PAUSE: Duration = Duration::from_millis(2);

impl Lock {
    /// Waits for others, but no longer than `patience`: one that is stopped holds its lock for as long as it is.
    pub(super) fn take(path: &Path, patience: Duration) -> Result<Lock, StoreError> {
        let beside = beside(path);
        let named = PrivateFile { what: "lock file", path: &beside };
        let file = named.open(&options())?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(TryLockError::Error(source)) => return Err(named.failed("locked", source).into()),
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::Busy { path: path.to_owned(), waited: patience });
                }
            }
        }
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    path.with_file_name(name)
}

/// Some network file systems lock only what is open for writing.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_by_one_at_a_time_and_waited_for_no_longer_than_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        let (at_once, soon) = (Duration::ZERO, Duration::from_millis(5));
        let held = Lock::take(&path, at_once).unwrap();
        for patience in [at_once, soon] {
            let refusal = Lock::take(&path, patience).map(drop).unwrap_err();
            assert!(matches!(refusal, StoreError::Busy { waited, .. } if waited == patience), "{refusal}");
        }
        drop(held);
        let other = folder.path().join("other.json");
        let _both = (Lock::take(&path, at_once).unwrap(), Lock::take(&other, at_once).unwrap());
    }

    #[test]
    fn who_waits_goes_on_when_the_holder_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        let held = Lock::take(&path, Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| Lock::take(&path, Duration::from_secs(60)).map(drop));
            drop(held);
            waiting.join().unwrap().unwrap();
        });
    }
}
