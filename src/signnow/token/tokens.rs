//! What callers see of the tokens.

use std::sync::Arc;

use futures::future::BoxFuture;
use tokio::sync::{Notify, mpsc, oneshot, watch};

use super::access::AccessToken;
use super::chain::Outcome;
use super::chance::Chance;
use super::credentials::Credentials;
use super::endpoint::TokenEndpoint;
use super::errand::{Errand, Touch};
use super::fetcher::Fetcher;
use super::password::Means;
use super::records::Records;
use super::status::{ChainStatus, Report};
use super::vault::SealedStore;
use super::writer::{Demand, Writer};
use crate::signnow::clock::Clock;
use crate::signnow::error::{Error, ErrorKind, Fate};
use crate::signnow::options::Options;

/// Hands out the current access token; clones share one chain.
#[derive(Clone)]
pub(in crate::signnow) struct Tokens(Source);

#[derive(Clone)]
enum Source {
    /// An API key has no chain.
    Key(Arc<AccessToken>),
    Chain(Chain),
}

#[derive(Clone)]
struct Chain {
    current: watch::Receiver<Option<Arc<AccessToken>>>,
    demands: mpsc::Sender<Demand>,
    due: Arc<Notify>,
    reports: watch::Receiver<Report>,
    clock: Arc<dyn Clock>,
}

impl Tokens {
    /// Starts the writer, where there is a chain to keep. Nothing is read or sent before the first demand.
    pub(in crate::signnow) fn new(
        options: &Options,
        store: SealedStore,
        clock: Arc<dyn Clock>,
    ) -> Result<Tokens, Error> {
        if let Credentials::ApiKey(key) = &options.credentials {
            let key = AccessToken::endless(key).ok_or_else(|| Error::new(ErrorKind::Internal))?;
            return Ok(Tokens(Source::Key(Arc::new(key))));
        }
        let chance = Chance::new();
        let endpoint = Box::new(TokenEndpoint::new(options)?);
        let records = Records::new(store, options.credentials.name_at(&options.upstream));
        let means = Means::of(options).ok_or_else(|| Error::new(ErrorKind::Internal))?;
        let request = options.longest_request();
        let fetcher = Fetcher::new(records, endpoint, Arc::clone(&clock), chance.clone(), means, request);
        Tokens::of_chain(fetcher, clock, chance)
    }

    /// Starts the writer of a chain.
    pub(super) fn of_chain(fetcher: Fetcher, clock: Arc<dyn Clock>, chance: Chance) -> Result<Tokens, Error> {
        let runtime = tokio::runtime::Handle::try_current();
        let runtime = runtime.map_err(|error| Error::new(ErrorKind::Internal).because(error))?;
        let (publisher, current) = watch::channel(None);
        let (reporter, reports) = watch::channel(Report::default());
        let (demands, demanded) = mpsc::channel(64);
        let due = Arc::new(Notify::new());
        let writer = Writer::new(fetcher, Arc::clone(&clock), chance, publisher, reporter);
        runtime.spawn(writer.run(demanded, Arc::clone(&due)));
        Ok(Tokens(Source::Chain(Chain { current, demands, due, reports, clock })))
    }

    /// A token that should be good now. Waits for the writer only if there is none.
    pub(in crate::signnow) async fn current(&self) -> Result<Arc<AccessToken>, Error> {
        match &self.0 {
            Source::Key(key) => Ok(Arc::clone(key)),
            Source::Chain(chain) => chain.current().await,
        }
    }

    /// Makes a call that may end tokens, under the right to fetch the next pair, and follows it until there is a pair, or
    /// nobody but an operator can get one. `send` sends it with the token that it is given, and tells whether it was carried
    /// out. Once it is sent a caller that goes away stops nothing.
    ///
    /// # Errors
    /// [`Error`] where it was not sent.
    pub(in crate::signnow) async fn change<T, S, F>(&self, touch: Touch, send: S) -> Result<T, Error>
    where
        T: Send + 'static,
        S: FnOnce(Arc<AccessToken>) -> F + Send + 'static,
        F: Future<Output = (Result<(), Fate>, T)> + Send + 'static,
    {
        match &self.0 {
            Source::Key(key) => Ok(send(Arc::clone(key)).await.1),
            Source::Chain(chain) => {
                let (teller, told) = oneshot::channel();
                let send = move |token| -> BoxFuture<'static, Outcome> {
                    let sent = send(token);
                    Box::pin(async move {
                        let (end, value) = sent.await;
                        let _gone = teller.send(value);
                        end.into()
                    })
                };
                let errand = Errand { touch, send: Box::new(send) };
                chain.demand(|reply| Demand::Change { errand, reply }).await??;
                told.await.map_err(|_| Error::new(ErrorKind::Internal))
            }
        }
    }

    /// How the chain stands; `None` for an API key, which has none. It neither waits nor asks.
    pub(in crate::signnow) fn status(&self) -> Option<ChainStatus> {
        match &self.0 {
            Source::Key(_) => None,
            Source::Chain(chain) => Some(chain.status()),
        }
    }

    /// Waits for a refresh that is under way, and starts no other. What is at hand can still be used.
    pub(in crate::signnow) async fn close(&self) {
        if let Source::Chain(chain) = &self.0 {
            let (reply, done) = oneshot::channel();
            // An error means that it is closed.
            if chain.demands.send(Demand::Close { reply }).await.is_ok() {
                let _closed = done.await;
            }
        }
    }

    /// Asks for a successor of a token that signNow refused; false when there is no sense in another try.
    pub(in crate::signnow) async fn renew(&self, refused: &AccessToken) -> Result<bool, Error> {
        match &self.0 {
            Source::Key(_) => Ok(false),
            Source::Chain(chain) => {
                let generation = refused.generation();
                let successor = chain.ask(|reply| Demand::Renew { generation, reply }).await?;
                Ok(successor.generation() != generation)
            }
        }
    }
}

impl Chain {
    fn status(&self) -> ChainStatus {
        let now = self.clock.now();
        let is_usable = self.current.borrow().as_ref().is_some_and(|token| token.is_usable(now));
        self.reports.borrow().status(is_usable)
    }

    async fn current(&self) -> Result<Arc<AccessToken>, Error> {
        let token = self.current.borrow().clone();
        let now = self.clock.now();
        match token {
            Some(token) if token.is_usable(now) => {
                if token.due_in(now).is_zero() {
                    // The writer's own alarm may be late: clocks are set, machines sleep.
                    self.due.notify_one();
                }
                Ok(token)
            }
            _ => self.ask(|reply| Demand::Usable { reply }).await,
        }
    }

    async fn ask(
        &self,
        demand: impl FnOnce(oneshot::Sender<Result<Arc<AccessToken>, Error>>) -> Demand,
    ) -> Result<Arc<AccessToken>, Error> {
        self.demand(demand).await?
    }

    async fn demand<T>(&self, demand: impl FnOnce(oneshot::Sender<T>) -> Demand) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        let gone = || Error::new(ErrorKind::Internal);
        self.demands.send(demand(reply)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())
    }
}
