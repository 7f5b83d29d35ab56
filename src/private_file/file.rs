//! One such file.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use super::error::FileError;

/// A file of ours, by its name and by what to call it in words.
#[derive(Clone, Copy)]
pub(crate) struct PrivateFile<'a> {
    pub(crate) what: &'static str,
    pub(crate) path: &'a Path,
}

impl PrivateFile<'_> {
    /// The file for reading, if it is there.
    pub(crate) fn read(self) -> Result<Option<File>, FileError> {
        match self.open(OpenOptions::new().read(true)) {
            Err(FileError::System { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// The file, if it is an ordinary one and its owner's alone.
    pub(crate) fn open(self, options: &OpenOptions) -> Result<File, FileError> {
        let failed = |source| self.failed("opened", source);
        // Asked first: opening a pipe would wait for whoever is at its other end.
        if fs::metadata(self.path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(self.not_ordinary());
        }
        let file = options.open(self.path).map_err(failed)?;
        // And again: the name could lead elsewhere by now.
        let metadata = file.metadata().map_err(failed)?;
        match mode_for_others(&metadata) {
            _ if !metadata.is_file() => Err(self.not_ordinary()),
            Some(mode) => Err(FileError::Permissions { what: self.what, path: self.path.to_owned(), mode }),
            None => Ok(file),
        }
    }

    /// A new file in the same folder. `tempfile` makes it with O_EXCL and mode 0600, under a name made from this
    /// one's, and removes it unless it is kept.
    pub(crate) fn beside(self) -> Result<NamedTempFile, FileError> {
        let created =
            tempfile::Builder::new().prefix(&self.prefix()).rand_bytes(RANDOM).tempfile_in(self.folder());
        // The system's own words: `tempfile` would add the path, which is told already.
        let plain = |error: io::Error| error.raw_os_error().map_or(error, io::Error::from_raw_os_error);
        created.map_err(|error| self.failed("written", plain(error)))
    }

    /// A file that may take the place of the old one: an operator who is another user must not lock the server out.
    pub(crate) fn successor(self, old: Option<&Metadata>) -> Result<NamedTempFile, FileError> {
        let new = self.beside()?;
        let is_ours = match old {
            Some(old) => {
                is_of_one_owner(old, new.as_file()).map_err(|source| self.failed("written", source))?
            }
            None => true,
        };
        if is_ours { Ok(new) } else { Err(self.of_another_user()) }
    }

    /// Through a link the lock and the new file would be beside the link, and exclude nobody who names the file itself.
    pub(crate) fn refuse_link(self) -> Result<(), FileError> {
        match fs::symlink_metadata(self.path).is_ok_and(|metadata| metadata.is_symlink()) {
            true => Err(self.not_ordinary()),
            false => Ok(()),
        }
    }

    /// Removes what processes left beside the file that were killed while they wrote. Only where nobody else writes.
    pub(crate) fn remove_leftovers(self) -> Result<(), FileError> {
        let failed = |source| self.failed("written", source);
        let prefix = self.prefix();
        for entry in fs::read_dir(self.folder()).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let ending = name.to_str().and_then(|name| name.strip_prefix(&prefix));
            if ending.is_some_and(|ending| ending.len() == RANDOM) {
                fs::remove_file(entry.path()).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// A crash can undo what happened to names until the folder is synced.
    pub(crate) fn sync_folder(self) -> Result<(), FileError> {
        sync(self.folder()).map_err(|source| self.failed("written", source))
    }

    pub(crate) fn failed(self, action: &'static str, source: io::Error) -> FileError {
        FileError::System { what: self.what, path: self.path.to_owned(), action, source }
    }

    fn not_ordinary(self) -> FileError {
        FileError::NotOrdinary { what: self.what, path: self.path.to_owned() }
    }

    fn of_another_user(self) -> FileError {
        FileError::Owner { what: self.what, path: self.path.to_owned() }
    }

    fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    fn prefix(self) -> String {
        format!(".signgraph-{}.", self.path.file_name().unwrap_or_default().to_string_lossy())
    }
}

/// How many letters make the name of a new file one that nobody has.
const RANDOM: usize = 8;

/// The mode, where it lets others in.
#[cfg(unix)]
fn mode_for_others(metadata: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn mode_for_others(_: &Metadata) -> Option<u32> {
    None
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn is_of_one_owner(old: &Metadata, new: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(old.uid() == new.metadata()?.uid())
}

#[cfg(not(unix))]
fn is_of_one_owner(_: &Metadata, _: &File) -> io::Result<bool> {
    Ok(true)
}
