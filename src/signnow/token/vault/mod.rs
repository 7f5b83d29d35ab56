//! Where records of credentials are kept, sealed.
//!
//! The room guarantees four things. What a store keeps is opaque: a [`Seal`] encrypts a record and binds it to its
//! credential and its generation, and whoever can read a store learns neither a token nor whose it is. A record is
//! replaced only by someone who knows what it is at that moment ([`TokenStore::swap`]), so no update is lost. A swap
//! that was reported is durable. And what looks wrong (a loose mode, another file, a flipped bit, a key that is not
//! there) is refused with words that say what to do, and left as it is.
//!
//! It does not know what a record says, when a token is refreshed, or what a lost answer means; nor can it tell that a
//! store went back to an older state, which is a valid one. All of that belongs to whoever keeps records here.

mod file;
mod key;
mod key_file;
mod memory_store;
mod name;
mod redis;
mod seal;
mod sealed;
mod sealed_store;
mod store;

pub use self::redis::{Durability, RedisStore};
pub use crate::private_file::FileError;
pub use file::{FileStore, Found};
pub use key::{Key, KeyError, KeyId, Misfit};
pub use memory_store::MemoryStore;
pub use name::CredentialName;
pub use seal::{Seal, SealError};
pub use sealed::Sealed;
pub use sealed_store::SealedStore;
pub use store::{StoreError, TokenStore};
