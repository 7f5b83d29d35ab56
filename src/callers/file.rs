//! Integrations in a file, for the servers and the commands of one machine.

use std::fs::Metadata;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::future::BoxFuture;

use super::document;
use super::store::{IntegrationStore, Registered, StoreError};
use crate::private_file::{Lock, PrivateFile};

/// Keeps them in one JSON file that only its owner may use. A change holds a lock beside it, writes a new file, syncs it and
/// renames it over the old one: after a crash there is the old state or the new one, whole. A missing file holds none.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
}

/// Many times what a change takes.
const PATIENCE: Duration = Duration::from_secs(10);

/// In bytes; some ten thousand integrations.
const LONGEST: u64 = 8 << 20;

impl FileStore {
    /// A store in this file.
    pub fn new(path: impl Into<PathBuf>) -> FileStore {
        FileStore { path: path.into() }
    }
}

impl IntegrationStore for FileStore {
    fn read(&self) -> BoxFuture<'_, Result<Registered, StoreError>> {
        let path = self.path.clone();
        Box::pin(off_the_reactor(move || read(&path)))
    }

    fn swap<'a>(&'a self, next: &'a Registered) -> BoxFuture<'a, Result<bool, StoreError>> {
        let (path, next) = (self.path.clone(), next.clone());
        Box::pin(off_the_reactor(move || swap(&path, &next)))
    }
}

async fn off_the_reactor<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let ended = tokio::task::spawn_blocking(work).await;
    ended.unwrap_or_else(|_| Err(StoreError::Failed("it was interrupted".to_owned())))
}

fn named(path: &Path) -> PrivateFile<'_> {
    PrivateFile { what: "integrations file", path }
}

fn read(path: &Path) -> Result<Registered, StoreError> {
    Ok(load(path)?.map(|(registered, _)| registered).unwrap_or_default())
}

/// What the file holds, and the file's own data.
fn load(path: &Path) -> Result<Option<(Registered, Metadata)>, StoreError> {
    named(path).refuse_link()?;
    let Some(file) = named(path).read()? else { return Ok(None) };
    let metadata = file.metadata().map_err(|source| named(path).failed("read", source))?;
    let mut text = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut text).map_err(|source| named(path).failed("read", source))?;
    let registered = if is_short(&text) { document::read(&text) } else { None };
    let registered = registered.ok_or_else(|| StoreError::Content(path.display().to_string()))?;
    Ok(Some((registered, metadata)))
}

fn swap(path: &Path, next: &Registered) -> Result<bool, StoreError> {
    let failed = |source| named(path).failed("written", source);
    let _lock = Lock::take(named(path), PATIENCE)?;
    let (registered, old) = load(path)?.unzip();
    if registered.unwrap_or_default().revision + 1 != next.revision {
        return Ok(false);
    }
    let text = document::write(next).map_err(|error| failed(error.into()))?;
    if !is_short(&text) {
        return Err(StoreError::Failed(format!("{} would be too long to be read again", path.display())));
    }
    let mut new = named(path).successor(old.as_ref())?;
    new.write_all(&text).map_err(failed)?;
    new.as_file().sync_all().map_err(failed)?;
    new.persist(path).map_err(|failure| failed(failure.error))?;
    named(path).sync_folder()?;
    Ok(true)
}

fn is_short(text: &[u8]) -> bool {
    u64::try_from(text.len()).is_ok_and(|length| length <= LONGEST)
}
