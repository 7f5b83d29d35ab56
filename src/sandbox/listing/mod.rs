//! Paging, filters and sorting, the same for every list of the v2 API.
//!
//! The room guarantees the envelope, the limits and the refusals of document 003 (wire notes §5.2). It refuses to
//! know what the rows are: a list hands over its rows, the fields it documents, and gets its page back.

mod filter;
mod page;
mod query;
mod refusal;
mod sort;

pub(crate) use filter::{Field, Filters};
pub(crate) use query::Query;
pub(crate) use refusal::Refusal;
pub(crate) use sort::Key;
