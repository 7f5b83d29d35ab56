//! What was found, a line each.

use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Level {
    Ok,
    /// It works, and may not do what one expects, or not for ever.
    Warning,
    /// Something does not work.
    Problem,
}

#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    status: Level,
    message: String,
}

/// Everything that was found so far.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    status: Level,
    upstream: String,
    checks: Vec<Finding>,
}

impl Report {
    pub(super) fn about(upstream: String) -> Report {
        Report { status: Level::Ok, upstream, checks: Vec::new() }
    }

    pub(super) fn ok(&mut self, check: &'static str, message: impl Into<String>) {
        self.add(check, Level::Ok, message.into());
    }

    pub(super) fn warning(&mut self, check: &'static str, message: impl Into<String>) {
        self.add(check, Level::Warning, message.into());
    }

    pub(super) fn problem(&mut self, check: &'static str, message: impl Into<String>) {
        self.add(check, Level::Problem, message.into());
    }

    fn add(&mut self, check: &'static str, status: Level, message: String) {
        self.status = self.status.max(status);
        // Names come from signNow, and no control character reaches the terminal.
        self.checks.push(Finding { check, status, message: message.replace(char::is_control, " ") });
    }

    /// Tells it, and gives the exit code: 1 if there is a problem.
    pub(super) fn tell(&self, as_json: bool) -> anyhow::Result<ExitCode> {
        let text = if as_json { serde_json::to_string(self)? + "\n" } else { self.in_words() };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(if self.status == Level::Problem { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn in_words(&self) -> String {
        let line = |finding: &Finding| {
            let level = match finding.status {
                Level::Ok => "ok",
                Level::Warning => "warning",
                Level::Problem => "problem",
            };
            format!("{level:<8} {:<14} {}\n", finding.check, finding.message)
        };
        self.checks.iter().map(line).collect()
    }
}
