//! From a listener to answered connections, until told to stop.

use std::io;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::sleep;

/// Serves until `stop` completes, then takes no more connections and lets running requests end within `grace`.
/// Those that do not are cut off.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
    grace: Duration,
) -> io::Result<()> {
    let (stopping, stopped) = watch::channel(false);
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        stop.await;
        stopping.send_replace(true);
    });
    tokio::select! {
        ended = serving.into_future() => ended,
        () = deadline(stopped, grace) => Ok(()),
    }
}

async fn deadline(mut stopped: watch::Receiver<bool>, grace: Duration) {
    if stopped.wait_for(|stopped| *stopped).await.is_err() {
        std::future::pending::<()>().await;
    }
    sleep(grace).await;
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::sync::Arc;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::{Notify, oneshot};
    use tokio::task::JoinHandle;

    use super::*;

    /// A server whose one route tells that it was reached, then waits to be let go.
    struct Slow {
        address: SocketAddr,
        reached: Arc<Notify>,
        release: Arc<Notify>,
        stop: oneshot::Sender<()>,
        serving: JoinHandle<io::Result<()>>,
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
            let (stop, stopped) = oneshot::channel();
            let until = async move { drop(stopped.await) };
            let serving = tokio::spawn(serve(listener, Router::new().route("/", route), until, grace));
            Slow { address, reached, release, stop, serving }
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
        server.stop.send(()).unwrap();
        while TcpStream::connect(server.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        server.release.notify_one();
        assert!(rest(stream).await.ends_with("done"));
        server.serving.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_request_without_end_is_not_waited_for() {
        let server = Slow::start(Duration::from_millis(50)).await;
        let stream = server.ask().await;
        server.stop.send(()).unwrap();
        server.serving.await.unwrap().unwrap();
        drop(stream);
    }
}
