//! A store in Redis, for servers that share their keys.
//!
//! Every record is a hash that Redis itself ends after its time, and every change of one is a script, so nothing comes
//! between what it looks at and what it does. Who works under a key holds it for a while and goes on holding it; whoever
//! stops, be it by a kill, loses it to the next who asks. All times are told by the clock of Redis, so those of the servers
//! need not agree. What a server does under a key it checks first, and what it brings too late changes nothing.

mod holds;
mod record;
mod scripts;
mod store;
mod table;

pub use store::RedisStore;
