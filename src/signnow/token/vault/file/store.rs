//! The store: one swap at a time, each of them a new file in the place of the old one.

use std::fs::Metadata;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::future::BoxFuture;

use super::document::{Found, LONGEST, Records};
use crate::private_file::{Lock, PrivateFile};
use crate::signnow::token::vault::name::CredentialName;
use crate::signnow::token::vault::sealed::Sealed;
use crate::signnow::token::vault::store::{StoreError, TokenStore};

/// Keeps the records of all credentials of a machine in one JSON file that only its owner may use.
///
/// A swap holds a lock while it reads the file, writes a new one (mode 0600, never an existing name), syncs it, renames
/// it over the old one and syncs the folder: after a crash there is the old state or the new one, whole. The lock is
/// on a second file beside it, which has `.lock` after its name and stays; who removes it while the store is in use
/// lets two processes in at once. Where locks cannot be had, a swap fails. Another process is waited for, but no
/// longer than ten seconds. A swap whose caller has gone is carried to its end.
///
/// Both files are made where they are missing; their folder has to exist. As the file is replaced, it has to be named
/// itself and not by a link, and a container needs the folder mounted, not the file.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
}

/// Many times what a swap takes.
const PATIENCE: Duration = Duration::from_secs(10);

impl FileStore {
    /// A store in this file.
    pub fn new(path: impl Into<PathBuf>) -> FileStore {
        FileStore { path: path.into() }
    }

    /// Whether the store can be used: what is there can be read, it can be locked, and a file beside it can be written.
    /// Changes nothing, but makes the file for the lock, and removes what killed processes left half-written. For the
    /// start of a program, where a fault is cheaper than after the first login.
    ///
    /// # Errors
    /// [`StoreError`], as reading or swapping would give it.
    pub async fn check(&self) -> Result<(), StoreError> {
        let path = self.path.clone();
        off_the_reactor(move || check(&path)).await
    }
}

impl TokenStore for FileStore {
    fn read<'a>(&'a self, name: &'a CredentialName) -> BoxFuture<'a, Result<Option<Sealed>, StoreError>> {
        let (path, name) = (self.path.clone(), name.clone());
        Box::pin(off_the_reactor(move || read(&path, &name)))
    }

    fn swap<'a>(
        &'a self,
        name: &'a CredentialName,
        expected: Option<&'a Sealed>,
        next: Option<&'a Sealed>,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        let (path, name) = (self.path.clone(), name.clone());
        let (expected, next) = (expected.cloned(), next.cloned());
        Box::pin(off_the_reactor(move || swap(&path, name, expected.as_ref(), next)))
    }
}

/// Work that has begun goes on to its end, whether anybody waits for it or not.
async fn off_the_reactor<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(StoreError::Interrupted))
}

fn read(path: &Path, name: &CredentialName) -> Result<Option<Sealed>, StoreError> {
    let Some((records, _)) = load(path)? else { return Ok(None) };
    // The file was synced before it got its name; the name may be newer than the last sync of the folder, where its
    // writer was killed or is not that far yet. What is acted on must not be undone by a crash.
    named(path).sync_folder()?;
    Ok(records.get(name).cloned())
}

fn swap(
    path: &Path,
    name: CredentialName,
    expected: Option<&Sealed>,
    next: Option<Sealed>,
) -> Result<bool, StoreError> {
    let _lock = Lock::take(named(path), PATIENCE)?;
    let (records, old) = load(path)?.unzip();
    let mut records = records.unwrap_or_default();
    if records.get(&name) != expected {
        return Ok(false);
    }
    records.put(name, next);
    replace(path, old.as_ref(), &records)?;
    Ok(true)
}

fn check(path: &Path) -> Result<(), StoreError> {
    load(path)?;
    let _lock = Lock::take(named(path), PATIENCE)?;
    let old = load(path)?.map(|(_, metadata)| metadata);
    named(path).successor(old.as_ref())?;
    Ok(named(path).remove_leftovers()?)
}

fn named(path: &Path) -> PrivateFile<'_> {
    PrivateFile { what: "token file", path }
}

/// What the file holds, and the file's own data.
fn load(path: &Path) -> Result<Option<(Records, Metadata)>, StoreError> {
    let failed = |source| named(path).failed("read", source);
    named(path).refuse_link()?;
    let Some(file) = named(path).read()? else { return Ok(None) };
    let metadata = file.metadata().map_err(failed)?;
    let mut text = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut text).map_err(failed)?;
    let records = if is_too_long(&text) { Err(Found::TooMuch) } else { Records::parse(&text) };
    let records = records.map_err(|found| StoreError::Content { path: path.to_owned(), found })?;
    Ok(Some((records, metadata)))
}

fn replace(path: &Path, old: Option<&Metadata>, records: &Records) -> Result<(), StoreError> {
    let failed = |source| named(path).failed("written", source);
    let text = records.to_json().map_err(|error| failed(error.into()))?;
    if is_too_long(&text) {
        return Err(StoreError::Full { path: path.to_owned() });
    }
    let mut new = named(path).successor(old)?;
    new.write_all(&text).map_err(failed)?;
    new.as_file().sync_all().map_err(failed)?;
    new.persist(path).map_err(|failure| failed(failure.error))?;
    Ok(named(path).sync_folder()?)
}

fn is_too_long(text: &[u8]) -> bool {
    u64::try_from(text.len()).is_ok_and(|length| length > LONGEST)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::chown;

    use super::*;

    /// Whoever may not give a file away is not root, whose `/` is.
    #[test]
    fn a_file_of_another_user_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (path, foreign) = (folder.path().join("tokens.json"), folder.path().join("foreign"));
        fs::write(&foreign, "").unwrap();
        let foreign = if chown(&foreign, Some(1), None).is_ok() { &foreign } else { Path::new("/") };
        let refusal = replace(&path, Some(&foreign.metadata().unwrap()), &Records::default()).unwrap_err();
        assert!(refusal.to_string().ends_with("belongs to another user; run this as that user"), "{refusal}");
        assert!(!path.exists());
        let own = folder.path().metadata().unwrap();
        replace(&path, Some(&own), &Records::default()).unwrap();
        assert!(load(&path).unwrap().is_some());
    }
}
