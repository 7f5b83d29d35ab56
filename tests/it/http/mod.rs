//! GraphQL over HTTP, byte by byte: methods, media types, parameters, statuses, bounds.
//!
//! Requests are written by hand, because a good client refuses to send most of these.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bounds;
mod chain;
mod connections;
mod health;
mod metrics;
mod operations;
mod overload;
mod page;
mod refusals;
mod wire;
