//! How a call that may end tokens is made: claimed like a refresh, and followed until there is a pair, or nobody but an
//! operator can get one.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use tracing::warn;

use super::chain::{Change, Claim, Outcome, Replacement, Step, change, go_on, learn};
use super::errand::{PasswordChange, Touch};
use super::fetcher::{Fetcher, LOOK_AGAIN, later};
use super::pair::Pair;
use super::password::Password;
use super::records::{Kept, Record};
use crate::signnow::error::Error;

/// The right to make a call that may end tokens.
pub(super) struct Begun {
    claimed: Record,
    claim: Claim,
    change: Change,
    /// The new password, where there is one.
    new: Option<Password>,
}

/// Whether the call can be made now.
pub(super) enum Beginning {
    /// The right is ours.
    Begun(Box<Begun>),
    /// Another pair is kept by now.
    Pair(u64, Pair),
    /// There is no pair to make it with, or whoever was to fetch the next one is gone.
    NeedsPair,
    /// Somebody else is fetching a pair, and takes longer than one wanted to wait.
    Elsewhere,
}

impl Fetcher {
    /// Claims the right to make a call with the pair of this generation.
    pub(super) async fn begin(
        &mut self,
        generation: u64,
        touch: &Touch,
        wait: Duration,
    ) -> Result<Beginning, Error> {
        let until = Instant::now() + wait;
        loop {
            self.keep_what_was_granted().await?;
            let kept = self.read().await?;
            if let Some((generation, pair)) = later(&kept, generation) {
                return Ok(Beginning::Pair(generation, pair));
            }
            match (self.step(&kept), self.claims.conclusion(kept.record.as_ref())) {
                (Step::Restore(record), _) => self.restore(&kept, &record).await?,
                (_, Some(concluded)) => drop(self.swap(&kept, &concluded).await?),
                (Step::Wait, None) if Instant::now() < until => sleep(self.chance.below(LOOK_AGAIN)).await,
                (Step::Wait, None) => return Ok(Beginning::Elsewhere),
                (_, None) => match self.to_begin(&kept, touch) {
                    None => return Ok(Beginning::NeedsPair),
                    Some(begun) if self.take(&kept, &begun.claimed, begun.claim).await? => {
                        return Ok(Beginning::Begun(Box::new(begun)));
                    }
                    // Somebody else was first.
                    Some(_) => {}
                },
            }
        }
    }

    fn to_begin(&self, kept: &Kept, touch: &Touch) -> Option<Begun> {
        let record = kept.record.as_ref().filter(|record| record.pair.is_some())?;
        let password = touch.password.as_ref().map(|PasswordChange { old, new }| {
            let new = self.marker.password(new.clone());
            (Replacement { old: self.marker.mark(old), new: new.mark }, new)
        });
        let (replacement, new) = password.unzip();
        let change_to = Change { ends_pair: touch.ends_own, password: replacement };
        let claimed = change(record, change_to, self.claimant())?;
        let claim = claimed.claim()?;
        Some(Begun { claimed, claim, change: change_to, new })
    }

    /// Follows a call to its end. The pair that is kept by then, if it is a later one.
    ///
    /// # Errors
    /// Where tokens ended, or may have, and no pair was to be had.
    pub(super) async fn follow(
        &mut self,
        begun: &Begun,
        outcome: Outcome,
    ) -> Result<Option<(u64, Pair)>, Error> {
        self.claims.note(begun.claim.id, outcome);
        self.take_up(begun.new.as_ref(), outcome);
        self.go_on(begun, outcome).await?;
        let pair = |record: &Record| Some((record.generation, record.pair.clone()?));
        let latest = self.seen.latest().and_then(pair);
        Ok(latest.filter(|(generation, _)| *generation > begun.claimed.generation))
    }

    /// From now on a login is made with the new password; first with it, and then with the one until now, where nobody knows
    /// whether it changed. It is kept in memory alone.
    fn take_up(&mut self, new: Option<&Password>, outcome: Outcome) {
        let (Some(new), false) = (new, self.passwords.is_empty()) else { return };
        match outcome {
            Outcome::Done => {
                warn!("the password of the signed-in user was changed; the configuration needs the new one");
                self.passwords = vec![new.clone()];
            }
            Outcome::Unknown => {
                warn!("the password of the signed-in user may have been changed; the answer was lost");
                self.passwords.retain(|password| password.mark != new.mark);
                self.passwords.insert(0, new.clone());
            }
            Outcome::NotSpent | Outcome::Refused => {}
        }
    }

    async fn go_on(&mut self, begun: &Begun, outcome: Outcome) -> Result<(), Error> {
        let kept = self.read_upright().await?;
        let Some(record) = &kept.record else { return Ok(()) };
        if record.claim() != Some(begun.claim) {
            return self.learn(&kept, record, begun, outcome).await;
        }
        match go_on(record, outcome, self.policy(), self.claimant()) {
            Some((next, Some(login))) => self.claim(&kept, next, login).await,
            Some((next, None)) => self.swap(&kept, &next).await.map(drop),
            None => Ok(()),
        }
    }

    /// Somebody took over, because the call took so long, and knows less than we do.
    async fn learn(
        &mut self,
        kept: &Kept,
        record: &Record,
        begun: &Begun,
        outcome: Outcome,
    ) -> Result<(), Error> {
        match learn(record, begun.change).filter(|_| outcome == Outcome::Done) {
            // Where it is changed meanwhile, a refused login tells the same.
            Some(next) => self.swap(kept, &next).await.map(drop),
            None => Ok(()),
        }
    }
}
