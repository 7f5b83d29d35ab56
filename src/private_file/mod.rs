//! Files that nobody but their owner may use, replaced as a whole and locked while they are.
//!
//! The room refuses loose modes, devices, and links where a file is replaced, tells what a file is in the words of whoever uses it, and knows nothing of
//! what stands in one.

mod error;
mod file;
mod lock;

pub use error::FileError;
pub(crate) use file::PrivateFile;
pub(crate) use lock::Lock;
