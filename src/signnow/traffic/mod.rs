//! Whether a call may go to signNow now, has to wait, or had better not be made.
//!
//! One [`Control`] per account. [`policy`] is the page to read: what an attempt's outcome means, and every number. The rest
//! carries it out: `slots` bounds how many calls are under way, `pace` how many a second, `breaker` leaves a sick endpoint
//! alone, `budget` bounds what is tried again, and a [`Deadline`] ends what nobody waits for.
//!
//! It knows routes and outcomes. It knows no request, no token and no answer.

mod breaker;
mod budget;
mod control;
mod deadline;
mod pace;
mod paces;
pub(super) mod policy;
#[cfg(test)]
mod simulation;
mod slots;
mod tally;
mod vitals;

pub(super) use control::Control;
pub use deadline::{Deadline, Interest};
pub(super) use policy::Purpose;
pub use tally::{AttemptEnd, Attempts};
pub use vitals::{BreakerState, RouteVitals, Vitals};
