//! From a listener to answered connections, until told to stop.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::middleware::{Next, from_fn};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::sleep;

use super::phase::Phase;

/// Serves until [`Phase::Ending`] or until nobody can say so any more, then takes no more connections and lets running
/// requests end within `grace`. Those that do not are cut off, which the log tells.
///
/// From [`Phase::Draining`] on each answer closes its connection, so that whoever keeps one sends nothing else over it. A
/// connection that stayed idle all that time is closed at the end; a request that crosses that close is lost to HTTP/1.1
/// (RFC 9112 section 9.5), which is why a drain should be longer than callers need to notice.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    phase: watch::Receiver<Phase>,
    grace: Duration,
) -> io::Result<()> {
    let cut_off = serve_and_count(listener, router, phase, grace).await?;
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
    grace: Duration,
) -> io::Result<usize> {
    let running = Running::default();
    let (counter, told) = (running.clone(), phase.clone());
    let router = router.layer(from_fn(move |request: Request, next: Next| {
        let (running, phase) = (counter.begin(), told.clone());
        async move {
            let mut response = next.run(request).await;
            if *phase.borrow() > Phase::Serving {
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            drop(running);
            response
        }
    }));
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let serving = axum::serve(listener, router).with_graceful_shutdown(ending(phase.clone()));
    tokio::select! {
        ended = serving.into_future() => ended.map(|()| 0),
        () = deadline(phase, grace) => Ok(running.count()),
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

async fn deadline(phase: watch::Receiver<Phase>, grace: Duration) {
    ending(phase).await;
    sleep(grace).await;
}

/// An error means that whoever could say so is gone, which ends serving as well.
async fn ending(mut phase: watch::Receiver<Phase>) {
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

    /// A server whose one route tells that it was reached, then waits to be let go.
    struct Slow {
        address: SocketAddr,
        reached: Arc<Notify>,
        release: Arc<Notify>,
        phase: watch::Sender<Phase>,
        serving: JoinHandle<io::Result<usize>>,
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
                tokio::spawn(serve_and_count(listener, Router::new().route("/", route), told, grace));
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
        assert_eq!(server.serving.await.unwrap().unwrap(), 0);
    }

    #[tokio::test]
    async fn requests_without_end_are_not_waited_for_but_counted() {
        let server = Slow::start(Duration::from_millis(50)).await;
        let streams = [server.ask().await, server.ask().await];
        server.phase.send_replace(Phase::Ending);
        assert_eq!(server.serving.await.unwrap().unwrap(), 2);
        drop(streams);
    }
}
