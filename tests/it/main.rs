//! The integration tests: the real server, over sockets, against the sandbox.

mod client;
