//! A file to oneself, while it is compared and replaced.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::error::FileError;
use super::file::PrivateFile;

/// The file is ours as long as this lives; the system takes the lock back from a process that ends, however it does.
///
/// What is locked is a file beside it that is never replaced and never removed. The file itself is replaced, and a lock
/// would stay with the old one.
pub(crate) struct Lock {
    _file: File,
}

/// How long others are asked again after. They hold the lock for as long as a file takes to be written.
const PAUSE: Duration = Duration::from_millis(2);

impl Lock {
    /// Waits for others, but no longer than `patience`: one that is stopped holds its lock for as long as it is.
    pub(crate) fn take(locked: PrivateFile<'_>, patience: Duration) -> Result<Lock, FileError> {
        let beside = beside(locked.path);
        let named = PrivateFile { what: "lock file", path: &beside };
        let file = named.open(&options())?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(TryLockError::Error(source)) => return Err(named.failed("locked", source)),
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let PrivateFile { what, path } = locked;
                    return Err(FileError::Busy { what, path: path.to_owned(), waited: patience });
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
        let tokens = PrivateFile { what: "token file", path: &path };
        let (at_once, soon) = (Duration::ZERO, Duration::from_millis(5));
        let held = Lock::take(tokens, at_once).unwrap();
        for patience in [at_once, soon] {
            let refusal = Lock::take(tokens, patience).map(drop).unwrap_err();
            assert!(matches!(refusal, FileError::Busy { waited, .. } if waited == patience), "{refusal}");
        }
        drop(held);
        let other = folder.path().join("other.json");
        let _both = (
            Lock::take(tokens, at_once).unwrap(),
            Lock::take(PrivateFile { path: &other, ..tokens }, at_once).unwrap(),
        );
    }

    #[test]
    fn who_waits_goes_on_when_the_holder_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        let tokens = PrivateFile { what: "token file", path: &path };
        let held = Lock::take(tokens, Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| Lock::take(tokens, Duration::from_secs(60)).map(drop));
            drop(held);
            waiting.join().unwrap().unwrap();
        });
    }
}
