//! What the upstream answered, kept for a while for the one it answered.
//!
//! The room guarantees five things. A key cannot be built without a [`Principal`], so nobody is ever shown what
//! was fetched for another. One key is fetched once at a time, however many ask and whoever of them goes away, and
//! if it fails as well. An error is never kept. An answer whose reading began before a [`Cache::forget`] is never served
//! after it. And an answer older than its lifetime is given to nobody who does not ask for [`Cache::last`], and to nobody
//! at all once it is too old or something it stands for was [`Cache::refused`].
//!
//! It does not know what it keeps, where that comes from, or what a write makes obsolete: the directory does.

mod answer;
mod generations;
mod kept;
mod key;
mod reads;
mod refusals;
mod store;

pub use answer::{Answer, Fresh, Memory, Source, Stale};
pub use key::{Key, Principal, Tag};
pub use reads::Reads;
pub use store::{Cache, Options};
