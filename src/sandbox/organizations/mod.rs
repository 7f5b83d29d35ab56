//! Every `/v2/organizations…` endpoint of document 003, reads and writes.
//!
//! The room guarantees the document's rules: who may do what, which code says why not, and that a write is seen by
//! the next read. Checks come in one order everywhere: is there such an organization, does the caller's seat allow
//! this, does the caller's subscription, is the request well formed, and does it fit the state of things. It
//! refuses to know how callers prove who they are, and how lists are cut.

mod activity;
mod admin;
mod caller;
mod email_footer;
mod input;
mod invite;
mod login;
mod member;
mod membership;
mod organization;
mod refusal;
mod routes;
mod setting;
mod team_admin;

pub(crate) use routes::routes;
