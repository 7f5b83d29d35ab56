//! The sandbox, asked over real sockets as an official client would ask it.

mod bodies;
mod controls;
mod documents;
mod faults;
mod grants;
mod ledger;
mod listening;
mod refusals;
mod sessions;
mod stand;
mod users;
mod worlds;
