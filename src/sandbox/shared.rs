//! What every request of one sandbox shares.

use std::collections::BTreeSet;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use super::control::Parts;
use super::faults::Faults;
use super::ledger::Ledger;
use super::options::Options;
use super::world::{Clock, World};

/// The one state behind all connections of a sandbox; handlers get it as `State<Arc<Shared>>`.
///
/// Each part has its own lock. A lock is never held across an `.await`, and never while another one is taken:
/// finish with the world before speaking to the ledger.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    /// The root of the imitated API, for the links in answers.
    pub(crate) url: String,
    /// The names of all declared routes, such as `GET /user`.
    pub(crate) routes: BTreeSet<String>,
    world: Mutex<World>,
    ledger: Mutex<Ledger>,
    faults: Mutex<Faults>,
    anchor: DateTime<Utc>,
    clock: Clock,
}

impl Shared {
    pub(crate) fn new(options: Options, url: String, routes: BTreeSet<String>) -> Self {
        let (anchor, clock) = (options.anchor(), Clock::starting(options.now));
        let world = Mutex::new(World::begin(&options, anchor, clock));
        let (ledger, faults) = Default::default();
        Shared { options, url, routes, world, ledger, faults, anchor, clock }
    }

    /// The world, for as long as the guard lives.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        locked(&self.world)
    }

    /// The ledger, for as long as the guard lives.
    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        locked(&self.ledger)
    }

    /// The faults, for as long as the guard lives.
    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.faults)
    }

    /// The present moment, which is the world's.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Takes parts back to their start. The clock goes on, and no token is ever handed out twice.
    pub(crate) fn reset(&self, parts: &Parts) {
        if parts.world {
            let fresh = World::begin(&self.options, self.anchor, self.clock);
            let mut world = self.world();
            let old = mem::replace(&mut *world, fresh);
            world.tokens = old.tokens;
        }
        if parts.tokens {
            let mut world = self.world();
            world.tokens = world.tokens.cleared();
        }
        if parts.faults {
            self.faults().clear();
        }
        if parts.requests {
            self.ledger().clear();
        }
    }
}

/// A handler that panicked leaves a world that is still the best one there is.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
