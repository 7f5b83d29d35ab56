//! A store in one file, for one process.
//!
//! Every change is a line of JSON, appended and synced before it counts. What is read at the start is exactly what was
//! acknowledged before, whenever the process ended: a line that was being written is the last one and lacks its end.

mod folder;
mod journal;
mod lines;
mod lock;
mod store;

pub use store::FileStore;
