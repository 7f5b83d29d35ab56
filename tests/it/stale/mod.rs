//! What signNow said before it failed: given where that is allowed, labelled wherever it is given, and never else.

mod cache;
mod desk;
mod history;
mod model;
mod mutations;
mod outages;
mod refusals;
