//! What the server needs to be told.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::serve::Terms;

/// Where the graph listens and what it takes from a caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The address to listen on. Port 0 picks a free one.
    pub listen: SocketAddr,
    /// Whether others than this machine may ask without saying who they are. It also accepts any `Host`, as a
    /// reverse proxy sends it.
    pub allow_unauthenticated: bool,
    /// Names the graph is reached by in the `Host` header, beside this machine's own; without ports. With any named, the
    /// header is checked on every address.
    pub allowed_hosts: Vec<String>,
    /// Whether `/` is GraphiQL.
    pub graphiql: bool,
    /// The largest body that is read, in bytes.
    pub max_body_bytes: u64,
    /// The most bytes of files that come beside one request, in a form. 0 takes no forms.
    pub max_upload_bytes: u64,
    /// How many connections there may be at once; more are closed as soon as they are opened.
    pub max_connections: usize,
    /// How long the head of a request may take to arrive, and a connection without requests is kept; twice as long at most.
    pub header_timeout: Duration,
    /// How many requests of the graph are answered at the same time; more are refused at once.
    pub max_concurrent_requests: usize,
    /// How long the body of a request may take to arrive, and again how long its operation may run.
    pub request_timeout: Duration,
    /// For how long the server tells that it is about to end, and still takes requests, before it takes no more.
    pub drain: Duration,
    /// How long requests that run may still take when the server is asked to end.
    pub shutdown_timeout: Duration,
    /// Where metrics are told, if they are. Port 0 picks a free one.
    pub metrics_listen: Option<SocketAddr>,
}

impl Options {
    /// How connections are taken and let go.
    pub fn terms(&self) -> Terms {
        Terms {
            max_connections: self.max_connections,
            header_timeout: self.header_timeout,
            grace: self.shutdown_timeout,
        }
    }

    /// Is the `Host` header checked? On loopback the machine's own browser is the only stranger, and it can be
    /// led here under a foreign name (DNS rebinding). A list of names is a wish to be asked under no others.
    pub fn checks_host(&self) -> bool {
        !self.allowed_hosts.is_empty() || self.listen.ip().is_loopback() && !self.allow_unauthenticated
    }
}

impl Default for Options {
    fn default() -> Options {
        Options {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 4000)),
            allow_unauthenticated: false,
            allowed_hosts: Vec::new(),
            graphiql: true,
            max_body_bytes: 1 << 20,
            max_upload_bytes: 25 << 20,
            max_connections: 4096,
            header_timeout: Duration::from_secs(75),
            max_concurrent_requests: 512,
            request_timeout: Duration::from_secs(60),
            drain: Duration::ZERO,
            shutdown_timeout: Duration::from_secs(5),
            metrics_listen: None,
        }
    }
}
