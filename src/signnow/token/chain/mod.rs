//! The chain of single-use refresh tokens: who may spend one, and what follows from what came of it.
//!
//! The right to spend a token is a claim, taken once by compare-and-swap in a store that all servers share, and durable
//! before a byte is sent. A token whose fate is not known counts as spent, unless the declared [`Recovery`] says otherwise.
//! That makes the chain safe whatever messages are late or lost, and whoever dies when (`reliability.md` section 1.4).
//!
//! What is in here knows no clock, no network and no store: it says what may be written next, given what was read. The
//! same lines are explored exhaustively, with several servers, by the tests beside it.

#[cfg(test)]
mod model;
mod protocol;
mod record;
mod spent;

pub(in crate::signnow) use protocol::Policy;
pub use protocol::Recovery;
pub(super) use protocol::{Outcome, Step, conclude, log_in, next_step, succeed};
pub(super) use record::{Act, Claim, ClaimId, Claimant, Links, Record};
pub(super) use spent::Mark;
