//! What was found out, in words or as JSON.

use std::io::{self, Write};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::moment::in_words;

/// What there is to say of a token. It never holds the token.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::cli) struct Statement {
    pub(in crate::cli) status: Status,
    /// A sentence or two for people.
    pub(in crate::cli) message: String,
    /// The signNow in question.
    pub(in crate::cli) upstream: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) expires_at: Option<DateTime<Utc>>,
}

/// The same in a word, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli) enum Status {
    /// signNow accepts the token.
    Accepted,
    /// signNow does not accept it.
    Refused,
    /// It is past its end, or was over before it could be revoked.
    Over,
    /// There is none.
    None,
    /// signNow ended it.
    Revoked,
    /// signNow did not end it.
    NotRevoked,
    /// A pair of tokens was got and kept.
    LoggedIn,
    /// None was.
    NotLoggedIn,
    /// signNow did not say.
    Unknown,
}

impl Statement {
    /// A statement without details.
    pub(in crate::cli) fn new(status: Status, message: impl Into<String>, upstream: String) -> Statement {
        Statement { status, message: message.into(), upstream, scope: None, expires_at: None }
    }

    /// Tells it, and gives the exit code: 0 if `is_good`.
    pub(in crate::cli) fn tell(&self, as_json: bool, is_good: bool) -> anyhow::Result<ExitCode> {
        let text = if as_json { serde_json::to_string(self)? + "\n" } else { self.in_words() };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn in_words(&self) -> String {
        let mut text = format!("{}\n\n  signNow   {}\n", self.message, self.upstream);
        if let Some(scope) = &self.scope {
            // Whatever answers, no control character reaches the terminal.
            text.push_str(&format!("  scope     {}\n", scope.replace(char::is_control, " ")));
        }
        if let Some(end) = self.expires_at {
            text.push_str(&format!("  ends      {}\n", in_words(end, Utc::now())));
        }
        text
    }
}
