//! Composition: a configuration in, a running graph out.
//!
//! The one place where the rooms meet. It decides nothing that they could decide.

mod account;
mod door;
mod watch;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::watch::{Sender, channel};
use tokio::task::JoinHandle;

use self::account::{Account, Accounts};
pub(crate) use self::door::registry;
use self::watch::{Metrics, Sources, readiness};
use crate::cache::Cache;
use crate::callers::{self, Door};
use crate::config::{Config, Idempotency, Upstream};
use crate::graph::Graph;
use crate::idempotency::{self, Keys, Store};
use crate::sandbox::Sandbox;
use crate::server::{self, Graphs, Phase, Tally};
use crate::signnow::vault::{self, FileStore, Key, KeyError, RedisStore, Seal, SealedStore};
use crate::signnow::{self, Clock, SystemClock};

/// A graph that is served, with everything it stands on. Dropping it ends it too, without waiting.
#[derive(Debug)]
pub struct App {
    address: SocketAddr,
    sandbox: Option<Sandbox>,
    accounts: Accounts,
    door: Door,
    drain: Duration,
    patience: Duration,
    phase: Sender<Phase>,
    serving: JoinHandle<io::Result<()>>,
    metrics: Option<Metrics>,
}

/// Why a graph cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program listens there.
    #[error("{0} is taken by another program; end that program, or choose another address with {1}")]
    AddressTaken(SocketAddr, &'static str),
    /// The address cannot be listened on for another reason.
    #[error("cannot listen on {0}; choose another address with {1}")]
    Listen(SocketAddr, &'static str, #[source] io::Error),
    /// The embedded sandbox does not start.
    #[error("the embedded sandbox does not start")]
    Sandbox(#[source] io::Error),
    /// The embedded sandbox is not where the client may go.
    #[error("the embedded sandbox cannot be reached")]
    SandboxAddress(#[from] signnow::UpstreamError),
    /// The tokens cannot be kept where the configuration says.
    #[error("upstream.token_file cannot be used")]
    TokenFile(#[source] vault::StoreError),
    /// The tokens cannot be kept in the Redis that the configuration names.
    #[error("upstream.token_redis cannot be used")]
    TokenRedis(#[source] vault::StoreError),
    /// A Redis is named, and no key for what is in it.
    #[error("upstream.token_key is missing, and what is in Redis has to be sealed")]
    NoTokenKey,
    /// The key that seals tokens cannot be used.
    #[error("upstream.token_key or upstream.old_token_key cannot be used")]
    TokenKey(#[source] KeyError),
    /// Nobody could ask: callers are not told apart, and it is not said that they need not be.
    #[error(
        "callers.integrations_file: is missing, so there is nobody to let in; set it and make a key with `signgraph \
         integrations add`, or set server.allow_unauthenticated = true if only those reach this server who may act as the \
         configured signNow user"
    )]
    NobodyMayAsk,
    /// The integrations cannot be kept where the configuration says.
    #[error("callers.integrations_file or callers.integrations_redis cannot be used")]
    Integrations(#[source] callers::StoreError),
    /// The results of mutations cannot be kept where the configuration says.
    #[error("idempotency.file cannot be used")]
    IdempotencyFile(#[source] idempotency::StoreError),
    /// The results of mutations cannot be kept in the Redis that the configuration names.
    #[error("idempotency.redis cannot be used")]
    IdempotencyRedis(#[source] idempotency::StoreError),
    /// The connection to signNow cannot be set up.
    #[error("the connection to signNow cannot be set up")]
    Client(#[from] signnow::Error),
}

impl App {
    /// Listens, starts the embedded sandbox when no signNow is named, and serves.
    ///
    /// # Errors
    /// [`Error`], before anything is served.
    pub async fn start(config: &Config) -> Result<App, Error> {
        App::start_with_clock(config, Arc::new(SystemClock)).await
    }

    /// As [`App::start`], with a clock that tests can hold in their hands.
    ///
    /// # Errors
    /// [`Error`], before anything is served.
    pub async fn start_with_clock(config: &Config, clock: Arc<dyn Clock>) -> Result<App, Error> {
        let store = token_store(&config.upstream).await?;
        let keys = keys(&config.idempotency, Arc::clone(&clock)).await?;
        let listener = listen(config.server.listen, "--listen").await?;
        let address =
            listener.local_addr().map_err(|error| Error::Listen(config.server.listen, "--listen", error))?;
        let metrics_listener = listen_for_metrics(config).await?;
        let door = door::of(config).await?;
        let sandbox = sandbox(config).await?;
        let accounts = Accounts::new(config, sandbox.as_ref(), &store, &clock)?;
        let (cache, tally) = (Cache::new(&config.cache), Tally::default());
        let graphs = graphs(config, &accounts, &cache, keys);
        let (phase, told) = channel(Phase::Serving);
        let readiness = readiness(accounts.clone(), told.clone());
        let (drain, patience) = (config.server.drain, config.server.shutdown_timeout);
        let router = server::router(graphs, door.clone(), readiness, tally.clone(), &config.server);
        let serving = tokio::spawn(server::serve(listener, router, told, config.server.terms()));
        let sources = Sources { accounts: accounts.clone(), cache, tally, clock };
        let metrics =
            metrics_listener.map(|listener| Metrics::start(listener, sources, &config.server)).transpose();
        let metrics = metrics.map_err(|error| Error::Listen(address, "server.metrics_listen", error))?;
        Ok(App { address, sandbox, accounts, door, drain, patience, phase, serving, metrics })
    }

    /// The address that is listened on, with the port that was found.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The root of everything that is served, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The accounts that are served, by name, each with the signNow that it is at; the default one first.
    pub fn accounts(&self) -> impl Iterator<Item = (&str, &signnow::Upstream)> {
        self.accounts.iter().map(|account| (account.name.as_str(), &account.upstream))
    }

    /// The embedded sandbox, when no signNow was named.
    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.sandbox.as_ref()
    }

    /// Whether it lets everybody in, asking nobody who they are.
    pub fn is_open(&self) -> bool {
        self.door.is_open()
    }

    /// Where metrics are told, if they are, with the port that was found.
    pub fn metrics_url(&self) -> Option<String> {
        self.metrics.as_ref().map(|metrics| format!("http://{}/metrics", metrics.address))
    }

    /// Completes when serving ends without having been told to.
    pub async fn ended(&self) {
        self.phase.closed().await;
    }

    /// Tells that it is about to end, and still takes requests for the configured time. Then takes no more connections, lets
    /// running requests end within the configured time, and a token request as well, whose answer would be lost with the
    /// tokens in it; then ends the sandbox.
    ///
    /// # Errors
    /// When serving ended in a panic.
    pub async fn shutdown(self) -> io::Result<()> {
        self.phase.send_replace(Phase::Draining);
        let _drained = tokio::time::timeout(self.drain, self.ended()).await;
        self.phase.send_replace(Phase::Ending);
        // The sandbox is dropped after it, so that running requests still find it.
        let ended = self.serving.await;
        let closing = join_all(self.accounts.iter().map(|account| account.client.close()));
        let _too_late = tokio::time::timeout(self.patience, closing).await;
        ended.unwrap_or_else(|panicked| Err(io::Error::other(panicked)))
    }
}

/// Listens on an address that `setting` can change.
async fn listen(address: SocketAddr, setting: &'static str) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Error::AddressTaken(address, setting),
        _ => Error::Listen(address, setting, error),
    })
}

async fn listen_for_metrics(config: &Config) -> Result<Option<TcpListener>, Error> {
    match config.server.metrics_listen {
        Some(address) => listen(address, "server.metrics_listen").await.map(Some),
        None => Ok(None),
    }
}

/// The sandbox that answers when no signNow is named.
async fn sandbox(config: &Config) -> Result<Option<Sandbox>, Error> {
    match config.upstream.embedded {
        true => Sandbox::start(config.sandbox.clone()).await.map(Some).map_err(Error::Sandbox),
        false => Ok(None),
    }
}

/// A graph for each account. They share the cache, where each has what is its own.
fn graphs(config: &Config, accounts: &Accounts, cache: &Cache, keys: Keys) -> Graphs {
    let directory = |account: &Account| {
        let directory = account.directory(cache, &config.lifetimes);
        directory.with_confirmation_pause(config.upstream.confirmation_pause)
    };
    let graph = Graph::new(directory(&accounts.default), keys, config.graph.clone());
    let others = accounts.named.iter().map(|account| (&account.name, graph.over(directory(account))));
    others.fold(Graphs::new(&accounts.default.name, graph.clone()), |graphs, (name, graph)| {
        graphs.with(name, graph)
    })
}

/// Where tokens are kept, ready to be used. Those of an embedded sandbox die with it, so no file is to keep them.
///
/// # Errors
/// [`Error::TokenFile`], [`Error::TokenRedis`] and [`Error::TokenKey`], which say what to do.
pub(crate) async fn token_store(upstream: &Upstream) -> Result<SealedStore, Error> {
    match (&upstream.token_redis, &upstream.token_file) {
        _ if upstream.embedded => Ok(SealedStore::in_memory()),
        (Some(url), _) => store_in_redis(upstream, url).await,
        (None, Some(path)) => store_in_file(upstream, path).await,
        (None, None) => Ok(SealedStore::in_memory()),
    }
}

async fn store_in_redis(upstream: &Upstream, url: &SecretString) -> Result<SealedStore, Error> {
    let key = upstream.token_key.as_ref().ok_or(Error::NoTokenKey)?;
    let seal = Key::from_base64(key).and_then(|key| seal(upstream, key)).map_err(Error::TokenKey)?;
    let store = RedisStore::new(url).map_err(Error::TokenRedis)?;
    store.check().await.map_err(Error::TokenRedis)?;
    Ok(SealedStore::new(Arc::new(store), seal))
}

/// Without a key of the operator's own there is one in a file beside the tokens: whoever gets hold of one of the two has
/// nothing.
async fn store_in_file(upstream: &Upstream, path: &Path) -> Result<SealedStore, Error> {
    let store = FileStore::new(path);
    store.check().await.map_err(Error::TokenFile)?;
    let key = match &upstream.token_key {
        Some(key) => Key::from_base64(key),
        None => Key::from_file_or_new(&beside(path)),
    };
    let seal = key.and_then(|key| seal(upstream, key)).map_err(Error::TokenKey)?;
    Ok(SealedStore::new(Arc::new(store), seal))
}

fn seal(upstream: &Upstream, key: Key) -> Result<Seal, KeyError> {
    let old = upstream.old_token_key.as_ref().map(Key::from_base64).transpose()?;
    Ok(Seal::new(key, old.into_iter().collect()))
}

fn beside(token_file: &Path) -> PathBuf {
    let mut name = token_file.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

/// The keys of mutations, which outlive this process where a file or a Redis is named.
async fn keys(config: &Idempotency, clock: Arc<dyn Clock>) -> Result<Keys, Error> {
    let options = &config.options;
    let store: Arc<dyn Store> = match (&config.shared_redis, &config.file) {
        (Some(url), _) => {
            let opened = idempotency::RedisStore::open(url, options).await;
            Arc::new(opened.map_err(Error::IdempotencyRedis)?)
        }
        (None, Some(path)) => {
            let opened = idempotency::FileStore::open(path, options, clock.now()).await;
            Arc::new(opened.map_err(Error::IdempotencyFile)?)
        }
        (None, None) => Arc::new(idempotency::MemoryStore::new(options)),
    };
    Ok(Keys::new(store, Arc::new(move || clock.now())))
}
