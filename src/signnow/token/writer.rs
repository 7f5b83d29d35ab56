//! The one task that owns the chain of tokens.
//!
//! It handles one demand at a time and awaits each exchange to its end, so that within this process a refresh is single
//! by construction and no caller can interrupt one. What keeps other processes apart is the claim in the store.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::{Instant, sleep};
use tracing::{info, warn};

use super::access::AccessToken;
use super::fetcher::{Fetched, Fetcher};
use super::pair::Pair;
use super::renewals::Renewals;
use super::setback::Setback;
use crate::signnow::clock::Clock;
use crate::signnow::error::{Error, ErrorKind, Reason};

/// What a caller wants of the writer.
pub(super) enum Demand {
    /// A token that is good now.
    Usable { reply: Reply },
    /// A successor of a refused token; the same token when there is no sense in another.
    Renew { generation: u64, reply: Reply },
}

type Reply = oneshot::Sender<Result<Arc<AccessToken>, Error>>;

pub(super) struct Writer {
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
    published: watch::Sender<Option<Arc<AccessToken>>>,
    looked_at: Option<Instant>,
    setback: Setback,
    renewals: Renewals,
}

/// The alarm rings at least this often, so that a clock that was set is noticed, and a store that went back in time.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// While nothing is tried, how often the store is looked at for what others have fetched.
const SHORTEST_SLEEP: Duration = Duration::from_millis(200);

/// How long callers without a usable token wait for somebody else's claim, before they are told to come back.
const WAIT_FOR_OTHERS: Duration = Duration::from_secs(5);

impl Writer {
    pub(super) fn new(
        fetcher: Fetcher,
        clock: Arc<dyn Clock>,
        published: watch::Sender<Option<Arc<AccessToken>>>,
    ) -> Writer {
        let (setback, renewals) = (Setback::default(), Renewals::default());
        Writer { fetcher, clock, published, looked_at: None, setback, renewals }
    }

    /// Works until the last caller is gone.
    pub(super) async fn run(mut self, mut demands: mpsc::Receiver<Demand>, due: Arc<Notify>) {
        loop {
            tokio::select! {
                demand = demands.recv() => match demand {
                    Some(demand) => self.answer(demand).await,
                    None => return,
                },
                () = due.notified() => self.refresh_if_due().await,
                () = sleep(self.until_due()) => self.refresh_if_due().await,
            }
        }
    }

    async fn answer(&mut self, demand: Demand) {
        let (outcome, reply) = match demand {
            Demand::Usable { reply } => (self.usable().await, reply),
            Demand::Renew { generation, reply } => (self.renewed(generation).await, reply),
        };
        // A caller that went away needs no answer.
        let _gone = reply.send(outcome);
    }

    async fn usable(&mut self) -> Result<Arc<AccessToken>, Error> {
        match self.at_hand() {
            Some(token) => Ok(token),
            None => self.obtain(WAIT_FOR_OTHERS).await,
        }
    }

    async fn renewed(&mut self, refused: u64) -> Result<Arc<AccessToken>, Error> {
        let token = self.usable().await?;
        if token.generation() != refused {
            return Ok(token);
        }
        self.look().await?;
        match self.at_hand() {
            Some(token) if token.generation() != refused => return Ok(token),
            _ => {}
        }
        if let Some(error) = self.setback.current() {
            return Err(error);
        }
        if !self.renewals.allow(refused, token.has_been_accepted()) {
            return Ok(token);
        }
        let successor = self.obtain(WAIT_FOR_OTHERS).await?;
        self.renewals.led_to(successor.generation());
        Ok(successor)
    }

    /// Refreshes in good time. A failure is no one's problem yet: the current token still works.
    async fn refresh_if_due(&mut self) {
        let now = self.clock.now();
        let due = self.published.borrow().as_ref().is_some_and(|token| token.refresh_at() <= now);
        let _logged = match (due, self.setback.current()) {
            (true, None) => self.obtain(Duration::ZERO).await.map(drop),
            (true, Some(_)) => self.look().await,
            (false, _) => Ok(()),
        };
    }

    fn until_due(&self) -> Duration {
        let token = self.published.borrow();
        let due = token.as_ref().map(|token| token.refresh_at() - self.clock.now());
        let due = due.map_or(LONGEST_SLEEP, |due| due.to_std().unwrap_or(Duration::ZERO));
        let pause = self.setback.until().map_or(Duration::ZERO, |until| until - Instant::now());
        due.max(pause).min(LONGEST_SLEEP)
    }

    /// A later token than the one at hand, or a first one. After a failure signNow is left alone for a while, and the
    /// store is asked for what others have fetched.
    async fn obtain(&mut self, wait: Duration) -> Result<Arc<AccessToken>, Error> {
        if let Some(error) = self.setback.current() {
            self.look().await?;
            return self.at_hand().ok_or(error);
        }
        let fetched = self.fetcher.later_than(self.generation(), wait).await;
        let token = match fetched {
            Ok(Fetched::Pair(generation, pair)) => self.publish(generation, &pair),
            Ok(Fetched::Elsewhere) => Err(Error::new(ErrorKind::Unavailable)),
            Err(error) => {
                let reason = error.reason().map(Reason::message);
                warn!(kind = ?error.kind(), status = error.status(), reason, "there is no new token");
                Err(error)
            }
        };
        match &token {
            Ok(_) => self.setback.over(),
            Err(error) => self.setback.failed(error),
        }
        token
    }

    /// Takes over what others have fetched.
    async fn look(&mut self) -> Result<(), Error> {
        if self.looked_at.is_some_and(|at| at.elapsed() < SHORTEST_SLEEP) {
            return Ok(());
        }
        self.looked_at = Some(Instant::now());
        if let Some((generation, pair)) = self.fetcher.look(self.generation()).await? {
            self.publish(generation, &pair)?;
            self.setback.over();
        }
        Ok(())
    }

    fn publish(&self, generation: u64, pair: &Pair) -> Result<Arc<AccessToken>, Error> {
        let token = AccessToken::of(generation, pair).map(Arc::new);
        let token = token.ok_or_else(|| Error::new(ErrorKind::InvalidResponse))?;
        self.published.send_replace(Some(Arc::clone(&token)));
        info!(generation, "a new access token is in use");
        Ok(token)
    }

    fn at_hand(&self) -> Option<Arc<AccessToken>> {
        self.published.borrow().clone().filter(|token| token.is_usable(self.clock.now()))
    }

    fn generation(&self) -> u64 {
        self.published.borrow().as_ref().map_or(0, |token| token.generation())
    }
}
