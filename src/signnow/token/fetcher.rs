//! How the next pair is come by: claimed in the store, asked for, kept, and only then handed on.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};
use tracing::{info, warn};

use super::authorization_server::AuthorizationServer;
use super::chain::{Act, Claim, ClaimId, Claimant, Outcome, Policy, Recovery, Step, next_step, succeed};
use super::chance::Chance;
use super::claims::Claims;
use super::endpoint::{Failure, Grant, login_needed};
use super::pair::Pair;
use super::password::{Marker, Means, Password};
use super::records::{Kept, Record, Records};
use super::seen::SeenRecords;
use super::state::ChainState;
use crate::signnow::clock::Clock;
use crate::signnow::error::{Error, ErrorKind, Reason};

/// Fetches pairs for one credential, beside others who may do the same.
pub(super) struct Fetcher {
    pub(super) seen: SeenRecords,
    server: Box<dyn AuthorizationServer>,
    clock: Arc<dyn Clock>,
    pub(super) chance: Chance,
    recovery: Recovery,
    pub(super) marker: Marker,
    /// The one to log in with first; others, which may be the user's, are behind it.
    pub(super) passwords: Vec<Password>,
    pub(super) claims: Claims,
    /// A pair that was handed out, and could not be kept yet. Nothing else happens before it is.
    granted: Option<Granted>,
    /// Whether a pair is fetched now because signNow refused one before its end.
    pub(super) is_forced: bool,
}

struct Granted {
    claimed: Record,
    pair: Pair,
}

/// Where a later pair is.
pub(super) enum Fetched {
    /// At hand.
    Pair(u64, Pair),
    /// Somebody else is about to fetch it, and takes longer than one wanted to wait.
    Elsewhere,
}

/// How long to wait at most before the store is looked at again.
pub(super) const LOOK_AGAIN: Duration = Duration::from_millis(200);

impl Fetcher {
    /// `request` is how long a request of a pair can take.
    pub(super) fn new(
        records: Records,
        server: Box<dyn AuthorizationServer>,
        clock: Arc<dyn Clock>,
        chance: Chance,
        means: Means,
        request: Duration,
    ) -> Fetcher {
        let (seen, claims) = (SeenRecords::new(records), Claims::new(request));
        let Means { recovery, marker, password } = means;
        let passwords = password.into_iter().collect();
        Fetcher {
            seen,
            server,
            clock,
            chance,
            recovery,
            marker,
            passwords,
            claims,
            granted: None,
            is_forced: false,
        }
    }

    /// The pair that is kept, if it is later than this one. Nothing is asked of signNow. A store that has come back older
    /// is put right, before anybody who knows no better acts on it.
    pub(super) async fn look(&mut self, after: u64) -> Result<Option<(u64, Pair)>, Error> {
        let kept = self.read().await?;
        if let Step::Restore(record) = self.step(&kept) {
            self.restore(&kept, &record).await?;
        }
        Ok(later(&kept, after))
    }

    /// A later pair than this one: fetched by us, or by somebody else meanwhile, for whom we wait so long.
    pub(super) async fn later_than(&mut self, after: u64, wait: Duration) -> Result<Fetched, Error> {
        let until = Instant::now() + wait;
        loop {
            self.keep_what_was_granted().await?;
            let kept = self.read().await?;
            if let Some((generation, pair)) = later(&kept, after) {
                return Ok(Fetched::Pair(generation, pair));
            }
            match (self.step(&kept), self.claims.conclusion(kept.record.as_ref())) {
                (Step::Restore(record), _) => self.restore(&kept, &record).await?,
                (_, Some(concluded)) => drop(self.swap(&kept, &concluded).await?),
                (Step::Claim(record, claim), None) => self.claim(&kept, record, claim).await?,
                (Step::Wait, None) if Instant::now() < until => sleep(self.chance.below(LOOK_AGAIN)).await,
                (Step::Wait, None) => return Ok(Fetched::Elsewhere),
                (Step::Stop, None) => return Err(stopped()),
                (Step::AskForLogin, None) => return Err(self.nobody_can_log_in()),
            }
        }
    }

