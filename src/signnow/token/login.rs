//! A login that an operator makes, beside servers that may be running with the same store.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep};

use super::authorization_server::AuthorizationServer;
use super::chain::{ClaimId, Claimant, Mark, Outcome, conclude, log_in, succeed};
use super::claims;
use super::endpoint::{Failure, Grant, TokenEndpoint, login_needed};
use super::pair::Pair;
use super::password::Password;
use super::records::{Kept, Record, RecordError, Records};
use super::vault::SealedStore;
use crate::signnow::clock::Clock;
use crate::signnow::error::Error;
use crate::signnow::options::Options;

/// Gets a pair of tokens, and puts it in the place of whatever is kept, by the rules of the chain: claimed before signNow is
/// asked, kept before it is used, and never in the place of a later one. Servers with the same store take it up.
pub struct Login {
    records: Records,
    endpoint: TokenEndpoint,
    password: Option<Password>,
    clock: Arc<dyn Clock>,
    quiet: Duration,
}

/// What an operator shows to signNow.
#[derive(Debug)]
pub enum Proof {
    /// The configured password.
    Password,
    /// An authorization code, which is good for one use.
    Code {
        /// The code.
        code: SecretString,
        /// The redirect URI that it was asked for with.
        redirect_uri: String,
    },
}

/// A pair that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoggedIn {
    /// How many pairs there were with it.
    pub generation: u64,
    /// When its access token ends.
    pub expires_at: DateTime<Utc>,
}

/// Why no pair of ours is kept.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// The store cannot be read or written. signNow was not asked.
    #[error(transparent)]
    Store(RecordError),
    /// signNow gave no pair. What was kept before is as good as it was, unless a refresh of it was lost.
    #[error(transparent)]
    Refused(Error),
    /// No answer came that tells. As with a refusal; a code may be used up.
    #[error(transparent)]
    Unknown(Error),
    /// signNow gave a pair, and it could not be kept; it is lost.
    #[error("signNow gave a pair of tokens, and they could not be kept: {0}")]
    Lost(#[source] RecordError),
    /// Somebody else put a pair there meanwhile, which stays.
    #[error("another pair of tokens was put there meanwhile")]
    Overtaken,
}

/// How often a pair in hand is tried to be kept, and the pause in between.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(500);

/// How long to wait before somebody else's claim is looked at again.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

impl Login {
    /// Sets it up. Nothing is read or sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::ApplicationRequired`](crate::signnow::ErrorKind::ApplicationRequired) for an API key, and
    /// [`ErrorKind::Internal`](crate::signnow::ErrorKind::Internal) when TLS cannot be set up.
    pub fn new(options: &Options, store: SealedStore, clock: Arc<dyn Clock>) -> Result<Login, Error> {
        Ok(Login {
            endpoint: TokenEndpoint::new(options)?,
            records: Records::new(store, options.credentials.name_at(&options.upstream)),
            password: options.credentials.password(),
            clock,
            quiet: claims::quiet(options.longest_request()),
        })
    }

    /// Logs in. A refresh that is under way is waited for, because its answer is worth more than the time.
    ///
    /// # Errors
    /// [`LoginError`], which says what is left.
    pub async fn log_in(&self, proof: &Proof) -> Result<LoggedIn, LoginError> {
        let password = self.password.as_ref().filter(|_| matches!(proof, Proof::Password));
        let mark = password.map(|password| password.mark);
        let claimed = self.claim(mark).await.map_err(LoginError::Store)?;
        let (outcome, error) = match self.ask(proof).await {
            Ok(grant) => return self.keep(&claimed, Pair::of(grant, self.clock.now())).await,
            Err(Failure::NotSpent(error)) => (Outcome::NotSpent, LoginError::Refused(error)),
            Err(Failure::Refused(error)) => (Outcome::Refused, LoginError::Refused(error)),
            Err(Failure::Unknown(error)) => (Outcome::Unknown, LoginError::Unknown(error)),
        };
        // A claim that stays is taken over by whoever needs a token, after a while.
        let _left_open = self.put_back(&claimed, outcome).await;
        Err(error)
    }

    async fn ask(&self, proof: &Proof) -> Result<Grant, Failure> {
        let now = self.clock.now();
        match proof {
            Proof::Password => match &self.password {
                Some(password) => self.endpoint.login(&password.secret, now).await,
                None => Err(Failure::NotSpent(login_needed())),
            },
            Proof::Code { code, redirect_uri } => self.endpoint.exchange(code, redirect_uri, now).await,
        }
    }

    async fn claim(&self, password: Option<Mark>) -> Result<Record, RecordError> {
        let until = Instant::now() + self.quiet;
        loop {
            let kept = self.records.read().await?;
            if self.is_under_way(&kept) && Instant::now() < until {
                sleep(LOOK_AGAIN).await;
                continue;
            }
            let id = ClaimId(rand::rng().next_u64());
            let claimant = Claimant { id, now: self.clock.now().timestamp() };
            let claimed = log_in(kept.record.as_ref(), password, claimant);
            if self.records.swap(&kept, &claimed).await? {
                return Ok(claimed);
            }
        }
    }

    /// Whether somebody's answer may still come. A clock that is wrong costs time or a login, and no token.
    fn is_under_way(&self, kept: &Kept) -> bool {
        let quiet = TimeDelta::from_std(self.quiet).unwrap_or(TimeDelta::MAX);
        let open = kept.record.as_ref().and_then(Record::claim);
        open.is_some_and(|claim| self.clock.now().timestamp() - claim.since < quiet.num_seconds())
    }

    async fn put_back(&self, claimed: &Record, outcome: Outcome) -> Result<(), RecordError> {
        let kept = self.records.read().await?;
        let is_open = kept.record.as_ref().and_then(Record::claim) == claimed.claim();
        match conclude(claimed, outcome).filter(|_| is_open) {
            Some(next) => self.records.swap(&kept, &next).await.map(drop),
            None => Ok(()),
        }
    }

    async fn keep(&self, claimed: &Record, pair: Pair) -> Result<LoggedIn, LoginError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_to_keep(claimed, &pair).await {
                Ok(Some(generation)) => return Ok(LoggedIn { generation, expires_at: pair.expires_at }),
                Ok(None) => return Err(LoginError::Overtaken),
                Err(error) if tries == TRIES => return Err(LoginError::Lost(error)),
                Err(_) => sleep(PAUSE).await,
            }
        }
    }

    /// The generation it is kept as; none where another pair is as late.
    async fn try_to_keep(&self, claimed: &Record, pair: &Pair) -> Result<Option<u64>, RecordError> {
        loop {
            let kept = self.records.read().await?;
            let Some(next) = succeed(claimed, kept.record.as_ref(), pair.clone()) else {
                // A swap that failed may have been carried out all the same.
                let ours = kept.pair().filter(|(_, kept)| is_same(kept, pair));
                return Ok(ours.map(|(generation, _)| generation));
            };
            if self.records.swap(&kept, &next).await? {
                return Ok(Some(next.generation));
            }
        }
    }
}

impl std::fmt::Debug for Login {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Login").finish_non_exhaustive()
    }
}

fn is_same(one: &Pair, other: &Pair) -> bool {
    one.access_token.expose_secret() == other.access_token.expose_secret()
}
