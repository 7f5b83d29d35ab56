//! The integration tests: the real server, over sockets, against the sandbox.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod app;
mod architecture;
mod asking;
mod cache;
mod callers;
mod cli;
mod client;
mod config;
mod corpus;
mod coverage;
mod documents;
mod estimates;
mod examples;
mod failures;
mod http;
mod idempotency;
mod joins;
mod keeper;
mod limits;
mod link;
mod loaders;
mod mutations;
mod pagination;
mod partial;
mod policies;
mod promises;
mod sandbox;
mod sandbox_organizations;
mod sandbox_signing;
mod schema;
mod semantics;
mod sharing;
mod signing;
mod stale;
mod support;
mod tasks;
mod token_vault;
mod validation;
