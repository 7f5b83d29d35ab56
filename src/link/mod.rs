//! A way to a Redis, for rooms whose servers share something there.
//!
//! It guarantees four things. A script is sent once, over a connection that has just answered; what is given up is never
//! sent again. Every wait is bounded. A change that was reported survives a crash of that Redis as far as its settings
//! allow, which are looked at on each connection and can be told at the start ([`Durability`]). And no message shows a
//! password or what a server answered.
//!
//! It speaks to one server, which has to be the primary; it follows neither a cluster's redirections nor sentinels. It knows
//! nothing of what is kept there.

mod address;
mod connection;
mod durability;
mod failure;
mod script;

pub use connection::Link;
pub use durability::Durability;
pub use failure::LinkError;
pub use script::{Reply, Script};
