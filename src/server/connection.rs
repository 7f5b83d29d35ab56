//! One connection: HTTP/1.1 or HTTP/2, whichever the client begins with, and no longer than it is of use.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
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
    let activity = Arc::new(Activity::default());
    let asked = Arc::clone(&activity);
    let service = service_fn(move |request: Request<Incoming>| {
        let (running, router) = (Running::begin(&asked), router.clone());
        async move {
            let response = router.oneshot(request.map(Body::new)).await;
            drop(running);
            response
        }
    });
    let connection = manners.builder.serve_connection(TokioIo::new(stream), service).into_owned();
    let connection = watcher.watch(connection);
    tokio::pin!(connection);
    // The first words that tell the version, a quiet HTTP/2 and a client that does not read are bounded by nobody else.
    let mut seen = 0;
    loop {
        tokio::select! {
            // Why a connection ended is its client's affair.
            _ended = &mut connection => return,
            () = sleep(manners.header_timeout) => match activity.since(seen) {
                Some(now) => seen = now,
                None => return,
            }
        }
    }
}

/// What goes on over a connection.
#[derive(Default)]
struct Activity {
    /// Requests that are being answered.
    running: AtomicUsize,
    /// How many began and ended, added up.
    steps: AtomicUsize,
}

impl Activity {
    /// How many steps there were, unless nothing runs and there were no more than these.
    fn since(&self, seen: usize) -> Option<usize> {
        let steps = self.steps.load(Ordering::Relaxed);
        (steps != seen || self.running.load(Ordering::Relaxed) > 0).then_some(steps)
    }
}

/// One request, until its answer is handed over or its client is gone.
struct Running(Arc<Activity>);

impl Running {
    fn begin(activity: &Arc<Activity>) -> Running {
        activity.running.fetch_add(1, Ordering::Relaxed);
        activity.steps.fetch_add(1, Ordering::Relaxed);
        Running(Arc::clone(activity))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
        self.0.steps.fetch_add(1, Ordering::Relaxed);
    }
}
