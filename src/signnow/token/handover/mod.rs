//! Callers, the writer between them, and who gives up when: what is handed over within one process.
//!
//! A story runs on whatever tokio is there: on the real one, where each caller is dropped at each step in turn, and on the
//! one of `shuttle-tokio` (package `schedules`), whose scheduler picks who goes next.

#[cfg(test)]
mod dropped;
mod provider;
mod story;

#[cfg(schedules)]
pub(crate) use story::{Story, Wish, tell};
