//! `signgraph login`: what only a person can do for a chain of tokens.
//!
//! The question to the browser and the words go to standard error, what came of it to standard output, in words or as JSON.
//! Neither shows a code, a token or a password. Servers that run with the same store take the new pair up by themselves.

mod arguments;
mod code;
mod listener;
mod paste;
mod redirect;

pub(super) use arguments::{Arguments, run};
