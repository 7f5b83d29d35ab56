//! The integration tests: the real server, over sockets, against the sandbox.

mod sandbox;
mod sandbox_organizations;
mod support;
