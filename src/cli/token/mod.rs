//! `signgraph token`: what an operator does with the token at hand, beside a server that may be using it.
//!
//! Nothing here asks signNow for a token or prints one. What is found out goes to standard output, in words or
//! as JSON; the exit code is 0 when it is what the operator hopes for, and 1 otherwise.

mod arguments;
mod configured;
mod confirmation;
mod moment;
mod revoke;
mod statement;
mod status;
mod verify;

pub(super) use arguments::{Arguments, run};
pub(super) use configured::Configured;
pub(super) use statement::{Statement, Status};
pub(super) use verify::reason;
