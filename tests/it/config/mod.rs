//! Configuration: what is read from where, and what is said when it cannot be.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod complaints;
mod credentials;
mod desk;
mod example;
mod idempotency;
mod sources;
mod upstream;
