//! The worlds a sandbox can begin with.
//!
//! It guarantees that the same kind, seed and moment give the same world to the last id, and that everything in
//! it happened before that moment. Names of people and companies are invented.

mod activity;
mod demo;
mod documents;
mod large;
mod names;
mod organizations;
mod people;
mod seeder;
mod showcase;

use chrono::{DateTime, Utc};

use self::seeder::Seeder;
use super::options::WorldKind;
use super::world::World;

/// Fills an empty world.
pub(crate) fn plant(kind: WorldKind, world: &mut World, anchor: DateTime<Utc>) {
    let seeder = Seeder::new(world, anchor);
    match kind {
        WorldKind::Demo => demo::plant(seeder),
        WorldKind::Large => large::plant(seeder),
    }
}
