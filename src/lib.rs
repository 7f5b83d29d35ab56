//! One GraphQL graph in front of signNow's v1 and v2 REST APIs.
//!
//! The rooms, in the order of their dependencies; `ARCHITECTURE.md` says why each is there.

pub mod private_file;

pub mod tally;

pub mod link;

pub mod callers;

pub mod signnow;

pub mod sandbox;

pub mod cache;

pub mod idempotency;

pub mod directory;

pub mod loaders;

pub mod graph;

pub mod server;

pub mod metrics;

pub mod config;

pub mod app;

pub mod cli;
