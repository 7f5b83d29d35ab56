//! Signing through the graph: invites by mail and inside other applications, asked for over HTTP, with the sandbox's world
//! and ledger as witnesses.

mod bad_input;
mod cases;
mod faults;
mod flows;
mod keys;
mod options;
mod preconditions;
mod reads;
mod secrets;
mod stage;
mod told;
