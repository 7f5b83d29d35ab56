//! `/__sandbox/…`: what tests and people may see and change.
//!
//! It answers only to this machine, asked for by a name of this machine; a web page that rebinds its name, or
//! posts from elsewhere, is refused. Bad input is 400 with a sentence that names the field. Nothing asked here
//! enters the ledger.

mod edit;
mod endpoints;
mod event_subscriptions;
mod groups;
mod guard;
mod input;
mod reset;
mod seats;
mod signers;
mod view;

pub(crate) use endpoints::router;
pub(crate) use input::{Complaint, Input};
pub(crate) use reset::Parts;
