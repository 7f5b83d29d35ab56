//! A failure in words and a number.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::config::Complaints;

/// Writes a failure to standard error, a line for each thing that is wrong, and gives the exit code.
pub fn report(error: &anyhow::Error) -> ExitCode {
    let (lines, code) = match error.downcast_ref::<Complaints>() {
        Some(complaints) => (complaints.lines().to_vec(), ExitCode::from(2)),
        None => (vec![format!("{error:#}")], ExitCode::FAILURE),
    };
    for line in lines {
        // Nobody may be reading, and the exit code says the same.
        let _ = writeln!(io::stderr(), "error: {line}");
    }
    code
}
