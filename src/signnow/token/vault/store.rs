//! What a place to keep records has to do.

use std::path::PathBuf;

use futures::future::BoxFuture;

use super::file::Found;
use super::name::CredentialName;
use super::sealed::Sealed;
use crate::private_file::FileError;

/// Keeps one sealed record per credential, and replaces it only for someone who knows what it is.
///
/// Every store keeps these promises, to all the processes that share it:
///
/// - *One after another.* Reads and swaps of a record happen one at a time, each at some moment between its call
///   and its answer. A read after a swap that was reported sees it, or what came after it.
/// - *Durable.* A swap that was reported survives a crash of this process and of the machine, as far as the store can;
///   so does what was read. A store that promises less says so.
/// - *Whole.* There is the old record or the new one, and never a part of either.
/// - *Each for itself.* A swap of one record leaves the others as they are.
///
/// What a store does not promise is that it never goes back in time: a failover or a restored copy may bring an older
/// state, and nothing here tells.
pub trait TokenStore: Send + Sync + 'static {
    /// The record of that name, if there is one.
    ///
    /// # Errors
    /// [`StoreError`]: it is not known whether there is one.
    fn read<'a>(&'a self, name: &'a CredentialName) -> BoxFuture<'a, Result<Option<Sealed>, StoreError>>;

    /// Puts `next` in the place of `expected`, if that is what is there, byte for byte; `None` stands for no record, so
    /// a `next` of `None` removes it. True where that was done. False where something else is there, which stays: read
    /// it, and decide anew.
    ///
    /// A call that fails, or whose future is dropped after it was polled, may have been carried out, or may still be:
    /// read the record before anything else is concluded. It is carried out at most once. Since no two seals are equal
    /// ([`Sealed`]), to find `next` there proves that it was; and once somebody replaced `expected`, be it the same
    /// caller by another swap, it will not be any more.
    ///
    /// # Errors
    /// [`StoreError`]: see above. A store that cannot exclude others fails, and changes nothing.
    fn swap<'a>(
        &'a self,
        name: &'a CredentialName,
        expected: Option<&'a Sealed>,
        next: Option<&'a Sealed>,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;
}

/// Why a store cannot be read or changed. No message holds anything of a record.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file holds something else.
    #[error("the token file {} {found}", path.display())]
    Content {
        /// Which file.
        path: PathBuf,
        /// What it holds, and what to do.
        found: Found,
    },
    /// The file would become longer than one that is read.
    #[error("the token file {} is full; give some of the credentials another file", path.display())]
    Full {
        /// Which file.
        path: PathBuf,
    },
    /// The work was given up half-way, because the program ends.
    #[error("the token store was interrupted")]
    Interrupted,
    /// Another kind of store failed.
    #[error("the token store failed: {0}")]
    Other(String),
}
