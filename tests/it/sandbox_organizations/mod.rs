//! The organization endpoints of the sandbox, over real sockets: document 003 read as a list of promises.

#![expect(clippy::unwrap_used, reason = "in a test, what is not there is a failure")]

mod activity;
mod invitations;
mod lists;
mod memberships;
mod refusals;
mod roles;
mod stage;
mod writes;
