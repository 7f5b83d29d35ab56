//! The one way to signNow.

use std::sync::Arc;

use super::call_log::CallLog;
use super::clock::Clock;
use super::error::{Error, ErrorKind};
use super::options::Options;
use super::resource::Resource;
use super::token::TokenStore;

/// A handle on the connection to signNow; clones share it.
#[derive(Clone)]
pub struct Client {
    log: Option<CallLog>,
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
    /// [`ErrorKind::Internal`] outside a tokio runtime, or when TLS cannot be set up.
    pub fn new(
        _options: Options,
        _store: Arc<dyn TokenStore>,
        _clock: Arc<dyn Clock>,
    ) -> Result<Client, Error> {
        Ok(Client { log: None })
    }

    /// The same connection; every attempt made through this handle is noted in `log`.
    pub fn recording(&self, log: CallLog) -> Client {
        Client { log: Some(log), ..self.clone() }
    }

    /// Reads something. Reads are tried again where that can help; see [`super::RetryOptions`].
    ///
    /// # Errors
    /// [`Error`] with the kind of the failure.
    pub async fn get<R: Resource>(&self, _resource: &R) -> Result<Fetched<R::Value>, Error> {
        Err(Error::new(ErrorKind::Internal))
    }

    /// Whether a usable access token is at hand or can be had.
    ///
    /// # Errors
    /// [`Error`] when there is none and none can be got.
    pub async fn ready(&self) -> Result<(), Error> {
        Err(Error::new(ErrorKind::Internal))
    }
}
