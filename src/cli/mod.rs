//! The command line: what the program can be asked to do, and how it says that it cannot.
//!
//! Exit codes: 0 done, 1 failed, 2 asked wrongly (a flag, a key or a variable), told before anything listens.

mod arguments;
mod banner;
mod configuration;
mod core_files;
mod doctor;
mod healthcheck;
mod logging;
mod login;
mod report;
mod sandbox;
mod schema;
mod serve;
mod signals;
mod token;

pub use arguments::Cli;
pub use report::report;
