//! `signgraph token verify`.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::Args;

use super::configured::Configured;
use super::statement::{Statement, Status};
use crate::cli::configuration::Configuration;
use crate::signnow::{Error, Held, HeldToken, Verdict};

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph token verify --config signgraph.toml --json")]
pub(super) struct Arguments {
    #[command(flatten)]
    configuration: Configuration,
    /// Answer with one JSON object: status, message, upstream, scope, expiresAt
    #[arg(long)]
    json: bool,
}

/// Tells whether the token at hand is good.
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let configured = Configured::read(arguments.configuration).await?;
    let held = configured.held().await?;
    let statement = state(&configured, &held, Utc::now()).await;
    statement.tell(arguments.json, statement.status == Status::Accepted)
}

async fn state(configured: &Configured, held: &Held, now: DateTime<Utc>) -> Statement {
    let Held::Token(token) = held else { return of_absent(configured) };
    if let Some(end) = token.ends_at().filter(|end| *end <= now) {
        return of_ended(configured, end);
    }
    match configured.custody.verify(token).await {
        Ok(Verdict::Accepted { scope, ends_at }) => of_accepted(configured, token, scope, ends_at),
        Ok(Verdict::Refused) => of_refused(configured),
        Err(error) => of_unknown(configured, &error),
    }
}

/// What to say where no token of ours is at hand.
pub(super) fn of_absent(configured: &Configured) -> Statement {
    let place = configured.place();
    let message =
        format!("There is no token of this user and host in {place}: {}.", configured.what_follows());
    Statement::new(Status::None, message, configured.upstream())
}

fn of_ended(configured: &Configured, end: DateTime<Utc>) -> Statement {
    let message = format!(
        "The token is past its end, so signNow was not asked. A server renews it, or else {}.",
        configured.what_follows()
    );
    Statement { expires_at: Some(end), ..Statement::new(Status::Over, message, configured.upstream()) }
}

fn of_accepted(
    configured: &Configured,
    token: &HeldToken,
    scope: Option<String>,
    ends_at: Option<DateTime<Utc>>,
) -> Statement {
    let expires_at = ends_at.or(token.ends_at());
    let unending = if expires_at.is_none() { " It does not say that it ever ends." } else { "" };
    let message = format!("signNow accepts the {}.{unending}", configured.credential());
    Statement { scope, expires_at, ..Statement::new(Status::Accepted, message, configured.upstream()) }
}

fn of_refused(configured: &Configured) -> Statement {
    let message = if configured.is_api_key() {
        "signNow does not accept the API key.".to_owned()
    } else {
        format!(
            "signNow does not accept the token: it was revoked, or ended early. A server renews it, or else {}.",
            configured.what_follows()
        )
    };
    Statement::new(Status::Refused, message, configured.upstream())
}

fn of_unknown(configured: &Configured, error: &Error) -> Statement {
    let message = format!("Whether the {} is good is not known: {}.", configured.credential(), reason(error));
    Statement::new(Status::Unknown, message, configured.upstream())
}

/// What to look at, or else what failed.
pub(in crate::cli) fn reason(error: &Error) -> String {
    error.reason().map_or_else(|| error.to_string(), |reason| reason.message().to_owned())
}