    /// How the chain stands, as far as it was seen here; `is_over` says that nothing more will be heard of an open claim.
    pub(super) fn state(&self, is_over: bool) -> Option<ChainState> {
        let quiet = if is_over { Duration::ZERO } else { Duration::MAX };
        let state = |record| ChainState::of(Some(record), self.policy(), quiet, self.clock.now());
        self.seen.latest().map(state)
    }

    /// Whether a pair was handed out that is not kept yet.
    pub(super) fn has_granted(&self) -> bool {
        self.granted.is_some()
    }

    /// A pair that was handed out is kept whatever happened to the record meanwhile, unless that went further.
    pub(super) async fn keep_what_was_granted(&mut self) -> Result<(), Error> {
        while let Some(Granted { claimed, pair }) = &self.granted {
            let (claimed, pair) = (claimed.clone(), pair.clone());
            let kept = self.read().await?;
            match succeed(&claimed, kept.record.as_ref(), pair) {
                Some(next) if !self.swap(&kept, &next).await? => {}
                Some(next) => {
                    info!(generation = next.generation, "a new pair of tokens is kept");
                    self.granted = None;
                }
                None => self.granted = None,
            }
        }
        Ok(())
    }

    pub(super) fn policy(&self) -> Policy {
        let password = self.passwords.first().map(|password| password.mark);
        Policy { recovery: self.recovery, password }
    }

    pub(super) fn claimant(&self) -> Claimant {
        Claimant { id: ClaimId(self.chance.number()), now: self.clock.now().timestamp() }
    }

    pub(super) fn step(&mut self, kept: &Kept) -> Step<Pair> {
        let kept = kept.record.as_ref();
        let is_quiet = self.claims.is_quiet(kept.and_then(Record::claim), self.recovery);
        next_step(kept, self.seen.latest(), self.policy(), is_quiet, self.claimant())
    }

    /// Takes the right to act, durably; false where somebody else was first.
    pub(super) async fn take(&mut self, kept: &Kept, record: &Record, claim: Claim) -> Result<bool, Error> {
        let begun = Instant::now();
        self.claims.note(claim.id, Outcome::NotSpent);
        if !self.swap(kept, record).await? {
            return Ok(false);
        }
        if begun.elapsed() > self.claims.latest_start() {
            warn!("the token store is so slow that no token is asked for");
            return Err(Error::new(ErrorKind::Internal).with_reason(Reason::TokenStore));
        }
        self.claims.note(claim.id, Outcome::Unknown);
        Ok(true)
    }

    /// Takes the right to act, and acts. Where somebody else was first nothing happens.
    pub(super) async fn claim(&mut self, kept: &Kept, record: Record, claim: Claim) -> Result<(), Error> {
        if !self.take(kept, &record, claim).await? {
            return Ok(());
        }
        match self.act(&record, claim.act).await {
            Ok(grant) => {
                if claim.act == Act::Login {
                    self.passwords.truncate(1);
                }
                let pair = self.pair_of(grant, &record);
                self.granted = Some(Granted { claimed: record, pair });
                self.keep_what_was_granted().await
            }
            Err(failure) => self.fail(claim, failure).await,
        }
    }

    fn pair_of(&self, grant: Grant, claimed: &Record) -> Pair {
        let now = self.clock.now();
        let before = claimed.pair.as_ref().and_then(|pair| pair.renewed_at);
        Pair { renewed_at: if self.is_forced { Some(now) } else { before }, ..Pair::of(grant, now) }
    }

    async fn act(&self, claimed: &Record, act: Act) -> Result<Grant, Failure> {
        let now = self.clock.now();
        let token = claimed.pair.as_ref().and_then(|pair| pair.refresh_token.as_ref());
        match (act, token, self.passwords.first()) {
            (Act::Refresh, Some(token), _) => self.server.refresh(token, now).await,
            (_, _, Some(password)) => self.server.login(&password.secret, now).await,
            (_, _, None) => Err(Failure::NotSpent(login_needed())),
        }
    }

