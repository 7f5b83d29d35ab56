//! The one task that owns the chain of tokens.
//!
//! It handles one demand at a time and awaits each exchange to its end, so a refresh is single by
//! construction and no caller can interrupt one. The order within a refresh is: ask, store, publish.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::{Instant, sleep};
use tracing::{info, warn};

use super::access::AccessToken;
use super::endpoint::{Failure, Grant, TokenEndpoint};
use super::lifetime;
use super::renewals::Renewals;
use super::setback::Setback;
use super::store::{StoreError, StoredTokens, TokenStore};
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

/// Whose chain it is.
pub(super) struct Owner {
    pub(super) principal: String,
    pub(super) upstream: String,
}

pub(super) struct Writer {
    owner: Owner,
    endpoint: TokenEndpoint,
    store: Arc<dyn TokenStore>,
    clock: Arc<dyn Clock>,
    published: watch::Sender<Option<Arc<AccessToken>>>,
    is_loaded: bool,
    generation: u64,
    /// Taken out before it is sent; put back only if signNow did not look at it.
    refresh_token: Option<SecretString>,
    /// A pair that was handed out and could not be stored yet. It is stored before anything else happens.
    unsaved: Option<StoredTokens>,
    setback: Setback,
    renewals: Renewals,
}

/// The alarm rings at least this often, so that a clock that was set is noticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(600);

impl Writer {
    pub(super) fn new(
        owner: Owner,
        endpoint: TokenEndpoint,
        store: Arc<dyn TokenStore>,
        clock: Arc<dyn Clock>,
        published: watch::Sender<Option<Arc<AccessToken>>>,
    ) -> Writer {
        Writer {
            owner,
            endpoint,
            store,
            clock,
            published,
            is_loaded: false,
            generation: 0,
            refresh_token: None,
            unsaved: None,
            setback: Setback::default(),
            renewals: Renewals::default(),
        }
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
        self.load().await?;
        let token = self.published.borrow().clone();
        match token.filter(|token| token.is_usable(self.clock.now())) {
            Some(token) => Ok(token),
            None => self.obtain().await,
        }
    }

    async fn renewed(&mut self, refused: u64) -> Result<Arc<AccessToken>, Error> {
        let token = self.usable().await?;
        if token.generation() != refused {
            return Ok(token);
        }
        if let Some(error) = self.setback.current() {
            return Err(error);
        }
        if !self.renewals.allow(refused, token.has_been_accepted()) {
            return Ok(token);
        }
        let successor = self.obtain().await?;
        self.renewals.led_to(successor.generation());
        Ok(successor)
    }

    /// Refreshes in good time. A failure is no one's problem yet: the current token still works.
    async fn refresh_if_due(&mut self) {
        let now = self.clock.now();
        let due = self.published.borrow().as_ref().is_some_and(|token| token.refresh_at() <= now);
        if due && self.setback.current().is_none() {
            let _logged = self.obtain().await;
        }
    }

    fn until_due(&self) -> Duration {
        let token = self.published.borrow();
        let due = token.as_ref().map(|token| token.refresh_at() - self.clock.now());
        let due = due.map_or(LONGEST_SLEEP, |due| due.to_std().unwrap_or(Duration::ZERO));
        let pause = self.setback.until().map_or(Duration::ZERO, |until| until - Instant::now());
        due.max(pause).min(LONGEST_SLEEP)
    }

    async fn load(&mut self) -> Result<(), Error> {
        if self.is_loaded {
            return Ok(());
        }
        if let Some(error) = self.setback.current() {
            return Err(error);
        }
        match self.store.load().await {
            Ok(tokens) => {
                self.is_loaded = true;
                self.adopt(tokens);
                Ok(())
            }
            Err(source) => {
                warn!(
                    error = source.with_cause(),
                    "the token store cannot be read, so no token is asked for"
                );
                Err(self.set_back(unstored(source)))
            }
        }
    }

