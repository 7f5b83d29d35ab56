//! The program as a person or a service manager meets it: words, exit codes, signals.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod doctor;
mod fleet;
mod healthcheck;
mod login;
mod program;
mod restarts;
mod schema;
mod serve;
mod shared_keys;
mod soak;
mod token;
mod token_redis;
mod token_status;
mod words;
