//! Files that nobody but their owner may use.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file of ours, by its name and by what to call it in words.
#[derive(Clone, Copy)]
pub(super) struct PrivateFile<'a> {
    pub(super) what: &'static str,
    pub(super) path: &'a Path,
}

impl PrivateFile<'_> {
    /// The file for reading, if it is there.
    pub(super) fn read(self) -> Result<Option<File>, FileError> {
        match self.open(OpenOptions::new().read(true)) {
            Err(FileError::System { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// The file, if it is an ordinary one and its owner's alone.
    pub(super) fn open(self, options: &OpenOptions) -> Result<File, FileError> {
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
    pub(super) fn beside(self) -> Result<NamedTempFile, FileError> {
        let created =
            tempfile::Builder::new().prefix(&self.prefix()).rand_bytes(RANDOM).tempfile_in(self.folder());
        // The system's own words: `tempfile` would add the path, which is told already.
        let plain = |error: io::Error| error.raw_os_error().map_or(error, io::Error::from_raw_os_error);
        created.map_err(|error| self.failed("written", plain(error)))
    }

    /// Removes what processes left beside the file that were killed while they wrote. Only where nobody else writes.
    pub(super) fn remove_leftovers(self) -> Result<(), FileError> {
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
    pub(super) fn sync_folder(self) -> Result<(), FileError> {
        sync(self.folder()).map_err(|source| self.failed("written", source))
    }

    pub(super) fn failed(self, action: &'static str, source: io::Error) -> FileError {
        FileError::System { what: self.what, path: self.path.to_owned(), action, source }
    }

    pub(super) fn not_ordinary(self) -> FileError {
        FileError::NotOrdinary { what: self.what, path: self.path.to_owned() }
    }

    pub(super) fn of_another_user(self) -> FileError {
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

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refuses something.
    #[error("the {what} {} cannot be {action}", path.display())]
    System {
        /// What the file is to us.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// What was tried: `opened`, `read`, `written` or `locked`.
        action: &'static str,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It is a folder, a link where none may be, or a device.
    #[error("the {what} {} is no ordinary file; name another one", path.display())]
    NotOrdinary {
        /// What the file is to us.
        what: &'static str,
        /// Which file.
        path: PathBuf,
    },
    /// Others than its owner may read or write it.
    #[error("the {what} {} is open to other users (mode {mode:o}); run `chmod 600` on it", path.display())]
    Permissions {
        /// What the file is to us.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It belongs to another user, who could not use it any more once it was replaced.
    #[error("the {what} {} belongs to another user; run this as that user", path.display())]
    Owner {
        /// What the file is to us.
        what: &'static str,
        /// Which file.
        path: PathBuf,
    },
}
