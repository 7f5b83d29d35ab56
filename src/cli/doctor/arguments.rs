//! The arguments, and the checks in their order.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::finding::Report;
use super::{account, connection, store};
use crate::cli::report::Misuse;
use crate::config::{self, Config, Sources};
use crate::signnow::{Credentials, Custody, SystemClock};

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph doctor --config signgraph.toml")]
pub(in crate::cli) struct Arguments {
    /// The configuration file of the server to look at; without it, the variables alone
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Answer with one JSON object: status, upstream, checks, each of them with check, status and message
    #[arg(long)]
    json: bool,
}

/// Checks one thing after the other, as far as the ones before let it.
pub(in crate::cli) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = config::load(Sources::of_process(arguments.config, Vec::new()))?;
    if config.upstream.embedded {
        return Err(Misuse(NO_UPSTREAM).into());
    }
    let options = &config.upstream.options;
    let mut report = Report::about(options.upstream.to_string());
    of_configuration(&config, &mut report);
    let is_reached = connection::check(options, &mut report).await?;
    if let Some(store) = store::check(&config.upstream, &mut report).await {
        let custody = Custody::new(options, store, Arc::new(SystemClock))?;
        let token = store::token(&custody, &mut report).await;
        if let Some(token) = token.filter(|_| is_reached) {
            account::check(options, &custody, &token, &mut report).await?;
        }
    }
    report.tell(arguments.json)
}

fn of_configuration(config: &Config, report: &mut Report) {
    let form = match &config.upstream.options.credentials {
        Credentials::Password { .. } => "an application and a user with a password",
        Credentials::AuthorizationCode { .. } => "an application, for which somebody runs `signgraph login`",
        Credentials::ApiKey(_) => "an API key",
    };
    let host = &config.upstream.options.upstream;
    report.ok("configuration", format!("was read: {host}, with {form}"));
    for warning in &config.warnings {
        report.warning("configuration", warning);
    }
}

const NO_UPSTREAM: &str = "upstream.url: is missing, and the embedded sandbox needs no doctor; name the configuration of a \
                           server with --config";
