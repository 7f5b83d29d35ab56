//! From sources to a configuration, or to everything that is wrong with them.

use std::collections::BTreeMap;

use super::accounts::{self, DEFAULT_ACCOUNT};
use super::complaint::Complaints;
use super::idempotency::Idempotency;
use super::log::Log;
use super::settings::Settings;
use super::source::Sources;
use super::upstream::Upstream;
use crate::cache;
use crate::directory;
use crate::graph;
use crate::sandbox;
use crate::server;

/// The options of every room, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the graph listens and what it takes from a caller.
    pub server: server::Options,
    /// Which signNow, and as whom.
    pub upstream: Upstream,
    /// Further accounts, by name. The embedded sandbox serves all of them or none.
    pub accounts: BTreeMap<String, Upstream>,
    /// The embedded sandbox.
    pub sandbox: sandbox::Options,
    /// How much upstream data is kept.
    pub cache: cache::Options,
    /// How long each kind of upstream data is kept.
    pub lifetimes: directory::Lifetimes,
    /// How long the results of mutations are kept, and where.
    pub idempotency: Idempotency,
    /// What a query may ask.
    pub graph: graph::Options,
    /// What is logged.
    pub log: Log,
    /// Lines to tell the operator that stop nothing.
    pub warnings: Vec<String>,
}

/// Reads a configuration.
///
/// # Errors
/// Everything that is wrong, at once: unknown keys and variables, values of another kind, unreadable files,
/// credentials that are missing or contradict one another, an address that must not be listened on.
pub fn load(sources: Sources) -> Result<Config, Complaints> {
    let mut settings = Settings::gather(sources);
    let mut config = read(&mut settings);
    if settings.is_whole() {
        super::server::check_exposure(&mut settings, &config.server, config.upstream.embedded);
    }
    config.warnings = settings.finish()?;
    Ok(config)
}

impl Config {
    /// The account of this name; without one, or by the name `default`, the one of `[upstream]`.
    pub fn account(&self, name: Option<&str>) -> Option<&Upstream> {
        match name {
            None | Some(DEFAULT_ACCOUNT) => Some(&self.upstream),
            Some(name) => self.accounts.get(name),
        }
    }
}

/// Every key there is, in the order of the sections; those of an account as one by the name `legal` has them.
pub fn keys() -> Vec<String> {
    let mut settings = Settings::default();
    let config = read(&mut settings);
    accounts::read_one(&mut settings, "legal", &config.upstream);
    settings.known().to_vec()
}

fn read(settings: &mut Settings) -> Config {
    // In the order of the sections, which is the order of the complaints.
    let server = super::server::read(settings);
    let upstream = super::upstream::read(settings);
    Config {
        server,
        accounts: accounts::read(settings, &upstream),
        upstream,
        sandbox: super::sandbox::read(settings),
        cache: super::cache::read(settings),
        lifetimes: super::cache::read_lifetimes(settings),
        idempotency: super::idempotency::read(settings),
        graph: super::graph::read(settings),
        log: super::log::read(settings),
        warnings: Vec::new(),
    }
}
