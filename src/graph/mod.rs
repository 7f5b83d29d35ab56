//! The graph: what callers may ask, and how an answer is put together.
//!
//! Resolvers take arguments, ask a loader and wrap what it answers; they know no HTTP on either side. One failing read
//! leaves its own field null and its siblings whole. A mutation tells what it knows and no more. Every failure passes `error` once.

mod asking;
mod attachment;
mod error;
mod execute;
mod extension;
mod field;
mod id;
mod limits;
mod mutations;
mod node;
mod operation;
mod options;
mod page;
mod policy;
mod query;
mod rehearsal;
mod types;
mod validation;

pub use asking::Asking;
pub use attachment::{Attachment, Attachments};
pub use execute::{Executed, Graph};
pub use options::Options;

pub use crate::directory::Freshness;
