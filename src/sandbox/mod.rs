//! A stand-in for signNow that official clients accept.
//!
//! It guarantees real status codes, error bodies by layer, single-use refresh tokens and a world that is the
//! same for the same seed. It is a server of its own: always reached over a socket, with its own wire types
//! and its own ledger of what was asked. It refuses to know anything of the rest of the crate, so that a
//! misreading of signNow's documents cannot agree with itself.
//!
//! Beside signNow's own paths it answers, on this machine only:
//!
//! | call | what it does |
//! |---|---|
//! | `GET /__sandbox/requests` | shows the ledger: requests in order, counts by route, presented refresh tokens |
//! | `POST /__sandbox/reset` | takes everything back, or `{"only": […]}`, or all but `{"keep": […]}`, of `world`, `tokens`, `faults`, `requests` |
//! | `GET`, `POST`, `DELETE /__sandbox/faults` | lists, adds and clears trouble; `faults/mod.rs` has the format |
//! | `GET`, `POST /__sandbox/state` | shows and edits the world; `control/edit.rs` has the format |
//! | `POST /__sandbox/signers` | does what a signer does; `control/signers.rs` has the format |
//!
//! No mail leaves it: `outbox` of the state has every mail that would have been sent, and `links` counts the signing
//! links that were minted.

mod control;
mod document_groups;
mod documents;
mod embedded;
mod events;
mod faults;
mod gate;
mod http;
mod invites;
mod ledger;
mod listing;
mod oauth;
mod options;
mod organizations;
mod routes;
mod seed;
mod server;
mod shared;
mod users;
mod world;

pub use options::{CLIENT_ID, CLIENT_SECRET, Options, PASSWORD, UnknownWorld, VIEWER, WorldKind};
pub use server::Sandbox;
