//! Where integrations are kept.

use futures::future::{BoxFuture, ready};
use serde::{Deserialize, Serialize};

use super::integration::{Integration, IntegrationId};
use crate::private_file::FileError;

/// All integrations, as they were at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// How often they were changed. Two states of one store with the same number are the same.
    pub revision: u64,
    /// In the order in which they were made.
    pub integrations: Vec<Integration>,
}

impl Registered {
    /// One of them.
    pub fn find(&self, id: &IntegrationId) -> Option<&Integration> {
        self.integrations.iter().find(|integration| integration.id == *id)
    }
}

/// Keeps the integrations. There are as many as people make by hand, so they are read and replaced together.
pub trait IntegrationStore: Send + Sync {
    /// Tells in the log what the store may lose. For the start of a program.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be looked at.
    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(ready(Ok(())))
    }

    /// What is kept now; nothing yet is the default.
    fn read(&self) -> BoxFuture<'_, Result<Registered, StoreError>>;

    /// Puts `next` in the place of what has the revision before its own, durably; false where something else is there by now.
    fn swap<'a>(&'a self, next: &'a Registered) -> BoxFuture<'a, Result<bool, StoreError>>;
}

/// Why integrations cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// What is kept was not written by this version of signgraph, or not by signgraph.
    #[error(
        "{0} does not hold integrations as this version of signgraph writes them; restore it, or move it away"
    )]
    Content(String),
    /// Another kind of store failed.
    #[error("the store of integrations failed: {0}")]
    Failed(String),
}
