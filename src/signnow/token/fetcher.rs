//! How the next pair is come by: claimed in the store, asked for, kept, and only then handed on.

use std::sync::Arc;
use std::time::Duration;

use rand::RngCore;
use tokio::time::{Instant, sleep};
use tracing::{info, warn};

use super::chain::{Act, ClaimId, Outcome, Recovery, Step, conclude, next_step, succeed};
use super::endpoint::{Failure, Grant, TokenEndpoint};
use super::pair::Pair;
use super::records::{Kept, Record, RecordError, Records};
use crate::signnow::clock::Clock;
use crate::signnow::error::{Error, ErrorKind, Reason};
use crate::signnow::retry::below;

/// Fetches pairs for one credential, beside others who may do the same.
pub(super) struct Fetcher {
    records: Records,
    endpoint: TokenEndpoint,
    clock: Arc<dyn Clock>,
    recovery: Recovery,
    /// How long nothing is heard of somebody's claim before nothing more will be.
    quiet: Duration,
    /// The latest record that was ever seen, against a store that goes back in time.
    known: Option<Record>,
    /// Somebody's open claim, and since when it has been looked at.
    watched: Option<(ClaimId, Instant)>,
    /// The last claim of our own. Where it is still open, what was done under it is over.
    own: Option<ClaimId>,
    /// A pair that was handed out, and could not be kept yet. Nothing else happens before it is.
    unkept: Option<Granted>,
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
    pub(super) fn new(
        records: Records,
        endpoint: TokenEndpoint,
        clock: Arc<dyn Clock>,
        recovery: Recovery,
        quiet: Duration,
    ) -> Fetcher {
        let (known, watched, own, unkept) = (None, None, None, None);
        Fetcher { records, endpoint, clock, recovery, quiet, known, watched, own, unkept }
    }

    /// The pair that is kept, if it is later than this one. Nothing is asked of signNow.
    pub(super) async fn look(&mut self, after: u64) -> Result<Option<(u64, Pair)>, Error> {
        let kept = self.read().await?;
        Ok(kept.pair().filter(|(generation, _)| *generation > after).map(|(at, pair)| (at, pair.clone())))
    }

    /// A later pair than this one: fetched by us, or by somebody else meanwhile, for whom we wait so long.
    pub(super) async fn later_than(&mut self, after: u64, wait: Duration) -> Result<Fetched, Error> {
        let until = Instant::now() + wait;
        loop {
            self.keep_what_was_granted().await?;
            let kept = self.read().await?;
            if let Some((generation, pair)) = kept.pair().filter(|(generation, _)| *generation > after) {
                return Ok(Fetched::Pair(generation, pair.clone()));
            }
            match self.step(&kept) {
                Step::Claim(record, act) => self.claim(&kept, record, act).await?,
                Step::Restore(record) => self.restore(&kept, record).await?,
                Step::Wait if Instant::now() < until => sleep(below(LOOK_AGAIN)).await,
                Step::Wait => return Ok(Fetched::Elsewhere),
                Step::Stop => return Err(Error::new(ErrorKind::ReauthenticationRequired)),
            }
        }
    }

    fn step(&mut self, kept: &Kept) -> Step<Pair> {
        let is_quiet = kept.record.as_ref().is_some_and(|record| self.is_quiet(record));
        let id = ClaimId(rand::rng().next_u64());
        next_step(kept.record.as_ref(), self.known.as_ref(), self.recovery, is_quiet, id)
    }

    /// Time passes here by this process's own clock, and only while the store answers.
    fn is_quiet(&mut self, record: &Record) -> bool {
        let Some(claim) = record.claim() else {
            self.watched = None;
            return false;
        };
        if self.own == Some(claim.id) && self.recovery == Recovery::Login {
            return true;
        }
        let since = match self.watched {
            Some((id, since)) if id == claim.id => since,
            _ => Instant::now(),
        };
        self.watched = Some((claim.id, since));
        since.elapsed() >= self.quiet
    }

    /// Takes the right to act, and acts. Where somebody else was first nothing happens.
    async fn claim(&mut self, kept: &Kept, record: Record, act: Act) -> Result<(), Error> {
        self.own = record.claim().map(|claim| claim.id);
        if !self.swap(kept, &record).await? {
            return Ok(());
        }
        match self.act(&record, act).await {
            Ok(grant) => {
                let pair = Pair::of(grant, self.clock.now());
                self.unkept = Some(Granted { claimed: record, pair });
                self.keep_what_was_granted().await
            }
            Err(failure) => self.fail(&record, act, failure).await,
        }
    }

