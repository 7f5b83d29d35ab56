//! Which records this process works on, and as whom.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::idempotency::record_key::RecordKey;

/// By whom a record is held: a name that is given once.
pub(super) type Claimant = String;

/// The claims of this process, at most one for a key at a time.
pub(super) struct Holds {
    /// With which all its claimants begin. Nobody else's begin with it.
    process: String,
    given: AtomicU64,
    by_key: Mutex<HashMap<RecordKey, Claimant>>,
}

impl Holds {
    pub(super) fn new() -> Holds {
        let process = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>()) + "/";
        Holds { process, given: AtomicU64::new(0), by_key: Mutex::default() }
    }

    pub(super) fn process(&self) -> &str {
        &self.process
    }

    /// A name that nobody had before.
    pub(super) fn new_claimant(&self) -> Claimant {
        format!("{}{}", self.process, self.given.fetch_add(1, Ordering::Relaxed))
    }

    pub(super) fn add(&self, key: &RecordKey, claimant: Claimant) {
        self.by_key().insert(key.clone(), claimant);
    }

    pub(super) fn claimant(&self, key: &RecordKey) -> Option<Claimant> {
        self.by_key().get(key).cloned()
    }

    pub(super) fn remove(&self, key: &RecordKey) -> Option<Claimant> {
        self.by_key().remove(key)
    }

    pub(super) fn all(&self) -> Vec<(RecordKey, Claimant)> {
        self.by_key().iter().map(|(key, claimant)| (key.clone(), claimant.clone())).collect()
    }

    /// Nothing panics while it holds the lock, so what is behind it is whole.
    fn by_key(&self) -> MutexGuard<'_, HashMap<RecordKey, Claimant>> {
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
