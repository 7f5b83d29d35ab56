//! Access tokens: one writer, many readers.
//!
//! One task of this process owns the chain of single-use refresh tokens. It alone asks for tokens, claims each refresh in
//! the store before it sends it, and keeps every new pair there before anyone may use it; so several processes that share
//! a store spend each token once between them. Callers read the current token from a channel, or wait for the writer; a
//! caller that goes away cancels nothing. What is secret stays in here: a token leaves this room only as a header marked
//! sensitive, or sealed, into a [`vault::TokenStore`].

mod access;
mod authorization;
mod authorization_server;
mod chain;
mod chance;
mod changes;
mod claims;
mod credentials;
mod custody;
mod endpoint;
mod errand;
mod fetcher;
#[cfg(any(test, schedules))]
pub(crate) mod handover;
mod lifetime;
mod login;
mod pair;
mod password;
mod records;
mod renewals;
mod seen;
mod setback;
#[cfg(test)]
mod simulation;
mod state;
mod status;
mod tokens;
pub mod vault;
mod writer;

pub(super) use access::AccessToken;
pub use authorization::{NoCode, UserAuthorization};
pub(super) use chain::Policy;
pub use chain::Recovery;
pub use credentials::Credentials;
pub use custody::{Custody, Held, HeldToken, Remains, Revocation, Verdict};
pub use errand::{PasswordChange, Touch};
pub use login::{LoggedIn, Login, LoginError, Proof};
pub use records::RecordError;
pub use state::{ChainState, Standing};
pub use status::{ChainCondition, ChainStatus};
pub(super) use tokens::Tokens;
