//! The listening side: a handle that owns the accept loop and every connection.
//!
//! Connections are served one by one rather than by `axum::serve`, because a dropped connection has to be real:
//! the service fails, and the connection closes without a byte of an answer.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, Uri};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt;

use super::options::Options;
use super::routes;
use super::shared::Shared;

/// How long a request may still take after [`Sandbox::shutdown`].
const GRACE: Duration = Duration::from_secs(5);

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
        let shared = Arc::new(Shared::new(options, root(address), routes::names(&routes)));
        let running = tokio::spawn(listen(listener, routes::router(routes, shared), stopped));
        Ok(Sandbox { address, stop, running })
    }

    /// The address that is listened on, with the port that was found.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The root of the imitated API, without a slash at the end.
    pub fn url(&self) -> String {
        root(self.address)
    }

    /// Waits until the sandbox ends, which it does not do by itself before [`shutdown`](Sandbox::shutdown).
    pub async fn wait(&mut self) {
        if !self.running.is_finished() {
            let _ = (&mut self.running).await;
        }
    }

    /// Stops listening, gives running requests five seconds to finish, and returns when nothing is left.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        self.wait().await;
    }
}

fn root(address: SocketAddr) -> String {
    format!("http://{address}")
}

/// Whose connection a request came over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Marks a response that must not be sent: the connection closes instead.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the connection was dropped on request")]
pub(crate) struct Dropped;

fn not_loopback(address: SocketAddr) -> io::Error {
    let message =
        format!("the sandbox knows everybody's password and listens on loopback only, not on {address}");
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

async fn listen(listener: TcpListener, router: Router, stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    let mut end = pin!(told(stopped.clone()));
    loop {
        tokio::select! {
            () = &mut end => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => drop(connections.spawn(serve(stream, peer, router.clone(), stopped.clone()))),
                // Out of file descriptors, most likely: time is what frees some.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    let all_done = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(GRACE, all_done).await;
    connections.shutdown().await;
}

/// Ends when the sandbox is told to stop, or its handle is gone.
async fn told(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Answers the requests of one connection until either side ends it.
async fn serve(stream: TcpStream, peer: SocketAddr, router: Router, stopped: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(router.clone(), peer, request));
    let mut connection = pin!(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = connection.as_mut() => return,
        () = told(stopped) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

async fn answer(
    router: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, Dropped> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(Peer(peer));
    if let Some(uri) = without_last_slash(request.uri()) {
        *request.uri_mut() = uri;
    }
    let Ok(response) = router.oneshot(request).await;
    match response.extensions().get::<Dropped>() {
        Some(dropped) => Err(*dropped),
        None => Ok(response),
    }
}

/// An official SDK writes a slash before the query, as in `/folder/{id}/?limit=1` (wire section 8).
fn without_last_slash(uri: &Uri) -> Option<Uri> {
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty())?;
    match uri.query() {
        Some(query) => format!("{path}?{query}").parse().ok(),
        None => path.parse().ok(),
    }
}
