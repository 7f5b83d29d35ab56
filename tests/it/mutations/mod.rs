//! Every mutation, asked for over HTTP in fair weather and in foul, with the sandbox's ledger and world as witnesses of
//! what really happened.
//!
//! `cases` tells what each mutation is for, a file per noun; the tests go over all of them. A new mutation takes a new
//! case, and [`coverage`] insists on it.

mod case;
mod cases;
mod coverage;
mod outcomes;
mod refusals;
mod stage;
mod told;
mod world;
