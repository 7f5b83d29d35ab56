//! Every command, executed against the sandbox in fair weather and in foul, with the sandbox's ledger and world
//! as witnesses of what really happened.

mod cases;
mod faults;
mod invites;
mod once;
mod operations;
mod outcomes;
mod secrets;
mod stage;
mod uploads;
