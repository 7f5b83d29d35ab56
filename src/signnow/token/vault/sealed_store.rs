//! A store and the seal of what is in it.

use std::sync::Arc;

use super::key::Key;
use super::memory_store::MemoryStore;
use super::seal::Seal;
use super::store::TokenStore;

/// Where records are kept, and what seals them. Cloning gives another handle.
#[derive(Clone)]
pub struct SealedStore {
    store: Arc<dyn TokenStore>,
    seal: Arc<Seal>,
}

impl SealedStore {
    /// A store whose records are sealed like this.
    pub fn new(store: Arc<dyn TokenStore>, seal: Seal) -> SealedStore {
        SealedStore { store, seal: Arc::new(seal) }
    }

    /// Records that end with the process, under a key that nobody else has.
    pub fn in_memory() -> SealedStore {
        SealedStore::new(Arc::new(MemoryStore::new()), Seal::new(Key::random(), Vec::new()))
    }

    pub(in crate::signnow::token) fn store(&self) -> &dyn TokenStore {
        self.store.as_ref()
    }

    pub(in crate::signnow::token) fn seal(&self) -> &Seal {
        &self.seal
    }
}
