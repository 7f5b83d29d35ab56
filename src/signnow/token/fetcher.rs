//! How the next pair is come by: claimed in the store, asked for, kept, and only then handed on.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};
use tracing::{info, warn};

use super::authorization_server::AuthorizationServer;
use super::chain::{Act, Claim, ClaimId, Claimant, Outcome, Policy, Step, next_step, succeed};
use super::chance::Chance;
use super::claims::Claims;
use super::endpoint::{Failure, Grant, login_needed};
use super::pair::Pair;
use super::records::{Kept, Record, Records};
use super::seen::SeenRecords;
use super::state::ChainState;
use crate::signnow::clock::Clock;
use crate::signnow::error::{Error, ErrorKind, Reason};

/// Fetches pairs for one credential, beside others who may do the same.
pub(super) struct Fetcher {
    seen: SeenRecords,
    server: Box<dyn AuthorizationServer>,
    clock: Arc<dyn Clock>,
    chance: Chance,
    policy: Policy,
    claims: Claims,
    /// A pair that was handed out, and could not be kept yet. Nothing else happens before it is.
    granted: Option<Granted>,
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
const LOOK_AGAIN: Duration = Duration::from_millis(200);

impl Fetcher {
    /// `request` is how long a request of a pair can take.
    pub(super) fn new(
        records: Records,
        server: Box<dyn AuthorizationServer>,
        clock: Arc<dyn Clock>,
        chance: Chance,
        policy: Policy,
        request: Duration,
    ) -> Fetcher {
        let (seen, claims) = (SeenRecords::new(records), Claims::new(request));
        Fetcher { seen, server, clock, chance, policy, claims, granted: None }
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
                (Step::AskForLogin, None) => return Err(login_needed()),
            }
        }
    }

    /// How the chain stands, as far as it was seen here; `is_over` says that nothing more will be heard of an open claim.
    pub(super) fn state(&self, is_over: bool) -> Option<ChainState> {
        let quiet = if is_over { Duration::ZERO } else { Duration::MAX };
        let state = |record| ChainState::of(Some(record), self.policy, quiet, self.clock.now());
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

    fn step(&mut self, kept: &Kept) -> Step<Pair> {
        let kept = kept.record.as_ref();
        let is_quiet = self.claims.is_quiet(kept.and_then(Record::claim), self.policy.recovery);
        let claimant = Claimant { id: ClaimId(self.chance.number()), now: self.clock.now().timestamp() };
        next_step(kept, self.seen.latest(), self.policy, is_quiet, claimant)
    }

    /// Takes the right to act, and acts. Where somebody else was first nothing happens.
    async fn claim(&mut self, kept: &Kept, record: Record, claim: Claim) -> Result<(), Error> {
        let begun = Instant::now();
        self.claims.note(claim.id, Outcome::NotSpent);
        if !self.swap(kept, &record).await? {
            return Ok(());
        }
        if begun.elapsed() > self.claims.latest_start() {
            warn!("the token store is so slow that no token is asked for");
            return Err(Error::new(ErrorKind::Internal).with_reason(Reason::TokenStore));
        }
        self.claims.note(claim.id, Outcome::Unknown);
        match self.act(&record, claim.act).await {
            Ok(grant) => {
                let pair = Pair::of(grant, self.clock.now());
                self.granted = Some(Granted { claimed: record, pair });
                self.keep_what_was_granted().await
            }
            Err(failure) => self.fail(claim, failure).await,
        }
    }

    async fn act(&self, claimed: &Record, act: Act) -> Result<Grant, Failure> {
        let now = self.clock.now();
        let token = claimed.pair.as_ref().and_then(|pair| pair.refresh_token.as_ref());
        match (act, token) {
            (Act::Refresh, Some(token)) => self.server.refresh(token, now).await,
            _ => self.server.login(now).await,
        }
    }

    /// Says in the store what came of a claim, and goes on where there is another way.
    async fn fail(&mut self, claim: Claim, failure: Failure) -> Result<(), Error> {
        let (outcome, error) = match failure {
            Failure::NotSpent(error) => (Outcome::NotSpent, error),
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
            (Act::Login, Outcome::Refused) => Err(refused_login(error)),
            _ => Err(error),
        }
    }

    /// In a store that has come back older there may be an open claim of ours from before this one, which is not concluded.
    async fn settle(&mut self) -> Result<(), Error> {
        let mut kept = self.read().await?;
        if let Step::Restore(record) = self.step(&kept) {
            self.restore(&kept, &record).await?;
            kept = self.read().await?;
        }
        match self.claims.conclusion(kept.record.as_ref()) {
            // Whoever was faster has taken over, and knows what to do.
            Some(next) => self.swap(&kept, &next).await.map(drop),
            None => Ok(()),
        }
    }

    async fn restore(&mut self, kept: &Kept, record: &Record) -> Result<(), Error> {
        let generation = record.generation;
        warn!(generation, "the token store has come back with an older state; it is put right");
        self.swap(kept, record).await.map(drop)
    }

    async fn read(&mut self) -> Result<Kept, Error> {
        self.seen.read().await.inspect_err(|_| self.claims.lose_sight())
    }

    async fn swap(&mut self, kept: &Kept, next: &Record) -> Result<bool, Error> {
        self.seen.swap(kept, next).await.inspect_err(|_| self.claims.lose_sight())
    }
}

fn later(kept: &Kept, after: u64) -> Option<(u64, Pair)> {
    kept.pair()
        .filter(|(generation, _)| *generation > after)
        .map(|(generation, pair)| (generation, pair.clone()))
}

fn stopped() -> Error {
    Error::new(ErrorKind::ReauthenticationRequired).with_reason(Reason::LostRefresh)
}

/// A refusal is a matter for whoever keeps the credentials.
fn refused_login(error: Error) -> Error {
    match error.kind() {
        ErrorKind::PlanRequired => error,
        _ => error.with_kind(ErrorKind::ReauthenticationRequired),
    }
}
