//! Access tokens: one writer, many readers.
//!
//! One task owns the chain of single-use refresh tokens. It alone asks for tokens, and it
//! stores every new pair before anyone may use it. Callers read the current token from a channel, or wait
//! for the writer; a caller that goes away cancels nothing. What is secret stays in here: a token leaves
//! this room only as a header marked sensitive, or into a [`TokenStore`].

mod access;
mod chain;
mod credentials;
mod custody;
mod endpoint;
mod file_lock;
mod file_store;
mod lifetime;
mod memory_store;
mod renewals;
mod setback;
mod store;
mod tokens;
pub mod vault;
mod writer;

pub(super) use access::AccessToken;
pub use credentials::Credentials;
pub use custody::{Custody, Held, HeldToken, Remains, Revocation, Verdict};
pub use file_store::FileStore;
pub use memory_store::MemoryStore;
pub use store::{BoxFuture, StoreError, StoredTokens, TokenStore};
pub(super) use tokens::Tokens;
