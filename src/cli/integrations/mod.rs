//! `signgraph integrations`: who may ask a server.
//!
//! What is told goes to standard output, in words or as JSON. A key is told once, to who had it made.

mod arguments;
mod told;

pub(super) use arguments::{Arguments, run};