    async fn act(&self, claimed: &Record, act: Act) -> Result<Grant, Failure> {
        let now = self.clock.now();
        let token = claimed.pair.as_ref().and_then(|pair| pair.refresh_token.as_ref());
        match (act, token) {
            (Act::Refresh, Some(token)) => self.endpoint.refresh(token, now).await,
            _ => self.endpoint.login(now).await,
        }
    }

    /// Says in the store what came of a claim, and goes on where there is another way.
    async fn fail(&mut self, claimed: &Record, act: Act, failure: Failure) -> Result<(), Error> {
        let (outcome, error) = match failure {
            Failure::NotSpent(error) => (Outcome::NotSpent, error),
            Failure::Refused(error) => (Outcome::Refused, error),
            Failure::Unknown(error) => (Outcome::Unknown, error),
        };
        let goes_on = act == Act::Refresh && outcome != Outcome::NotSpent;
        if goes_on {
            let reason = error.reason().map(Reason::message);
            warn!(kind = ?error.kind(), status = error.status(), reason, "the refresh failed");
        }
        let is_refusal = outcome == Outcome::Refused;
        if let Some(next) = conclude(claimed, outcome) {
            self.conclude(claimed, next).await?;
        }
        match (goes_on, is_refusal) {
            (true, _) => Ok(()),
            (false, true) => Err(refused_login(error)),
            (false, false) => Err(error),
        }
    }

    async fn conclude(&mut self, claimed: &Record, next: Record) -> Result<(), Error> {
        let kept = self.read().await?;
        let is_ours = kept.record.as_ref().and_then(Record::claim) == claimed.claim();
        if is_ours {
            // Somebody who was faster has taken over, and knows what to do.
            let _was_first = self.swap(&kept, &next).await?;
        }
        Ok(())
    }

    /// A pair that was handed out is kept whatever happened to the record meanwhile, unless that went further.
    async fn keep_what_was_granted(&mut self) -> Result<(), Error> {
        while let Some(Granted { claimed, pair }) = &self.unkept {
            let (claimed, pair) = (claimed.clone(), pair.clone());
            let kept = self.read().await?;
            match succeed(&claimed, kept.record.as_ref(), pair) {
                Some(next) if !self.swap(&kept, &next).await? => {}
                Some(next) => {
                    info!(generation = next.generation, "a new pair of tokens is kept");
                    self.unkept = None;
                }
                None => self.unkept = None,
            }
        }
        Ok(())
    }

    async fn restore(&mut self, kept: &Kept, record: Record) -> Result<(), Error> {
        warn!(
            generation = record.generation,
            "the token store has come back with an older state; it is put right"
        );
        self.swap(kept, &record).await.map(drop)
    }

    async fn read(&mut self) -> Result<Kept, Error> {
        let kept = self.records.read().await.map_err(|error| self.unreachable(error, "read"))?;
        if let Some(record) = &kept.record {
            self.learn(record);
        }
        Ok(kept)
    }

    async fn swap(&mut self, kept: &Kept, next: &Record) -> Result<bool, Error> {
        let swapped = self.records.swap(kept, next).await;
        let swapped = swapped.map_err(|error| self.unreachable(error, "written"))?;
        if swapped {
            self.learn(next);
        }
        Ok(swapped)
    }

    fn learn(&mut self, record: &Record) {
        if self.known.as_ref().is_none_or(|known| record.is_later_than(known)) {
            self.known = Some(record.clone());
        }
    }

    /// Without the store no token is spent: nobody could know of it.
    fn unreachable(&mut self, error: RecordError, action: &'static str) -> Error {
        self.watched = None;
        let told = causes(&error);
        warn!(error = told, "the token store cannot be {action}, so no token is asked for");
        Error::new(ErrorKind::Internal).with_reason(Reason::TokenStore).because(error)
    }
}

/// The error on one line, with what the system says of it.
fn causes(error: &RecordError) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told} ({cause})"))
}

/// A refusal is a matter for whoever keeps the credentials.
fn refused_login(error: Error) -> Error {
    match error.kind() {
        ErrorKind::PlanRequired => error,
        _ => error.with_kind(ErrorKind::ReauthenticationRequired),
    }
}
