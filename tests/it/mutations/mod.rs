//! Every mutation, asked for over HTTP in fair weather and in foul, with the sandbox's ledger and world as witnesses of
//! what really happened.
//!
//! `cases` tells what each mutation is for, a file per noun; the tests go over all of them. A new mutation takes a new
//! case, and `coverage` insists on it.

mod arguments;
mod case;
mod cases;
mod coverage;
mod dashboard;
mod dashboard_after_write;
mod deadlines;
mod deaths;
mod departures;
mod faults;
mod foul;
mod keys;
mod meanwhile;
mod order;
mod outcomes;
mod own_seat;
mod read_after_write;
mod refusals;
mod secrets;
mod stage;
mod told;
mod world;
