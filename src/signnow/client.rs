//! The one way to signNow.

use std::sync::Arc;

use super::body::Body;
use super::call_log::CallLog;
use super::clock::Clock;
use super::command::Command;
use super::connection::{Call, Connection};
use super::error::Error;
use super::options::Options;
use super::resource::Resource;
use super::token::ChainStatus;
use super::token::vault::SealedStore;
use super::traffic::{Deadline, Purpose, Vitals};

/// A handle on the connection to signNow; clones share it.
#[derive(Clone)]
pub struct Client {
    connection: Arc<Connection>,
    log: Option<CallLog>,
    deadline: Deadline,
}

/// What came back, and how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched<T> {
    /// The decoded answer.
    pub value: T,
    /// Length of the body in bytes, after decompression.
    pub bytes: usize,
}

impl Client {
    /// Sets the connection up. Nothing is sent before the first call.
    ///
    /// # Errors
    /// [`ErrorKind::Internal`](super::ErrorKind::Internal) outside a tokio runtime, or when TLS cannot be set up.
    pub fn new(options: Options, store: SealedStore, clock: Arc<dyn Clock>) -> Result<Client, Error> {
        Ok(Client {
            connection: Arc::new(Connection::new(options, store, clock)?),
            log: None,
            deadline: Deadline::never(),
        })
    }

    /// The same connection; every attempt made through this handle is noted in `log`.
    pub fn recording(&self, log: CallLog) -> Client {
        Client { log: Some(log), ..self.clone() }
    }

    /// The same connection; no call made through this handle begins after `deadline`, and none that is read goes on beyond
    /// its moment.
    pub fn within(&self, deadline: Deadline) -> Client {
        Client { deadline, ..self.clone() }
    }

    /// How the calls stand.
    pub fn vitals(&self) -> Vitals {
        self.connection.control.vitals()
    }

    /// How the chain of tokens stands, as this process knows it; `None` with an API key. It neither waits nor asks, of the
    /// store or of signNow.
    pub fn chain(&self) -> Option<ChainStatus> {
        self.connection.tokens.status()
    }

    /// Reads something. Reads are tried again where that can help; see [`RetryOptions`](super::RetryOptions).
    ///
    /// # Errors
    /// [`Error`] with the kind of the failure.
    /// [`ErrorKind::ApplicationRequired`](super::ErrorKind::ApplicationRequired) before anything is sent, when
    /// an application has to ask and the credential is an API key.
    pub async fn get<R: Resource>(&self, resource: &R) -> Result<Fetched<R::Value>, Error> {
        let (route, target) = (resource.route(), resource.target());
        let call = Call {
            route,
            target: &target,
            purpose: Purpose::Read,
            touch: None,
            authorization: R::AUTHORIZATION,
            body: Body::empty(),
            log: self.log.as_ref(),
            deadline: &self.deadline,
        };
        let answer = self.connection.send(&call).await.inspect_err(Error::tell)?;
        match resource.decode(&answer.body) {
            Ok(value) => Ok(Fetched { value, bytes: answer.body.len() }),
            Err(source) => Err(Error::undecodable(route, answer.status, source)).inspect_err(Error::tell),
        }
    }

    /// Changes something. The call arrives at most once: it is sent again only if it certainly did not arrive
    /// (no connection came about) or was certainly not carried out (429, or a refused token, once), and
    /// never after a timeout, a broken connection, an answer cut short or any 5xx. It has a connection of
    /// its own, because one that was kept may be dead without telling whether the call arrived.
    ///
    /// Dropping the future while the call is under way leaves its fate as unknown as a timeout does.
    ///
    /// # Errors
    /// [`Error`] with the kind of the failure; [`Error::fate`] tells whether the change may have happened.
    /// [`ErrorKind::ApplicationRequired`](super::ErrorKind::ApplicationRequired) before anything is sent, when
    /// the call is made as an application and the credential is an API key.
    pub async fn execute<C: Command>(&self, command: &C) -> Result<C::Answer, Error> {
        let target = command.target();
        let call = Call {
            route: C::ROUTE,
            target: &target,
            purpose: Purpose::Command,
            touch: command.touches(),
            authorization: C::AUTHORIZATION,
            body: command.body()?,
            log: self.log.as_ref(),
            deadline: &self.deadline,
        };
        let answer = self.connection.send(&call).await.inspect_err(Error::tell)?;
        let undecodable = |source| Error::undecodable(C::ROUTE, answer.status, source);
        command.decode(&answer.body).map_err(undecodable).inspect_err(Error::tell)
    }

    /// Waits until a token request that is under way has its answer, and that is kept; no other is begun. To be called
    /// before a process ends, which would lose the answer and with it the chain of tokens.
    pub async fn close(&self) {
        self.connection.tokens.close().await;
    }

    /// Whether a usable access token is at hand or can be had.
    ///
    /// # Errors
    /// [`Error`] when there is none and none can be got.
    pub async fn ready(&self) -> Result<(), Error> {
        self.connection.tokens.current().await.map(drop)
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Client").field("upstream", &self.connection.upstream).finish_non_exhaustive()
    }
}
