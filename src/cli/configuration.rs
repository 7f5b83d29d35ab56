//! Which configuration a command is about, and which of its accounts.

use std::path::PathBuf;

use clap::Args;

use super::report::Misuse;
use crate::config::{self, Config, DEFAULT_ACCOUNT, Sources, Upstream};

#[derive(Clone, Debug, Args)]
pub(super) struct Configuration {
    /// The configuration file of the server that is meant; without it, the variables alone
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[arg(long, value_name = "NAME", help = "One of its [accounts]; without it, the account of [upstream]")]
    account: Option<String>,
}

impl Configuration {
    /// Reads it, and finds the account.
    pub(super) fn load(self) -> anyhow::Result<(Config, Upstream)> {
        let config = config::load(Sources::of_process(self.config, Vec::new()))?;
        match config.account(self.account.as_deref()).cloned() {
            Some(upstream) => Ok((config, upstream)),
            None => Err(Misuse(unknown(&config).into()).into()),
        }
    }
}

fn unknown(config: &Config) -> String {
    let names = config.accounts.keys().map(String::as_str);
    let names: Vec<&str> = [DEFAULT_ACCOUNT].into_iter().chain(names).collect();
    format!("--account: there is no such account in the configuration; choose one of: {}", names.join(", "))
}
