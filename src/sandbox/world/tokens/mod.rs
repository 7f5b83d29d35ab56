//! Access tokens, refresh tokens and authorization codes.
//!
//! Tokens that descend from one login form a chain. Every refresh adds a pair to it and spends the refresh
//! token that was presented; presenting a spent one ends the whole chain. An older access token of a living
//! chain keeps working until it expires by itself: no document says otherwise.

mod fingerprint;
mod overview;
mod store;

pub(crate) use fingerprint::fingerprint;
pub(crate) use store::{Term, TokenPair, Tokens};
