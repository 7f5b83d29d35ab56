//! What operators see: where the rooms' own words are put together for whoever watches.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::account::{Account, Accounts};
use crate::cache::Cache;
use crate::metrics::{MEDIA_TYPE, Page};
use crate::server::{self, Details, Options, Phase, Readiness, Tally};
use crate::signnow::{self, ChainStatus, Clock};

/// Ready is whoever has a usable token of one account, or can get one. With one at hand nothing is asked; without one, the
/// first who asks begins what the first request would begin, and the pauses after a failure are kept. One account that is
/// out of order takes no server from the others; it is told in the details.
pub(super) fn readiness(accounts: Accounts, phase: watch::Receiver<Phase>) -> Readiness {
    let asked = accounts.clone();
    let ask = move || {
        let accounts = asked.clone();
        async move { any_ready(&accounts).await }
    };
    Readiness::new(phase, ask).with_details(move || details(&accounts))
}

async fn any_ready(accounts: &Accounts) -> Result<(), Vec<String>> {
    let mut asked: FuturesUnordered<_> = accounts
        .iter()
        .map(|account| async {
            account.client.ready().await.map_err(|error| match accounts.named.is_empty() {
                true => reason(&error),
                false => format!("{}: {}", account.name, reason(&error)),
            })
        })
        .collect();
    let mut reasons = Vec::new();
    while let Some(answer) = asked.next().await {
        match answer {
            Ok(()) => return Ok(()),
            Err(reason) => reasons.push(reason),
        }
    }
    reasons.sort();
    Err(reasons)
}

/// The chain of the default account, and under `accounts` those of the named ones.
fn details(accounts: &Accounts) -> Details {
    let chain = |account: &Account| account.client.chain().map_or(Value::Null, told);
    let mut details = Details::from_iter([("chain".to_owned(), chain(&accounts.default))]);
    if !accounts.named.is_empty() {
        let named = accounts.named.iter();
        let named = named.map(|account| (account.name.clone(), json!({ "chain": chain(account) })));
        details.insert("accounts".to_owned(), Value::Object(named.collect()));
    }
    details
}

fn told(chain: ChainStatus) -> Value {
    let state = chain.state.as_ref();
    json!({
        "state": chain.condition.name(),
        "usable": chain.is_usable,
        "generation": state.map_or(0, |state| state.generation),
        "expires_at": state.and_then(|state| state.expires_at),
        "refresh_at": state.and_then(|state| state.refresh_at),
        "failure": chain.failure.as_ref().map(reason),
    })
}

/// What is known to be wrong with the configuration, or else how the connection failed.
fn reason(error: &signnow::Error) -> String {
    error.reason().map_or_else(|| error.to_string(), |reason| reason.message().to_owned())
}

/// Metrics, served on a listener of their own until this is dropped.
#[derive(Debug)]
pub(super) struct Metrics {
    pub(super) address: SocketAddr,
    _serving: watch::Sender<Phase>,
}

/// Where the numbers are.
pub(super) struct Sources {
    pub(super) accounts: Accounts,
    pub(super) cache: Cache,
    pub(super) tally: Tally,
    pub(super) clock: Arc<dyn Clock>,
}

impl Metrics {
    pub(super) fn start(listener: TcpListener, sources: Sources, options: &Options) -> io::Result<Metrics> {
        let address = listener.local_addr()?;
        let router = server::scrape_router(address, options, MEDIA_TYPE, move || sources.page().text());
        let (serving, phase) = watch::channel(Phase::Serving);
        tokio::spawn(server::serve(listener, router, phase, options.shutdown_timeout));
        Ok(Metrics { address, _serving: serving })
    }
}

impl Sources {
    fn page(&self) -> Page {
        Page {
            accounts: self.accounts.iter().map(Account::numbers).collect(),
            now: self.clock.now().timestamp(),
            reads: self.cache.reads(),
            served: self.tally.served(),
        }
    }
}
