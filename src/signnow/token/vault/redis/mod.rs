//! A store in Redis, for servers on several machines.
//!
//! It guarantees what every store does, as far as Redis can: one key for each credential, which one script compares and
//! replaces. What a Redis keeps of it in a crash depends on its settings, which are looked at on each connection and told
//! at the start ([`Durability`]). Every wait is bounded, and no message shows a password or what a server answered.
//!
//! It speaks to one server, which has to be the primary; it follows neither a cluster's redirections nor sentinels.

mod address;
mod durability;
mod failure;
mod line;
mod store;

pub use durability::Durability;
pub use store::RedisStore;
