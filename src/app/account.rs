//! One account of signNow: a client of its own, with its chain of tokens, its limits and its breakers.

use std::sync::Arc;

use super::Error;
use crate::cache::{Cache, Principal};
use crate::config::{Config, DEFAULT_ACCOUNT, Upstream};
use crate::directory::{Directory, Lifetimes};
use crate::metrics;
use crate::sandbox::Sandbox;
use crate::signnow::vault::SealedStore;
use crate::signnow::{self, Client, Clock};

/// An account that is served. Cloning gives another handle.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) client: Client,
    pub(super) upstream: signnow::Upstream,
    principal: Principal,
}

/// All accounts that are served. Cloning gives other handles.
#[derive(Clone, Debug)]
pub(super) struct Accounts {
    pub(super) default: Account,
    pub(super) named: Vec<Account>,
}

impl Accounts {
    /// Those that are configured.
    pub(super) fn new(
        config: &Config,
        sandbox: Option<&Sandbox>,
        store: &SealedStore,
        clock: &Arc<dyn Clock>,
    ) -> Result<Accounts, Error> {
        let account = |name, upstream| Account::new(name, upstream, sandbox, store, clock);
        let named = config.accounts.iter().map(|(name, upstream)| account(name, upstream));
        let named = named.collect::<Result<_, _>>()?;
        Ok(Accounts { default: account(DEFAULT_ACCOUNT, &config.upstream)?, named })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Account> {
        [&self.default].into_iter().chain(&self.named)
    }
}

impl Account {
    fn new(
        name: &str,
        upstream: &Upstream,
        sandbox: Option<&Sandbox>,
        store: &SealedStore,
        clock: &Arc<dyn Clock>,
    ) -> Result<Account, Error> {
        let mut options = upstream.options.clone();
        if let Some(sandbox) = sandbox {
            options.upstream = signnow::Upstream::parse(&sandbox.url(), &[])?;
        }
        let (upstream, principal) = (options.upstream.clone(), Principal::new(options.principal()));
        let client = Client::new(options, store.clone(), Arc::clone(clock))?;
        Ok(Account { name: name.to_owned(), client, upstream, principal })
    }

    /// What it may see.
    pub(super) fn directory(&self, cache: &Cache, lifetimes: &Lifetimes) -> Directory {
        Directory::new(self.client.clone(), cache.clone(), lifetimes.clone(), self.principal.clone())
    }

    pub(super) fn numbers(&self) -> metrics::Account {
        let (chain, vitals) = (self.client.chain(), self.client.vitals());
        metrics::Account { name: self.name.clone(), chain, vitals }
    }
}