    fn adopt(&mut self, tokens: Option<StoredTokens>) {
        let Some(tokens) = tokens else { return };
        if !tokens.belongs_to(&self.owner.principal, &self.owner.upstream) {
            warn!(
                "the token store holds tokens of another credential or host: they are not used, and a login will replace them"
            );
            return;
        }
        self.generation = tokens.generation;
        self.refresh_token.clone_from(&tokens.refresh_token);
        if let Some(token) = AccessToken::of(&tokens, true) {
            self.published.send_replace(Some(Arc::new(token)));
        }
    }

    /// A new pair, stored and published. Not before a pause after the last failure is over.
    async fn obtain(&mut self) -> Result<Arc<AccessToken>, Error> {
        if let Some(error) = self.setback.current() {
            return Err(error);
        }
        let outcome = match self.unsaved.take() {
            Some(tokens) => Ok(tokens),
            None => self.exchange().await.map(|grant| self.tokens_of(grant)),
        };
        match outcome {
            Ok(tokens) => self.store_and_publish(tokens).await,
            Err(error) => {
                let reason = error.reason().map(Reason::message);
                warn!(kind = ?error.kind(), status = error.status(), reason, "signNow gave no token");
                Err(self.set_back(error))
            }
        }
    }

    /// Refreshes, and logs in where that does not work. A refresh token leaves this task once: when its
    /// fate is unknown it counts as spent, because presenting it twice would end the chain.
    async fn exchange(&mut self) -> Result<Grant, Error> {
        let now = self.clock.now();
        if let Some(token) = self.refresh_token.take() {
            match self.endpoint.refresh(&token, now).await {
                Ok(grant) => return Ok(grant),
                Err(Failure::NotSpent(error)) => {
                    self.refresh_token = Some(token);
                    return Err(error);
                }
                Err(Failure::Refused(error) | Failure::Unknown(error)) => {
                    let reason = error.reason().map(Reason::message);
                    warn!(
                        kind = ?error.kind(), status = error.status(), reason,
                        "the refresh failed; logging in again"
                    );
                }
            }
        }
        self.endpoint.login(now).await.map_err(login_error)
    }

    fn tokens_of(&self, grant: Grant) -> StoredTokens {
        let now = self.clock.now();
        StoredTokens {
            generation: self.generation + 1,
            access_token: grant.access_token,
            refresh_token: grant.refresh_token,
            obtained_at: now,
            expires_at: lifetime::expires_at(now, grant.expires_in),
            principal: self.owner.principal.clone(),
            upstream: self.owner.upstream.clone(),
        }
    }

    async fn store_and_publish(&mut self, tokens: StoredTokens) -> Result<Arc<AccessToken>, Error> {
        if let Err(source) = self.store.save(&tokens).await {
            warn!(
                error = source.with_cause(),
                "the token store cannot be written, so the new tokens are not used yet"
            );
            self.unsaved = Some(tokens);
            return Err(self.set_back(unstored(source)));
        }
        self.generation = tokens.generation;
        self.refresh_token.clone_from(&tokens.refresh_token);
        let Some(token) = AccessToken::of(&tokens, false).map(Arc::new) else {
            return Err(self.set_back(Error::new(ErrorKind::InvalidResponse)));
        };
        self.published.send_replace(Some(Arc::clone(&token)));
        self.setback.over();
        info!(generation = tokens.generation, "a new access token is in use");
        Ok(token)
    }

    fn set_back(&mut self, error: Error) -> Error {
        self.setback.failed(&error);
        error
    }
}

/// Tokens that cannot be kept are a matter of this server alone.
fn unstored(source: StoreError) -> Error {
    Error::new(ErrorKind::Internal).with_reason(Reason::TokenStore).because(source)
}

/// What a failed login means to callers: a refusal is a matter for whoever keeps the credentials.
fn login_error(failure: Failure) -> Error {
    match failure {
        Failure::Refused(error) if error.kind() == ErrorKind::PlanRequired => error,
        Failure::Refused(error) => error.with_kind(ErrorKind::ReauthenticationRequired),
        Failure::NotSpent(error) | Failure::Unknown(error) => error,
    }
}
