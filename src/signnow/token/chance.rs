//! Where this room's chance comes from, as a thing that tests can hold in their hands.

use std::sync::Arc;
use std::time::Duration;

use rand::RngCore;

/// Draws numbers that nobody can foretell; clones draw from one source. It is for telling things apart and for spreading
/// them in time. What is secret draws from the system.
#[derive(Clone)]
pub(super) struct Chance(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Chance {
    /// The machine's.
    pub(super) fn new() -> Chance {
        Chance(Arc::new(|| rand::rng().next_u64()))
    }

    /// The same numbers each time, so that what happened can be made to happen again.
    #[cfg(any(test, schedules))]
    pub(super) fn of_seed(seed: u64) -> Chance {
        use std::sync::{Mutex, PoisonError};

        use rand::SeedableRng;

        let source = Mutex::new(rand_chacha::ChaCha8Rng::seed_from_u64(seed));
        Chance(Arc::new(move || source.lock().unwrap_or_else(PoisonError::into_inner).next_u64()))
    }

    /// Any number, all being as likely.
    pub(super) fn number(&self) -> u64 {
        (self.0)()
    }

    /// A duration below a bound, so that those who failed together do not return together.
    pub(super) fn below(&self, bound: Duration) -> Duration {
        // 53 bits are what a fraction can hold.
        let fraction = (self.number() >> 11) as f64 / (1_u64 << 53) as f64;
        bound.mul_f64(fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_below_its_bound_and_not_always_the_same() {
        let (chance, bound) = (Chance::new(), Duration::from_secs(8));
        let drawn: Vec<Duration> = (0..100).map(|_| chance.below(bound)).collect();
        assert!(drawn.iter().all(|one| *one < bound));
        assert!(drawn.iter().any(|one| *one < bound / 2) && drawn.iter().any(|one| *one > bound / 2));
    }

    #[test]
    fn a_seed_draws_the_same_again() {
        let drawn = |seed| [(); 3].map(|()| Chance::of_seed(seed).number());
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
    }
}
