//! A failure in words and a number.

use std::process::ExitCode;

use crate::config::Complaints;

/// Writes a failure to standard error, a line for each thing that is wrong, and gives the exit code.
pub fn report(error: &anyhow::Error) -> ExitCode {
    match error.downcast_ref::<Complaints>() {
        Some(complaints) => {
            for line in complaints.lines() {
                eprintln!("error: {line}");
            }
            ExitCode::from(2)
        }
        None => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
