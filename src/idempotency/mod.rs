//! What became of a mutation, kept under the key its caller gave it.
//!
//! The room guarantees four things. A key belongs to its caller: the same text from another caller is another key.
//! One key is worked on by one request at a time; the others wait and are told the result. That a mutation has begun
//! is durable before its claim returns, so nothing is sent upstream that a later process does not know of. And a key
//! that is still kept is never forgotten to make room: a new one is refused instead.
//!
//! How work waits for other work under its key can be had by itself, for keys of any kind.
//!
//! It does not know what a mutation does, what its result means, or how to find out what became of one that was begun
//! and never finished: the graph does. But it keeps a note, from the beginning on and until there is a result: what who
//! began it tells whoever takes it up. No text of a caller, a key or an input is kept, only digests. Notes and results
//! are kept as they are, so whoever hands one over sees to it that it holds no secret.

mod digest;
mod file;
mod fingerprint;
mod keys;
mod memory_store;
mod options;
mod record;
mod record_key;
mod records;
mod shared;
mod store;
mod ticket;
mod turns;

pub use file::FileStore;
pub use fingerprint::Fingerprint;
pub use keys::{Claim, Keys};
pub use memory_store::MemoryStore;
pub use options::Options;
pub use record_key::RecordKey;
pub use shared::RedisStore;
pub use store::{Begun, Store, StoreError};
pub use ticket::{Hold, Notes, Ticket};
pub use turns::{Turn, Turns};
