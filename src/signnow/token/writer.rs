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
use super::chain::Outcome;
use super::chance::Chance;
use super::changes::{Beginning, Begun};
use super::errand::{Errand, Touch};
use super::fetcher::{Fetched, Fetcher};
use super::pair::Pair;
use super::renewals::Renewals;
use super::setback::Setback;
use super::status::Report;
use crate::signnow::clock::Clock;
use crate::signnow::error::{Error, ErrorKind, Reason};

/// What a caller wants of the writer.
pub(super) enum Demand {
    /// A token that is good now.
    Usable { reply: Reply },
    /// A successor of a refused token; the same token when there is no sense in another.
    Renew { generation: u64, reply: Reply },
    /// A call that may end tokens; the answer is an error where it was not sent.
    Change { errand: Errand, reply: oneshot::Sender<Result<(), Error>> },
    /// An end, once what is under way is done.
    Close { reply: oneshot::Sender<()> },
}

type Reply = oneshot::Sender<Result<Arc<AccessToken>, Error>>;

pub(super) struct Writer {
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
    published: watch::Sender<Option<Arc<AccessToken>>>,
    reports: watch::Sender<Report>,
    /// The latest pair that was seen, whether it could be used or not.
    generation: u64,
    looked_at: Option<Instant>,
    setback: Setback,
    renewals: Renewals,
}

/// The alarm rings at least this often, so that a clock that was set is noticed, and a store that went back in time.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// While nothing is tried, how often the store is looked at for what others have fetched.
const SHORTEST_SLEEP: Duration = Duration::from_millis(200);

/// How soon the store is tried again for a pair that it did not take. Others take our claim for quiet after a while, however
/// long the store had been away.
const PAUSE_TO_KEEP: Duration = Duration::from_millis(500);

/// How long callers without a usable token wait for somebody else's claim, before they are told to come back.
const WAIT_FOR_OTHERS: Duration = Duration::from_secs(5);

/// How many pairs are looked at for one that can be used: what is kept, what somebody else fetches meanwhile, our own.
const MOST_PAIRS: usize = 3;

impl Writer {
    pub(super) fn new(
        fetcher: Fetcher,
        clock: Arc<dyn Clock>,
        chance: Chance,
        published: watch::Sender<Option<Arc<AccessToken>>>,
        reports: watch::Sender<Report>,
    ) -> Writer {
        let (setback, renewals) = (Setback::new(chance), Renewals::default());
        Writer { fetcher, clock, published, reports, generation: 0, looked_at: None, setback, renewals }
    }

    /// Works until the last caller is gone, or one of them ends it.
    pub(super) async fn run(mut self, mut demands: mpsc::Receiver<Demand>, due: Arc<Notify>) {
        loop {
            tokio::select! {
                // Whoever waits comes first, and so does an end. What is due is not missed: a demand that finds no usable
                // token fetches one.
                biased;
                demand = demands.recv() => match demand {
                    Some(Demand::Usable { reply }) => tell(reply, self.usable().await),
                    Some(Demand::Renew { generation, reply }) => tell(reply, self.renewed(generation).await),
                    Some(Demand::Change { errand, reply }) => {
                        // A caller that went away needs no answer.
                        let _gone = reply.send(self.change(errand).await);
                    }
                    Some(Demand::Close { reply }) => return self.close(Some(reply)).await,
                    None => return self.close(None).await,
                },
                () = due.notified() => self.refresh_if_due().await,
                () = sleep(self.until_due()) => self.refresh_if_due().await,
            }
        }
    }

    /// What was handed out has one more chance to be kept.
    async fn close(mut self, reply: Option<oneshot::Sender<()>>) {
        let _logged = self.fetcher.keep_what_was_granted().await;
        reply.map(|reply| reply.send(()));
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
        if !self.renewals.allow(self.clock.now()) {
            return Ok(token);
        }
        self.fetcher.is_forced = true;
        let successor = self.obtain(WAIT_FOR_OTHERS).await;
        self.fetcher.is_forced = false;
        successor.inspect_err(|_| self.renewals.failed())
    }

    /// Sends a call that may end tokens, and sees to it that there is one again.
    async fn change(&mut self, errand: Errand) -> Result<(), Error> {
        let (token, begun) = self.begin(&errand.touch).await?;
        self.report(true);
        let outcome = (errand.send)(token).await;
        let followed = self.fetcher.follow(&begun, outcome).await;
        let is_over = outcome == Outcome::Done && errand.touch.ends_own;
        let is_open = outcome == Outcome::Unknown && errand.touch.may_end_own();
        if is_over {
            self.published.send_replace(None);
        }
        // What fails here is told in the report, and to whoever needs a token.
        match followed {
            Ok(Some((generation, pair))) => {
                self.setback.over();
                drop(self.publish(generation, &pair));
            }
            Ok(None) if is_over || is_open => drop(self.obtain(WAIT_FOR_OTHERS).await),
            Ok(None) => {}
            Err(error) => self.setback.failed(&error),
        }
        self.report(false);
        Ok(())
    }