    /// Says in the store what came of a claim, and goes on where there is another way.
    async fn fail(&mut self, claim: Claim, failure: Failure) -> Result<(), Error> {
        let (outcome, error) = match failure {
            Failure::NotSpent(error) => (Outcome::NotSpent, error),
            // Says nothing of the password, which would be taken for a wrong one.
            Failure::Refused(error) if claim.act == Act::Login && !is_of_the_user(&error) => {
                (Outcome::NotSpent, refused_login(error))
            }
            Failure::Refused(error) => (Outcome::Refused, error),
            Failure::Unknown(error) => (Outcome::Unknown, error),
        };
        self.claims.note(claim.id, outcome);
        // A store that fails now is told later.
        let _logged = self.settle().await;
        match (claim.act, outcome) {
            (Act::Refresh, Outcome::Refused | Outcome::Unknown) => {
                let reason = error.reason().map(Reason::message);
                warn!(kind = ?error.kind(), status = error.status(), reason, "the refresh failed");
                Ok(())
            }
            (Act::Login, Outcome::Refused) if self.passwords.len() > 1 => {
                self.passwords.remove(0);
                Ok(())
            }
            (Act::Login, Outcome::Refused) => Err(refused_login(error)),
            _ => Err(error),
        }
    }

    /// In a store that has come back older there may be an open claim of ours from before this one, which is not concluded.
    async fn settle(&mut self) -> Result<(), Error> {
        let kept = self.read_upright().await?;
        match self.claims.conclusion(kept.record.as_ref()) {
            // Whoever was faster has taken over, and knows what to do.
            Some(next) => self.swap(&kept, &next).await.map(drop),
            None => Ok(()),
        }
    }

    /// What is kept, once it is what was seen last or later.
    pub(super) async fn read_upright(&mut self) -> Result<Kept, Error> {
        let kept = self.read().await?;
        match self.step(&kept) {
            Step::Restore(record) => {
                self.restore(&kept, &record).await?;
                self.read().await
            }
            _ => Ok(kept),
        }
    }

    fn nobody_can_log_in(&self) -> Error {
        if self.passwords.is_empty() { login_needed() } else { password_needed() }
    }

    pub(super) async fn restore(&mut self, kept: &Kept, record: &Record) -> Result<(), Error> {
        let generation = record.generation;
        warn!(generation, "the token store has come back with an older state; it is put right");
        self.swap(kept, record).await.map(drop)
    }

    pub(super) async fn read(&mut self) -> Result<Kept, Error> {
        self.seen.read().await.inspect_err(|_| self.claims.lose_sight())
    }

    pub(super) async fn swap(&mut self, kept: &Kept, next: &Record) -> Result<bool, Error> {
        self.seen.swap(kept, next).await.inspect_err(|_| self.claims.lose_sight())
    }
}

pub(super) fn later(kept: &Kept, after: u64) -> Option<(u64, Pair)> {
    kept.pair()
        .filter(|(generation, _)| *generation > after)
        .map(|(generation, pair)| (generation, pair.clone()))
}

fn stopped() -> Error {
    Error::new(ErrorKind::ReauthenticationRequired).with_reason(Reason::LostRefresh)
}

/// The password is known to be another by now, and what it is only an operator can say.
fn password_needed() -> Error {
    Error::new(ErrorKind::ReauthenticationRequired).with_reason(Reason::PasswordReplaced)
}

/// Whether a refused login tells of name or password, as far as signNow says.
fn is_of_the_user(error: &Error) -> bool {
    matches!(error.reason(), Some(Reason::User | Reason::Login))
}

/// A refusal is a matter for whoever keeps the credentials.
fn refused_login(error: Error) -> Error {
    match error.kind() {
        ErrorKind::PlanRequired => error,
        _ => error.with_kind(ErrorKind::ReauthenticationRequired),
    }
}
