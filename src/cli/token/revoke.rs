//! `signgraph token revoke`.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use super::configured::Configured;
use super::confirmation;
use super::statement::{Statement, Status};
use super::verify::{of_absent, reason};
use crate::cli::configuration::Configuration;
use crate::cli::report::Misuse;
use crate::signnow::{Error, Fate, Held, HeldToken, Remains, Revocation};

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph token revoke --config signgraph.toml --yes")]
pub(super) struct Arguments {
    #[command(flatten)]
    configuration: Configuration,
    /// Do not ask first
    #[arg(long)]
    yes: bool,
    /// Answer with one JSON object: status, message, upstream
    #[arg(long)]
    json: bool,
}

/// Ends the token at hand.
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if !arguments.yes {
        confirmation::possible()?;
    }
    let configured = Configured::read(arguments.configuration).await?;
    if configured.is_api_key() {
        return Err(Misuse(API_KEY.into()).into());
    }
    if !arguments.yes && !is_confirmed(&configured).await? {
        bail!("the token was left as it is");
    }
    let (statement, is_good) = match configured.held().await? {
        Held::Token(token) => end(&configured, &token).await,
        Held::Nothing => (of_absent(&configured), true),
    };
    statement.tell(arguments.json, is_good)
}

/// Asks, where there is something to ask about. The answer may take long, so the token is read anew after it.
async fn is_confirmed(configured: &Configured) -> anyhow::Result<bool> {
    let Held::Token(_) = configured.held().await? else { return Ok(true) };
    let question = format!("End the token of {} at {}?", configured.principal(), configured.upstream());
    Ok(confirmation::given(&question)?)
}

async fn end(configured: &Configured, token: &HeldToken) -> (Statement, bool) {
    let (status, told, remains) = match configured.custody.revoke(token).await {
        Revocation::Ended(remains) => (Status::Revoked, "signNow ended the token.", remains),
        Revocation::WasOver(remains) => (Status::Over, WAS_OVER, remains),
        Revocation::Failed(error) => return (of_failure(configured, &error), false),
    };
    let is_gone = matches!(remains, Remains::Nothing);
    let message = format!("{told} {}", left(configured, &remains));
    let statement = Statement::new(status, message, configured.upstream());
    (statement, is_gone && status == Status::Revoked)
}

/// What is left in the store, and what to do about it.
fn left(configured: &Configured, remains: &Remains) -> String {
    let place = configured.place();
    match remains {
        Remains::Nothing => format!("It is out of {place}; {}.", configured.what_follows()),
        Remains::AnotherPair => format!(
            "But {place} holds another one by now, because a server is running with it; that one was left alone."
        ),
        Remains::Stuck(error) => {
            format!(
                "But it is still in {place}: {error}. Stop the servers that use it, and take it out by hand."
            )
        }
    }
}

fn of_failure(configured: &Configured, error: &Error) -> Statement {
    let place = configured.place();
    let reason = reason(error);
    let (status, message) = match error.fate() {
        Fate::NotExecuted => {
            (Status::NotRevoked, format!("signNow did not end the token: {reason}. It is still in {place}."))
        }
        Fate::Unknown => (
            Status::Unknown,
            format!(
                "Whether signNow ended the token is not known: {reason}. It is still in {place}; `signgraph token \
                 verify` tells whether it is good, and to revoke it again does no harm."
            ),
        ),
    };
    Statement::new(status, message, configured.upstream())
}

const API_KEY: &str = "upstream.credentials.api_key: an API key is ended in signNow's dashboard, by hand; there is no \
                       call for it";

const WAS_OVER: &str = "signNow does not accept the token, so there was nothing to end. Whether its refresh token is \
                        over as well, signNow does not say; a new password with logout_all ends all there are.";
