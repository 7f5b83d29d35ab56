//! From a listener to answered connections, until told to stop.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Version};
use axum::middleware::{Next, from_fn};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use super::connection::{Manners, converse};
use super::phase::Phase;

/// How connections are taken and let go.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// How many connections there may be at once; more are closed as soon as they are opened.
    pub max_connections: usize,
    /// How long the head of a request may take, and a connection without requests is kept; twice as long at most.
    pub header_timeout: Duration,
    /// How long requests that run may still take at the end.
    pub grace: Duration,
}

/// Serves until [`Phase::Ending`] or until nobody can say so any more, then takes no more connections and lets running
/// requests end within `terms.grace`. Those that do not are cut off, which the log tells.
///
/// From [`Phase::Draining`] on each answer over HTTP/1.1 closes its connection, so that whoever keeps one sends nothing else over
/// it. A connection that stayed idle all that time is closed at the end; a request that crosses that close is lost to
/// HTTP/1.1 (RFC 9112 section 9.5), which is why a drain should be longer than callers need to notice. Over HTTP/2 the end
/// is told before it comes (RFC 9113 section 6.8).
///
/// # Errors
/// None at present: a connection that cannot be taken is not the listener's end.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    phase: watch::Receiver<Phase>,
    terms: Terms,
) -> io::Result<()> {
    let cut_off = serve_and_count(listener, router, phase, terms).await;
    if cut_off > 0 {
        tracing::warn!(requests = cut_off, "cut off requests that took longer than server.shutdown_timeout");
    }
    Ok(())
}

/// Serves, and gives the number of requests that were cut off.
async fn serve_and_count(
    listener: TcpListener,
    router: Router,
    phase: watch::Receiver<Phase>,
    terms: Terms,
) -> usize {
    let running = Running::default();
    let (counter, told) = (running.clone(), phase.clone());
    let router = router.layer(from_fn(move |request: Request, next: Next| {
        let (running, phase, version) = (counter.begin(), told.clone(), request.version());
        async move {
            let mut response = next.run(request).await;
            if *phase.borrow() > Phase::Serving && version < Version::HTTP_2 {
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            drop(running);
            response
        }
    }));
    let ending = GracefulShutdown::new();
    tokio::select! {
        never = accept(&listener, &router, &ending, terms) => match never {},
        () = until_ending(phase) => drop(listener),
    }
    // Whatever is still open after that is dropped with the runtime's task, and its request is counted here.
    let _too_late = timeout(terms.grace, ending.shutdown()).await;
    running.count()
}

/// Takes connections for ever.
async fn accept(
    listener: &TcpListener,
    router: &Router,
    ending: &GracefulShutdown,
    terms: Terms,
) -> Infallible {
    let places = Arc::new(Semaphore::new(terms.max_connections.min(Semaphore::MAX_PERMITS)));
    let manners = Manners::new(terms.header_timeout);
    loop {
        let Some(stream) = next(listener).await else { continue };
        // Whoever is turned away at once can go elsewhere; whoever waits here cannot know.
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        let connection = converse(stream, router.clone(), manners.clone(), ending.watcher());
        tokio::spawn(async move {
            connection.await;
            drop(place);
        });
    }
}

/// The next connection. One that its client has given up already is none, and a system without room for another is given
/// a moment.
async fn next(listener: &TcpListener) -> Option<TcpStream> {
    match listener.accept().await {
        Ok((stream, _)) => {
            let _slower_without = stream.set_nodelay(true);
            Some(stream)
        }
        Err(error) => {
            let is_its_own = matches!(
                error.kind(),
                io::ErrorKind::ConnectionRefused
                    | io::ErrorKind::ConnectionAborted
                    | io::ErrorKind::ConnectionReset
            );
            if !is_its_own {
                tracing::error!(%error, "a connection cannot be taken");
                sleep(Duration::from_secs(1)).await;
            }
            None
        }
    }
}

/// How many requests are being answered.
#[derive(Clone, Default)]
struct Running(Arc<AtomicUsize>);

impl Running {
    /// Counts one more, until what is returned is dropped.
    fn begin(&self) -> RunningRequest {
        self.0.fetch_add(1, Ordering::Relaxed);
        RunningRequest(self.clone())
    }

    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// One of them. Its caller may go away, so its end is its drop.
struct RunningRequest(Running);

impl Drop for RunningRequest {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// An error means that whoever could say so is gone, which ends serving as well.
async fn until_ending(mut phase: watch::Receiver<Phase>) {
    let _ = phase.wait_for(|phase| *phase == Phase::Ending).await;
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::sync::Arc;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::Notify;
    use tokio::task::JoinHandle;

    use super::*;

    fn terms(grace: Duration) -> Terms {
        Terms { max_connections: 100, header_timeout: Duration::from_secs(60), grace }
    }

    /// A server whose one route tells that it was reached, then waits to be let go.
    struct Slow {
        address: SocketAddr,
        reached: Arc<Notify>,
        release: Arc<Notify>,
        phase: watch::Sender<Phase>,
        serving: JoinHandle<usize>,
    }

    impl Slow {
        async fn start(grace: Duration) -> Slow {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let (reached, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
            let (tell, wait) = (Arc::clone(&reached), Arc::clone(&release));
            let route = get(move || async move {
                tell.notify_one();
                wait.notified().await;
                "done"
            });
            let (phase, told) = watch::channel(Phase::Serving);
            let serving =
                tokio::spawn(serve_and_count(listener, Router::new().route("/", route), told, terms(grace)));
            Slow { address, reached, release, phase, serving }
        }

        async fn ask(&self) -> TcpStream {
            let mut stream = TcpStream::connect(self.address).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
            self.reached.notified().await;
            stream
        }
    }

    async fn rest(mut stream: TcpStream) -> String {
        let mut text = String::new();
        // A connection that is cut off may end in an error, after what it gave.
        let _ = stream.read_to_string(&mut text).await;
        text
    }

    #[tokio::test]
    async fn a_running_request_is_finished_and_no_other_is_taken() {
        let server = Slow::start(Duration::from_secs(60)).await;
        let stream = server.ask().await;
        server.phase.send_replace(Phase::Ending);
        while TcpStream::connect(server.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        server.release.notify_one();
        assert!(rest(stream).await.ends_with("done"));
        assert_eq!(server.serving.await.unwrap(), 0);
    }

    #[tokio::test]
    async fn requests_without_end_are_not_waited_for_but_counted() {
        let server = Slow::start(Duration::from_millis(50)).await;
        let streams = [server.ask().await, server.ask().await];
        server.phase.send_replace(Phase::Ending);
        assert_eq!(server.serving.await.unwrap(), 2);
        drop(streams);
    }
}
