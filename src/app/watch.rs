//! What operators see: where the rooms' own words are put together for whoever watches.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cache::Cache;
use crate::metrics::{MEDIA_TYPE, Page};
use crate::server::{self, Details, Options, Phase, Readiness, Tally};
use crate::signnow::{self, ChainStatus, Client, Clock};

/// Ready is whoever has a usable token, or can get one. With one at hand nothing is asked; without one, the first who
/// asks begins what the first request would begin, and the pauses after a failure are kept.
pub(super) fn readiness(client: Client, phase: watch::Receiver<Phase>) -> Readiness {
    let asked = client.clone();
    let ask = move || {
        let client = asked.clone();
        async move { client.ready().await.map_err(|error| reason(&error)) }
    };
    let tell = move || Details::from_iter([("chain".to_owned(), client.chain().map_or(Value::Null, told))]);
    Readiness::new(phase, ask).with_details(tell)
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
    pub(super) client: Client,
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
            chain: self.client.chain(),
            now: self.clock.now().timestamp(),
            vitals: self.client.vitals(),
            reads: self.cache.reads(),
            served: self.tally.served(),
        }
    }
}
