//! The listening side: a handle that owns the accept loop and every connection.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::options::Options;
use super::routes;
use super::shared::Shared;

/// A running sandbox. Dropping it stops it.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Sandbox {
    /// Builds the world and begins to listen.
    ///
    /// # Errors
    /// When the address is not a loopback address, or cannot be bound.
    pub async fn start(options: Options) -> io::Result<Sandbox> {
        if !options.listen.ip().is_loopback() {
            return Err(not_loopback(options.listen));
        }
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let routes = routes::upstream();
        let shared = Arc::new(Shared::new(options, routes::names(&routes)));
        let router = routes::router(routes, shared);
        let running = tokio::spawn(async move {
            let mut stopped = stopped;
            let ended = async move { drop(stopped.wait_for(|stop| *stop).await) };
            let _ = axum::serve(listener, router).with_graceful_shutdown(ended).await;
        });
        Ok(Sandbox { address, stop, running })
    }

    /// The address that is listened on, with the port that was found.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The root of the imitated API, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until the sandbox ends by itself, which it does not do before [`shutdown`](Sandbox::shutdown).
    pub async fn wait(&mut self) {
        let _ = (&mut self.running).await;
    }

    /// Stops listening, lets running requests finish, and returns when nothing is left.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        self.wait().await;
    }
}

fn not_loopback(address: SocketAddr) -> io::Error {
    let message =
        format!("the sandbox knows everybody's password and listens on loopback only, not on {address}");
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
