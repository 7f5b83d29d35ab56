//! The chain of single-use refresh tokens: who may spend one, and what follows from what came of it.
//!
//! The right to spend a token is a claim, taken once by compare-and-swap in a store that all servers share, and durable
//! before a byte is sent. A token whose fate is not known counts as spent, unless the declared [`Recovery`] says otherwise.
//! That makes the chain safe whatever messages are late or lost, and whoever dies when (`reliability.md` section 1.4).
//!
//! What is in here knows no clock, no network and no store: it says what may be written next, given what was read. The
//! same lines are explored exhaustively, with several servers, by the tests beside it.

mod marks;
#[cfg(test)]
mod model;
mod passwords;
mod protocol;
mod record;

pub(super) use marks::Mark;
pub(super) use passwords::Replacement;
pub(in crate::signnow) use protocol::Policy;
pub use protocol::Recovery;
pub(super) use protocol::{Outcome, Step, change, conclude, go_on, learn, log_in, next_step, succeed};
pub(super) use record::{Act, Change, Claim, ClaimId, Claimant, Links, Record};
