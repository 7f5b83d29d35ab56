//! One connection: HTTP/1.1 or HTTP/2, whichever the client begins with, and no longer than it is of use.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::sleep;
use tower::ServiceExt;

/// How every connection is spoken with.
#[derive(Clone)]
pub(super) struct Manners {
    builder: Arc<Builder<TokioExecutor>>,
    header_timeout: Duration,
}

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;

/// How many requests go over one connection of HTTP/2 at the same time.
const STREAMS: u32 = 100;

/// How often a quiet connection of HTTP/2 is asked whether anybody is there, and how long its answer is waited for.
const PING: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(10));

impl Manners {
    pub(super) fn new(header_timeout: Duration) -> Manners {
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(header_timeout)
            .max_buf_size(LONGEST_HEAD);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(LONGEST_HEAD as u32)
            .keep_alive_interval(PING.0)
            .keep_alive_timeout(PING.1);
        Manners { builder: Arc::new(builder), header_timeout }
    }
}

/// Answers what comes over a connection until its client closes it, it is told to end, or nothing comes in time.
pub(super) async fn converse<S>(stream: S, router: Router, manners: Manners, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let begun = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&begun);
    let service = service_fn(move |request: Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = manners.builder.serve_connection(TokioIo::new(stream), service).into_owned();
    let connection = watcher.watch(connection);
    tokio::pin!(connection);
    // Until the first request it is not known which version is spoken, and neither of them counts the time.
    tokio::select! {
        _ended = &mut connection => return,
        () = sleep(manners.header_timeout) => {}
    }
    if begun.load(Ordering::Relaxed) {
        // Why a connection ended is its client's affair.
        let _ended = connection.await;
    }
}
