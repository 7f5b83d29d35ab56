//! The integration tests: the real server, over sockets, against the sandbox.

mod cli;
mod client;
mod config;
mod http;
mod sandbox;
mod support;
