//! The integration tests: the real server, over sockets, against the sandbox.

mod architecture;
mod sandbox;
mod sandbox_organizations;
mod schema;
mod support;
