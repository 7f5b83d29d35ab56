//! What is asked of the folder: a new file, put in the place of the old one for good, and an old one that is ours alone.

use std::fs::File;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::idempotency::store::StoreError;

/// The file for reading, if it is there, and if nobody but its owner may use it.
pub(super) fn open(path: &Path) -> Result<Option<File>, StoreError> {
    let failed = |source| StoreError::File { path: path.to_owned(), action: "read", source };
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(failed)?,
    };
    // The open file is asked, not the name, which could lead elsewhere by then.
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(failed(io::Error::other("it is no ordinary file")));
    }
    match mode_for_others(&metadata) {
        Some(mode) => Err(StoreError::Permissions { path: path.to_owned(), mode }),
        None => Ok(Some(file)),
    }
}

/// The mode, where it lets others in.
#[cfg(unix)]
fn mode_for_others(metadata: &std::fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn mode_for_others(_: &std::fs::Metadata) -> Option<u32> {
    None
}

/// Replaces the file by what `fill` writes, or leaves the old one: after a crash there is one of them, whole. The
/// answer is the new file, open behind its last byte.
pub(super) fn replace(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<File> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = create(folder)?;
    fill(new.as_file_mut())?;
    new.as_file().sync_all()?;
    let file = new.persist(path).map_err(|failure| failure.error)?;
    sync(folder)?;
    Ok(file)
}

/// `tempfile` makes it with mode 0600, under a name that nobody has, and removes it unless it is kept. Its errors repeat
/// the path, which ours tell already; the system's own words are enough.
fn create(folder: &Path) -> io::Result<NamedTempFile> {
    let created = tempfile::Builder::new().prefix(".signgraph-idempotency-").tempfile_in(folder);
    created.map_err(|error| error.raw_os_error().map_or(error, io::Error::from_raw_os_error))
}

/// A crash can undo a renaming until the folder is synced.
#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}
