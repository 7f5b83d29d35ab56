//! What every request of one sandbox shares.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::options::Options;
use super::world::World;

/// The one state behind all connections of a sandbox; handlers get it as `State<Arc<Shared>>`.
///
/// Each part has its own lock. A lock is never held across an `.await`, and never while another one is taken:
/// finish with the world before speaking to the ledger.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    /// The names of all declared routes, such as `GET /user`.
    pub(crate) routes: BTreeSet<String>,
    world: Mutex<World>,
}

impl Shared {
    pub(crate) fn new(options: Options, routes: BTreeSet<String>) -> Self {
        let world = Mutex::new(World::begin(&options));
        Shared { options, routes, world }
    }

    /// The world, for as long as the guard lives.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        locked(&self.world)
    }
}

/// A handler that panicked leaves a world that is still the best one there is.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
