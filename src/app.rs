//! Composition: a configuration in, a running graph out.
//!
//! The one place where the rooms meet. It decides nothing that they could decide.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cache::{Cache, Principal};
use crate::config::{Config, Idempotency, Upstream};
use crate::directory::Directory;
use crate::graph::Graph;
use crate::idempotency::{self, Keys, Store};
use crate::sandbox::Sandbox;
use crate::server::{self, Readiness};
use crate::signnow::vault::{self, FileStore, Key, KeyError, Seal, SealedStore};
use crate::signnow::{self, Client, Clock, SystemClock};

/// A graph that is served, with everything it stands on. Dropping it ends it too, without waiting.
#[derive(Debug)]
pub struct App {
    address: SocketAddr,
    upstream: signnow::Upstream,
    sandbox: Option<Sandbox>,
    client: Client,
    patience: Duration,
    stop: watch::Sender<bool>,
    serving: JoinHandle<io::Result<()>>,
}

/// Why a graph cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program listens there.
    #[error("{0} is taken by another program; end that program, or choose another address with --listen")]
    AddressTaken(SocketAddr),
    /// The address cannot be listened on for another reason.
    #[error("cannot listen on {0}; choose another address with --listen")]
    Listen(SocketAddr, #[source] io::Error),
    /// The embedded sandbox does not start.
    #[error("the embedded sandbox does not start")]
    Sandbox(#[source] io::Error),
    /// The embedded sandbox is not where the client may go.
    #[error("the embedded sandbox cannot be reached")]
    SandboxAddress(#[from] signnow::UpstreamError),
    /// The tokens cannot be kept where the configuration says.
    #[error("upstream.token_file cannot be used")]
    TokenFile(#[source] vault::StoreError),
    /// The key that seals tokens cannot be used.
    #[error("upstream.token_key or upstream.old_token_key cannot be used")]
    TokenKey(#[source] KeyError),
    /// The results of mutations cannot be kept where the configuration says.
    #[error("idempotency.file cannot be used")]
    IdempotencyFile(#[source] idempotency::StoreError),
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
        let listener = listen(config.server.listen).await?;
        let address = listener.local_addr().map_err(|error| Error::Listen(config.server.listen, error))?;
        let (options, sandbox) = connect(config).await?;
        let upstream = options.upstream.clone();
        let principal = Principal::new(options.credentials.principal());
        let client = Client::new(options, store, clock)?;
        let directory =
            Directory::new(client.clone(), Cache::new(&config.cache), config.lifetimes.clone(), principal)
                .with_confirmation_pause(config.upstream.confirmation_pause);
        let graph = Graph::new(directory, keys, config.graph.clone());
        let router = server::router(graph, readiness(client.clone()), &config.server);
        let (stop, stopped) = watch::channel(false);
        let patience = config.server.shutdown_timeout;
        let serving = tokio::spawn(server::serve(listener, router, until(stopped), patience));
        Ok(App { address, upstream, sandbox, client, patience, stop, serving })
    }

    /// The address that is listened on, with the port that was found.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The root of everything that is served, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The signNow that is asked.
    pub fn upstream(&self) -> &signnow::Upstream {
        &self.upstream
    }

    /// The embedded sandbox, when no signNow was named.
    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.sandbox.as_ref()
    }

    /// Completes when serving ends without having been told to.
    pub async fn ended(&self) {
        self.stop.closed().await;
    }

    /// Takes no more connections, lets running requests end within the configured time, and a token request as well, whose
    /// answer would be lost with the tokens in it; then ends the sandbox.
    ///
    /// # Errors
    /// When the listener had failed.
    pub async fn shutdown(self) -> io::Result<()> {
        self.stop.send_replace(true);
        // The sandbox is dropped after it, so that running requests still find it.
        let ended = self.serving.await;
        let _too_late = tokio::time::timeout(self.patience, self.client.close()).await;
        ended.unwrap_or_else(|panicked| Err(io::Error::other(panicked)))
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Error::AddressTaken(address),
        _ => Error::Listen(address, error),
    })
}

/// The client's options, and the sandbox they lead to when they lead to no signNow.
async fn connect(config: &Config) -> Result<(signnow::Options, Option<Sandbox>), Error> {
    let mut options = config.upstream.options.clone();
    if !config.upstream.embedded {
        return Ok((options, None));
    }
    let sandbox = Sandbox::start(config.sandbox.clone()).await.map_err(Error::Sandbox)?;
    options.upstream = signnow::Upstream::parse(&sandbox.url(), &[])?;
    Ok((options, Some(sandbox)))
}

/// Where tokens are kept, ready to be used. Those of an embedded sandbox die with it, so no file is to keep them.
///
/// # Errors
/// [`Error::TokenFile`] and [`Error::TokenKey`], which say what to do.
pub(crate) async fn token_store(upstream: &Upstream) -> Result<SealedStore, Error> {
    let Some(path) = upstream.token_file.as_deref().filter(|_| !upstream.embedded) else {
        return Ok(SealedStore::in_memory());
    };
    let store = FileStore::new(path);
    store.check().await.map_err(Error::TokenFile)?;
    let seal = seal(upstream, path).map_err(Error::TokenKey)?;
    Ok(SealedStore::new(Arc::new(store), seal))
}

/// Without a key of the operator's own there is one in a file beside the tokens: whoever gets hold of one of the two has
/// nothing.
fn seal(upstream: &Upstream, token_file: &Path) -> Result<Seal, KeyError> {
    let key = match &upstream.token_key {
        Some(key) => Key::from_base64(key)?,
        None => Key::from_file_or_new(&beside(token_file))?,
    };
    let old = upstream.old_token_key.as_ref().map(Key::from_base64).transpose()?;
    Ok(Seal::new(key, old.into_iter().collect()))
}

fn beside(token_file: &Path) -> PathBuf {
    let mut name = token_file.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

/// The keys of mutations, which outlive this process where a file is named.
async fn keys(config: &Idempotency, clock: Arc<dyn Clock>) -> Result<Keys, Error> {
    let options = &config.options;
    let store: Arc<dyn Store> = match &config.file {
        Some(path) => {
            let opened = idempotency::FileStore::open(path, options, clock.now()).await;
            Arc::new(opened.map_err(Error::IdempotencyFile)?)
        }
        None => Arc::new(idempotency::MemoryStore::new(options)),
    };
    Ok(Keys::new(store, Arc::new(move || clock.now())))
}

fn readiness(client: Client) -> Readiness {
    Readiness::new(move || {
        let client = client.clone();
        async move { client.ready().await.map_err(|error| reason(&error)) }
    })
}

/// What is known to be wrong with the configuration, or else how the connection failed.
fn reason(error: &signnow::Error) -> String {
    error.reason().map_or_else(|| error.to_string(), |reason| reason.message().to_owned())
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means that the application was dropped, which ends serving as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}
