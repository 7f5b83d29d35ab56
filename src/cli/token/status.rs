//! `signgraph token status`.

use std::io::{self, Write};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::Args;
use serde::Serialize;

use super::configured::Configured;
use super::moment::in_words;
use crate::cli::configuration::Configuration;
use crate::signnow::{ChainState, Standing};

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph token status --config signgraph.toml --json")]
pub(super) struct Arguments {
    #[command(flatten)]
    configuration: Configuration,
    /// Answer with one JSON object: status, message, upstream, generation, since, obtainedAt, expiresAt, refreshAt,
    /// spentRefreshTokens
    #[arg(long)]
    json: bool,
}

/// Tells how the chain stands.
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let configured = Configured::read(arguments.configuration).await?;
    let state = configured.state().await?;
    let is_good = state.as_ref().is_none_or(|state| state.standing.needs_nobody());
    let report = Report::of(&configured, state);
    let text = if arguments.json { serde_json::to_string(&report)? + "\n" } else { report.in_words() };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What there is to say. It never holds a token.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    /// `none`, `ended`, `ready`, `fetching`, `waiting`, `login_needed` or `api_key`, for programs.
    status: &'static str,
    message: String,
    upstream: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    details: Option<Details>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    generation: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    obtained_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_at: Option<DateTime<Utc>>,
    spent_refresh_tokens: usize,
}

impl Report {
    fn of(configured: &Configured, state: Option<ChainState>) -> Report {
        let (status, message) = told(configured, state.as_ref());
        Report { status, message, upstream: configured.upstream(), details: state.map(Details::of) }
    }

    fn in_words(&self) -> String {
        let mut text = format!("{}\n\n  signNow    {}\n", self.message, self.upstream);
        if let Some(details) = &self.details {
            details.put_into(&mut text, Utc::now());
        }
        text
    }
}

/// In a word, and in a sentence or two.
fn told(configured: &Configured, state: Option<&ChainState>) -> (&'static str, String) {
    let (place, follows) = (configured.place(), configured.what_follows());
    match state.map(|state| state.standing) {
        None => ("api_key", "An API key has no chain of tokens; it stays as it is.".to_owned()),
        Some(Standing::Nothing) => {
            ("none", format!("There is no token of this user and host in {place}: {follows}."))
        }
        Some(Standing::Ended) => ("ended", format!("The last token in {place} was ended: {follows}.")),
        Some(Standing::Ready) => ("ready", format!("There is a pair of tokens in {place}.")),
        Some(Standing::Fetching { .. }) => (
            "fetching",
            "A pair of tokens is being fetched. Where that stops half-way, another server takes over."
                .to_owned(),
        ),
        Some(Standing::Waiting { .. }) => ("waiting", WAITING.to_owned()),
        Some(Standing::LoginNeeded) => ("login_needed", LOGIN_NEEDED.to_owned()),
    }
}

const WAITING: &str = "The answer to a refresh was lost, and upstream.token_recovery says to wait for an operator. The \
                       access token can be used until its end. `signgraph login` gets a new pair of tokens; where there is a \
                       password, `signgraph token revoke` ends what is left, and whoever needs a token next logs in.";

const LOGIN_NEEDED: &str = "There is no refresh token that may be used, and no password: run `signgraph login`. An access \
                            token that is there can be used until its end.";

impl Details {
    fn of(state: ChainState) -> Details {
        Details {
            generation: state.generation,
            since: match state.standing {
                Standing::Fetching { since } | Standing::Waiting { since } => Some(since),
                Standing::Nothing | Standing::Ended | Standing::Ready | Standing::LoginNeeded => None,
            },
            obtained_at: state.obtained_at,
            expires_at: state.expires_at,
            refresh_at: state.refresh_at,
            spent_refresh_tokens: state.spent,
        }
    }

    fn put_into(&self, text: &mut String, now: DateTime<Utc>) {
        let moments = [
            ("since", self.since),
            ("obtained", self.obtained_at),
            ("ends", self.expires_at),
            ("refreshed", self.refresh_at),
        ];
        text.push_str(&format!("  generation {}\n", self.generation));
        for (name, moment) in moments {
            if let Some(moment) = moment {
                text.push_str(&format!("  {name:<10} {}\n", in_words(moment, now)));
            }
        }
        text.push_str(&format!("  spent      {} refresh tokens lately\n", self.spent_refresh_tokens));
    }
}