    /// The right to make such a call, and the token to make it with.
    async fn begin(&mut self, touch: &Touch) -> Result<(Arc<AccessToken>, Begun), Error> {
        for _ in 0..MOST_PAIRS {
            let token = self.usable().await?;
            match self.fetcher.begin(token.generation(), touch, WAIT_FOR_OTHERS).await? {
                Beginning::Begun(begun) => return Ok((token, *begun)),
                Beginning::Pair(generation, pair) => drop(self.publish(generation, &pair)?),
                Beginning::NeedsPair => drop(self.obtain(WAIT_FOR_OTHERS).await?),
                Beginning::Elsewhere => break,
            }
        }
        Err(elsewhere())
    }

    /// Refreshes in good time, and looks after the store at other times. A failure is no one's problem yet: the current
    /// token still works.
    async fn refresh_if_due(&mut self) {
        let now = self.clock.now();
        let is_old = self.published.borrow().as_ref().is_some_and(|token| token.due_in(now).is_zero());
        let due = is_old || self.fetcher.has_granted();
        let _logged = match (due, self.setback.current()) {
            // Waits for others as callers do: told to come back, it would have callers told so, too.
            (true, None) => self.obtain(WAIT_FOR_OTHERS).await.map(drop),
            _ if self.generation == 0 && !self.fetcher.has_granted() => Ok(()),
            _ => self.look().await,
        };
    }

    fn until_due(&self) -> Duration {
        if self.fetcher.has_granted() {
            return PAUSE_TO_KEEP;
        }
        let token = self.published.borrow();
        let due = token.as_ref().map_or(LONGEST_SLEEP, |token| token.due_in(self.clock.now()));
        let pause = self.setback.until().map_or(Duration::ZERO, |until| until - Instant::now());
        due.max(pause).min(LONGEST_SLEEP)
    }

    /// A later token than the one at hand, or a first one. After a failure signNow is left alone for a while, and the
    /// store is asked for what others have fetched.
    async fn obtain(&mut self, wait: Duration) -> Result<Arc<AccessToken>, Error> {
        if self.setback.current().is_some() {
            self.look().await?;
            if let Some(token) = self.at_hand() {
                return Ok(token);
            }
        }
        // What others have fetched ends the pause, also where it is past its end by now.
        if let Some(error) = self.setback.current() {
            return Err(error);
        }
        self.report(true);
        let fetched = self.fetch(wait).await;
        match &fetched {
            Ok(Some(_)) => self.setback.over(),
            Ok(None) => self.setback.others_are_at_it(&elsewhere()),
            Err(error) => {
                let reason = error.reason().map(Reason::message);
                warn!(kind = ?error.kind(), status = error.status(), reason, "there is no new token");
                self.setback.failed(error);
            }
        }
        self.report(false);
        fetched?.ok_or_else(elsewhere)
    }

    /// The next pair that can be used; `None` while somebody else is fetching it. What is kept may be past its end.
    async fn fetch(&mut self, wait: Duration) -> Result<Option<Arc<AccessToken>>, Error> {
        for _ in 0..MOST_PAIRS {
            let Fetched::Pair(generation, pair) = self.fetcher.later_than(self.generation, wait).await?
            else {
                return Ok(None);
            };
            let token = self.publish(generation, &pair)?;
            if token.is_usable(self.clock.now()) {
                return Ok(Some(token));
            }
        }
        Err(Error::new(ErrorKind::InvalidResponse))
    }

    /// Keeps what could not be kept, and takes over what others have fetched. signNow is not asked, so no setback counts.
    async fn look(&mut self) -> Result<(), Error> {
        if self.looked_at.is_some_and(|at| at.elapsed() < SHORTEST_SLEEP) {
            return Ok(());
        }
        self.looked_at = Some(Instant::now());
        self.fetcher.keep_what_was_granted().await?;
        if let Some((generation, pair)) = self.fetcher.look(self.generation).await? {
            self.publish(generation, &pair)?;
            self.setback.over();
        }
        self.report(false);
        Ok(())
    }

    fn publish(&mut self, generation: u64, pair: &Pair) -> Result<Arc<AccessToken>, Error> {
        self.generation = generation;
        self.renewals.meet(pair.renewed_at);
        let token = AccessToken::of(generation, pair).map(Arc::new);
        let token = token.ok_or_else(|| Error::new(ErrorKind::InvalidResponse))?;
        self.published.send_replace(Some(Arc::clone(&token)));
        info!(generation, "a new access token is in use");
        Ok(token)
    }

    /// Tells whoever watches, before callers are answered.
    fn report(&self, is_fetching: bool) {
        let failure = self.setback.failure().cloned();
        let needs_operator = |error: &Error| error.kind() == ErrorKind::ReauthenticationRequired;
        let state = self.fetcher.state(failure.as_ref().is_some_and(needs_operator));
        self.reports.send_replace(Report { state, failure, is_fetching });
    }

    fn at_hand(&self) -> Option<Arc<AccessToken>> {
        self.published.borrow().clone().filter(|token| token.is_usable(self.clock.now()))
    }
}

fn elsewhere() -> Error {
    Error::new(ErrorKind::Unavailable)
}

/// A caller that went away needs no answer.
fn tell(reply: Reply, outcome: Result<Arc<AccessToken>, Error>) {
    let _gone = reply.send(outcome);
}
