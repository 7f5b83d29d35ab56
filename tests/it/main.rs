//! The integration tests: the real server, over sockets, against the sandbox.

mod app;
mod architecture;
mod cli;
mod config;
mod corpus;
mod failures;
mod http;
mod joins;
mod pagination;
mod sandbox;
mod sandbox_organizations;
mod schema;
mod semantics;
mod sharing;
mod support;
