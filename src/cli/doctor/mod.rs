//! `signgraph doctor`: what is wrong, in plain words, and what to do about it.
//!
//! It looks and changes nothing: signNow is asked questions alone, with the token at hand, and no refresh token is ever
//! presented, so it may be used beside running servers. No finding holds a secret.

mod account;
mod arguments;
mod connection;
mod finding;
mod organizations;
mod plan;
mod store;

pub(super) use arguments::{Arguments, run};
