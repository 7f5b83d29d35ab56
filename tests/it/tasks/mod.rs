//! Whole tasks over HTTP, in fair weather and in foul, with the sandbox's ledger, world and outbox as witnesses.

mod add_members;
mod faults;
mod input;
mod keys;
mod offboard;
mod provision;
mod random;
mod reconcile;
mod remove_members;
mod stage;
mod world;
