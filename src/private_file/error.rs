//! Why a file cannot be used.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

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
    /// Another process holds the lock, and does not let go. Nothing was changed.
    #[error(
        "the {what} {} has been locked by another process for {} s; see whether one is stopped or its disk hangs",
        path.display(), waited.as_secs()
    )]
    Busy {
        /// What the file is to us.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// How long it was waited for.
        waited: Duration,
    },
}
