//! The arguments, and the checks in their order.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::finding::Report;
use super::{account, connection, store};
use crate::cli::configuration::Configuration;
use crate::cli::report::Misuse;
use crate::config::{Config, Upstream};
use crate::signnow::{Credentials, Custody, SystemClock};

#[derive(Debug, Args)]
#[command(after_help = "Example: signgraph doctor --config signgraph.toml")]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    configuration: Configuration,
    /// Answer with one JSON object: status, upstream, checks, each of them with check, status and message
    #[arg(long)]
    json: bool,
}

/// Checks one thing after the other, as far as the ones before let it.
pub(in crate::cli) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let (config, upstream) = arguments.configuration.load()?;
    if upstream.embedded {
        return Err(Misuse(NO_UPSTREAM.into()).into());
    }
    let options = &upstream.options;
    let mut report = Report::about(options.upstream.to_string());
    of_configuration(&config, &upstream, &mut report);
    let is_reached = connection::check(options, &mut report).await?;
    if let Some(store) = store::check(&upstream, &mut report).await {
        let custody = Custody::new(options, store, Arc::new(SystemClock))?;
        let token = store::token(&custody, &mut report).await;
        if let Some(token) = token.filter(|_| is_reached) {
            account::check(options, &custody, &token, &mut report).await?;
        }
    }
    report.tell(arguments.json)
}

fn of_configuration(config: &Config, upstream: &Upstream, report: &mut Report) {
    let form = match &upstream.options.credentials {
        Credentials::Password { .. } => "an application and a user with a password",
        Credentials::AuthorizationCode { .. } => "an application, for which somebody runs `signgraph login`",
        Credentials::ApiKey(_) => "an API key",
    };
    let host = &upstream.options.upstream;
    report.ok("configuration", format!("was read: {host}, with {form}"));
    if !config.accounts.is_empty() {
        let names = config.accounts.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        report.ok("configuration", format!("has further accounts, to be looked at with --account: {names}"));
    }
    for warning in &config.warnings {
        report.warning("configuration", warning);
    }
}

const NO_UPSTREAM: &str = "upstream.url: is missing, and the embedded sandbox needs no doctor; name the configuration of a \
                           server with --config";
