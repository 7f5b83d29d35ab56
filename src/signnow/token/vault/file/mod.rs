//! A store in one file, for all the credentials and all the processes of one machine.

mod document;
mod store;

pub use document::Found;
pub use store::FileStore;
