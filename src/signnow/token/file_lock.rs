//! A file to oneself, while it is compared and replaced.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Locks the file of that name until the handle is dropped, against everyone else who asks here; `None` when there is
/// no such file. Waits for others, who keep it for no longer than a file takes to be written.
///
/// The lock is on the file itself and not on one beside it: only its owner can open it, so nobody else can lock it.
/// Files are replaced by renaming, so the name may have come to mean another one while we waited.
pub(super) fn hold(path: &Path) -> io::Result<Option<File>> {
    loop {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        file.lock()?;
        if is_named(&file, path)? {
            return Ok(Some(file));
        }
    }
}

/// Whether the name still means this file.
#[cfg(unix)]
fn is_named(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let held = file.metadata()?;
    match fs::metadata(path) {
        Ok(named) => Ok((held.dev(), held.ino()) == (named.dev(), named.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Elsewhere a file that is open cannot be replaced.
#[cfg(not(unix))]
fn is_named(_file: &File, path: &Path) -> io::Result<bool> {
    fs::exists(path)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::TryLockError;
    use std::os::unix::fs::MetadataExt;

    use super::*;

    #[test]
    fn a_file_is_held_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        assert!(hold(&path).unwrap().is_none());
        fs::write(&path, "one").unwrap();
        let held = hold(&path).unwrap().unwrap();
        let other = File::open(&path).unwrap();
        assert!(matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
        drop(held);
        other.try_lock().unwrap();
    }

    #[test]
    fn who_waited_holds_what_the_name_means_by_then() {
        let folder = tempfile::tempdir().unwrap();
        let (path, next) = (folder.path().join("file"), folder.path().join("next"));
        fs::write(&path, "one").unwrap();
        fs::write(&next, "two").unwrap();
        let held = hold(&path).unwrap().unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| hold(&path).unwrap().unwrap().metadata().unwrap().ino());
            let expected = fs::metadata(&next).unwrap().ino();
            fs::rename(&next, &path).unwrap();
            drop(held);
            assert_eq!(waiting.join().unwrap(), expected);
        });
        let held = hold(&path).unwrap().unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| hold(&path).unwrap().is_none());
            fs::remove_file(&path).unwrap();
            drop(held);
            assert!(waiting.join().unwrap());
        });
    }
}
