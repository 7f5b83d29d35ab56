//! The hand that fills a world.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;

use crate::sandbox::world::World;

/// A world in the making, the moment its past ends, and the dice. What it can make is spread over this room by
/// noun.
pub(super) struct Seeder<'a> {
    pub(super) world: &'a mut World,
    pub(super) anchor: DateTime<Utc>,
    /// How many people were invented so far.
    pub(super) invented: usize,
}

impl<'a> Seeder<'a> {
    pub(super) fn new(world: &'a mut World, anchor: DateTime<Utc>) -> Self {
        Seeder { world, anchor, invented: 0 }
    }

    /// A number in the range.
    pub(super) fn roll(&mut self, range: Range<u32>) -> u32 {
        self.world.random().random_range(range)
    }

    /// `true` in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.roll(0..100) < percent
    }

    /// One of the choices.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.world.random().random_range(0..choices.len())]
    }

    /// A moment so many days ago, at some second of that day.
    pub(super) fn days_ago(&mut self, days: Range<u32>) -> DateTime<Utc> {
        let (days, seconds) = (self.roll(days), self.roll(0..86_400));
        self.anchor - TimeDelta::days(days.into()) - TimeDelta::seconds(seconds.into())
    }
}
