//! Configuration: one TOML file, `SIGNGRAPH_*` variables and a few flags become the options of every room.
//!
//! Guaranteed: a flag beats a variable, a variable beats the file, the file beats the default that the room
//! declares; whatever is wrong is told at once, one line each, before anything listens; no line repeats a
//! value, so that no secret can slip into one. This is the only room that reads the environment. It points
//! down: rooms declare their options and never hear of it.

mod account;
mod accounts;
mod cache;
mod complaint;
mod credentials;
mod document;
mod graph;
mod idempotency;
mod kind;
mod load;
mod log;
mod sandbox;
mod secret;
mod section;
mod server;
mod settings;
mod source;
mod tokens;
mod upstream;

pub use accounts::DEFAULT_ACCOUNT;
pub use complaint::Complaints;
pub use idempotency::Idempotency;
pub use kind::duration;
pub use load::{Config, keys, load};
pub use log::{Format, Log};
pub use source::{Flag, Sources, variable};
pub use upstream::Upstream;
