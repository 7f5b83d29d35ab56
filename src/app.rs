//! Composition: a configuration in, a running graph out.
//!
//! The one place where the rooms meet. It decides nothing that they could decide.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cache::{Cache, Principal};
use crate::config::{Config, Upstream};
use crate::directory::Directory;
use crate::graph::Graph;
use crate::sandbox::Sandbox;
use crate::server::{self, Readiness};
use crate::signnow::{self, Client, Clock, FileStore, MemoryStore, SystemClock, TokenStore};

/// A graph that is served, with everything it stands on. Dropping it stops it at once.
#[derive(Debug)]
pub struct App {
    address: SocketAddr,
    upstream: signnow::Upstream,
    sandbox: Option<Sandbox>,
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
}
