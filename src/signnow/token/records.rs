//! The record of one credential, in a store that others may share.

use secrecy::zeroize::Zeroizing;

use super::chain;
use super::pair::Pair;
use super::vault::{CredentialName, SealError, Sealed, SealedStore, StoreError};

pub(super) type Record = chain::Record<Pair>;

/// Reads and replaces it.
pub(super) struct Records {
    store: SealedStore,
    name: CredentialName,
}

/// What was read, which has to be there still where it is to be replaced.
pub(super) struct Kept {
    sealed: Option<Sealed>,
    pub(super) record: Option<Record>,
}

/// Why the record cannot be read or replaced.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is in the store is not what was put there.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// It was sealed with our key, and says nothing that this version understands.
    #[error("the record of the credential was written by another version of signgraph; log in again")]
    Content,
}

impl Records {
    pub(super) fn new(store: SealedStore, name: CredentialName) -> Records {
        Records { store, name }
    }

    pub(super) async fn read(&self) -> Result<Kept, RecordError> {
        let Some(sealed) = self.store.store().read(&self.name).await? else {
            return Ok(Kept { sealed: None, record: None });
        };
        let (generation, content) = self.store.seal().open(&self.name, &sealed)?;
        let record: Record = serde_json::from_slice(&content).map_err(|_| RecordError::Content)?;
        if record.generation != generation {
            return Err(RecordError::Content);
        }
        Ok(Kept { sealed: Some(sealed), record: Some(record) })
    }

    /// Puts a record in the place of what was read, durably; false where something else is there by now.
    ///
    /// After an error it may be there or not, or may still come to be there.
    pub(super) async fn swap(&self, kept: &Kept, next: &Record) -> Result<bool, RecordError> {
        let content = Zeroizing::new(serde_json::to_vec(next).map_err(|_| RecordError::Content)?);
        let sealed = self.store.seal().seal(&self.name, next.generation, &content);
        Ok(self.store.store().swap(&self.name, kept.sealed.as_ref(), Some(&sealed)).await?)
    }

    /// Takes the pair of this generation out; false where another one is kept by now.
    pub(super) async fn forget(&self, generation: u64) -> Result<bool, RecordError> {
        loop {
            let kept = self.read().await?;
            let Some(record) = kept.record.as_ref().filter(|record| record.pair.is_some()) else {
                return Ok(true);
            };
            if record.generation != generation {
                return Ok(false);
            }
            if self.swap(&kept, &record.forgotten()).await? {
                return Ok(true);
            }
        }
    }
}

impl Kept {
    /// The pair that is kept, and its generation.
    pub(super) fn pair(&self) -> Option<(u64, &Pair)> {
        let record = self.record.as_ref()?;
        Some((record.generation, record.pair.as_ref()?))
    }
}
