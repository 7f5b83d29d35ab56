//! What the upstream answered, kept for a while for the one it answered.
//!
//! The room guarantees four things. A key cannot be built without a [`Principal`], so nobody is ever shown what
//! was fetched for another. One key is fetched once at a time, however many ask and whoever of them goes away.
//! An error is never kept. And an answer whose reading began before a [`Cache::forget`] is never served after it.
//!
//! It does not know what it keeps, where that comes from, or what a write makes obsolete: the directory does.

mod generations;
mod key;
mod store;

pub use key::{Key, Principal, Tag};
pub use store::{Answer, Cache, Fresh, Memory, Options, Source};
