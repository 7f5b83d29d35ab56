//! Trouble on request.
//!
//! It guarantees that the same faults with the same seed strike the same requests in the same order of arrival,
//! and that every fault knows how often it struck. It knows routes by name only, and no endpoint.

mod answer;
mod fault;
mod rate_limit;
mod reading;
mod verdict;

pub(crate) use fault::Faults;
pub(crate) use verdict::{End, Verdict};
