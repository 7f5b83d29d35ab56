//! What became of a mutation is told again, under the key and to the caller it belongs to, and for nobody twice.

mod claims;
mod crashes;
mod departures;
mod files;
mod model;
mod notes;
mod secrets;
mod servers;
mod stage;

pub(crate) use servers::go_through_all;
