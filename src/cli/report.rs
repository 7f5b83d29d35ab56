//! A failure in words and a number.

use std::borrow::Cow;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::app;
use crate::config::Complaints;

/// The command was asked for something that cannot be done as asked: a line that names the flag or key, and the cure.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Misuse(pub(super) Cow<'static, str>);

/// Writes a failure to standard error, a line for each thing that is wrong, and gives the exit code.
pub fn report(error: &anyhow::Error) -> ExitCode {
    let whole = || vec![format!("{error:#}")];
    let (lines, code) = match (error.downcast_ref::<Complaints>(), error.downcast_ref::<app::Error>()) {
        (Some(complaints), _) => (complaints.lines().to_vec(), ExitCode::from(2)),
        (None, Some(error)) if is_of_configuration(error) => (whole(), ExitCode::from(2)),
        (None, _) if error.is::<Misuse>() => (whole(), ExitCode::from(2)),
        (None, _) => (whole(), ExitCode::FAILURE),
    };
    for line in lines {
        // Nobody may be reading, and the exit code says the same.
        let _ = writeln!(io::stderr(), "error: {line}");
    }
    code
}

/// What the configuration names cannot be used as it is.
fn is_of_configuration(error: &app::Error) -> bool {
    use app::Error::{IdempotencyFile, NoTokenKey, TokenFile, TokenKey, TokenRedis};
    matches!(error, TokenFile(_) | TokenRedis(_) | NoTokenKey | TokenKey(_) | IdempotencyFile(_))
}
