//! Counting, for rooms that have something to count. It knows no names, and nobody who reads the numbers.

use std::time::Duration;

/// How long things took, sorted by classes that are the same everywhere, so that numbers can be added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Durations {
    /// How many there were of each class; the last one has no bound.
    counts: [u64; Durations::BOUNDS.len() + 1],
    sum: Duration,
}

impl Durations {
    /// The longest duration of each class, in seconds: an answer from memory, one of signNow's, and the limits of patience.
    pub const BOUNDS: [f64; 12] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

    /// One more.
    pub fn note(&mut self, duration: Duration) {
        let seconds = duration.as_secs_f64();
        let class = Durations::BOUNDS.iter().position(|bound| seconds <= *bound);
        self.counts[class.unwrap_or(Durations::BOUNDS.len())] += 1;
        self.sum = self.sum.saturating_add(duration);
    }

    /// How many there were.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How long they took together.
    pub fn sum(&self) -> Duration {
        self.sum
    }

    /// How many were of each class and no lower one, by its bound in seconds; the last bound is infinite.
    pub fn classes(&self) -> impl Iterator<Item = (f64, u64)> {
        Durations::BOUNDS.into_iter().chain([f64::INFINITY]).zip(self.counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_counted_in_the_lowest_class_that_holds_it() {
        let mut durations = Durations::default();
        for milliseconds in [0, 1, 2, 30_000, 30_001, 3_600_000] {
            durations.note(Duration::from_millis(milliseconds));
        }
        let classes: Vec<_> = durations.classes().filter(|(_, count)| *count > 0).collect();
        assert_eq!(classes, [(0.001, 2), (0.005, 1), (30.0, 1), (f64::INFINITY, 2)]);
        assert_eq!((durations.count(), durations.sum()), (6, Duration::from_millis(3_660_004)));
    }
}
