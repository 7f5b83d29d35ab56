//! The organization endpoints of the sandbox, over real sockets: document 003 read as a list of promises.

mod activity;
mod invitations;
mod lists;
mod memberships;
mod refusals;
mod roles;
pub(crate) mod stage;
mod writes;
