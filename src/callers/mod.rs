//! Callers of this server, as opposed to signNow's users, on whose behalf they call.
//!
//! Says who a caller is, what it may do and as which account, and keeps the integrations that operators let in. Guaranteed: who
//! shows nothing that is known is nobody; a key is shown once and kept as a digest; an integration is off until it is
//! switched on, and one that is switched off or deleted is let in by no server a second later, or half a minute where the
//! integrations cannot be read; from then on nobody is let in by them. The room knows nothing of GraphQL, of HTTP or of signNow.

mod caller;
mod document;
mod door;
mod file;
mod integration;
mod key;
mod memory;
mod registry;
mod role;
mod shared;
mod store;

pub use caller::Caller;
pub use door::{Denied, Door};
pub use file::FileStore;
pub use integration::{Draft, Integration, IntegrationId, Invalid};
pub use key::IntegrationKey;
pub use memory::MemoryStore;
pub use registry::{Registry, RegistryError};
pub use role::{Role, UnknownRole};
pub use shared::RedisStore;
pub use store::{IntegrationStore, Registered, StoreError};
