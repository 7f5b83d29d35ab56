//! The arguments, and what they do to the integrations.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::told;
use crate::app;
use crate::callers::{Draft, IntegrationId, Registry, Role};
use crate::cli::report::Misuse;
use crate::config::{self, Config, DEFAULT_ACCOUNT, Sources};

#[derive(Debug, Args)]
#[command(
    after_help = "Example: signgraph integrations add --label 'CRM Production' --owner crm@example.com --role ANALYST"
)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The configuration file of the server that is meant; without it, the variables alone
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Answer with JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show all of them, without their keys
    List,
    /// Add one and show its key, this once; it is off until it is activated
    Add(New),
    /// Switch one on
    Activate(One),
    /// Switch one off
    Deactivate(One),
    /// Give one another key and show it, this once; the one before ends
    RegenerateKey(One),
    /// Take one out for good
    Delete(One),
}

#[derive(Debug, Args)]
struct New {
    /// What people call it, such as "CRM Production"
    #[arg(long, value_name = "TEXT")]
    label: String,
    /// Who answers for it: a person or a team, such as an e-mail address
    #[arg(long, value_name = "TEXT")]
    owner: String,
    /// VIEWER reads the graph but for activity and logins, ANALYST reads those as well, OPERATOR changes things, OWNER
    /// decides who else may ask
    #[arg(long, value_name = "ROLE", default_value = "VIEWER")]
    role: Role,
    #[arg(
        long,
        value_name = "NAME",
        default_value = DEFAULT_ACCOUNT,
        help = "The account of signNow it asks as: one of [accounts], or the one of [upstream]"
    )]
    account: String,
    /// Where it wants to be told of events, an https address
    #[arg(long, value_name = "URL")]
    webhook_url: Option<String>,
}

#[derive(Debug, Args)]
struct One {
    /// Its id, as `signgraph integrations list` shows it
    id: IntegrationId,
}

/// Does what the arguments say.
pub(in crate::cli) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = config::load(Sources::of_process(arguments.config, Vec::new()))?;
    let registry = app::registry(&config.callers)?.ok_or(Misuse(NO_PLACE.into()))?;
    let text = carry_out(arguments.command, &config, &registry, arguments.json).await?;
    told::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

async fn carry_out(
    command: Command,
    config: &Config,
    registry: &Registry,
    as_json: bool,
) -> anyhow::Result<String> {
    match command {
        Command::List => told::list(&registry.current().await?.integrations, as_json),
        Command::Add(new) => {
            if config.account(Some(&new.account)).is_none() {
                return Err(Misuse(NO_ACCOUNT.into()).into());
            }
            let (integration, key) = registry.create(&new.into_draft()).await?;
            told::with_key(&integration, &key, as_json)
        }
        Command::Activate(One { id }) => told::one(&registry.set_active(&id, true).await?, as_json),
        Command::Deactivate(One { id }) => told::one(&registry.set_active(&id, false).await?, as_json),
        Command::RegenerateKey(One { id }) => {
            let (integration, key) = registry.regenerate_key(&id).await?;
            told::with_key(&integration, &key, as_json)
        }
        Command::Delete(One { id }) => told::deleted(&registry.delete(&id).await?, as_json),
    }
}

impl New {
    fn into_draft(self) -> Draft {
        let New { label, owner, role, account, webhook_url } = self;
        Draft { label, webhook_url, owner, role, account }
    }
}

const NO_PLACE: &str = "callers.integrations_file: is missing, and callers.integrations_redis as well, so there is \
                        no place for integrations; name the configuration of a server that has it with --config";

const NO_ACCOUNT: &str =
    "--account: there is no such account in the configuration; it is one of [accounts], or \"default\"";
