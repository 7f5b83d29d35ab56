//! What this process knows of open claims that the store does not tell.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::chain::{Claim, ClaimId, Outcome, Recovery, conclude};
use super::records::Record;

/// What came of its own claims, and for how long it has seen somebody else's stay open.
pub(super) struct Claims {
    quiet: Duration,
    /// The last few. Where the store could not be told what came of one, it is told later.
    own: VecDeque<(ClaimId, Outcome)>,
    watched: Option<(ClaimId, Instant)>,
}

const KEPT: usize = 8;

impl Claims {
    /// `request` is how long a request can take. Somebody's claim counts as quiet after twice that time: half of it for
    /// whoever claimed to begin, and all of it, with something to spare, for the request.
    pub(super) fn new(request: Duration) -> Claims {
        Claims { quiet: quiet(request), own: VecDeque::new(), watched: None }
    }

    /// How long after it was claimed a request may still be begun.
    pub(super) fn latest_start(&self) -> Duration {
        self.quiet / 4
    }

    /// What came of a claim of our own, so far.
    pub(super) fn note(&mut self, id: ClaimId, outcome: Outcome) {
        self.own.retain(|(other, _)| *other != id);
        self.own.push_back((id, outcome));
        if self.own.len() > KEPT {
            self.own.pop_front();
        }
    }

    /// What to put in place of a record with an open claim of our own of which more is known than the record says.
    pub(super) fn conclusion(&self, kept: Option<&Record>) -> Option<Record> {
        let kept = kept?;
        conclude(kept, self.outcome(kept.claim()?.id)?)
    }

    /// Time passes here by this process's own clock, and only while the store answers. What it sent itself is over as
    /// soon as it says so; that is enough where nothing is sent again.
    pub(super) fn is_quiet(&mut self, open: Option<Claim>, recovery: Recovery) -> bool {
        let Some(claim) = open else {
            self.watched = None;
            return false;
        };
        if recovery == Recovery::Login && self.outcome(claim.id).is_some() {
            return true;
        }
        let since = match self.watched {
            Some((id, since)) if id == claim.id => since,
            _ => Instant::now(),
        };
        self.watched = Some((claim.id, since));
        since.elapsed() >= self.quiet
    }

    /// The store did not answer, so what was seen before does not count.
    pub(super) fn lose_sight(&mut self) {
        self.watched = None;
    }

    fn outcome(&self, id: ClaimId) -> Option<Outcome> {
        self.own.iter().find(|(own, _)| *own == id).map(|(_, outcome)| *outcome)
    }
}

/// How long nothing has to be heard of a claim before nothing more will be.
pub(super) fn quiet(request: Duration) -> Duration {
    request * 2
}

#[cfg(test)]
mod tests {
    use super::super::chain::Act;
    use super::*;

    fn claim(id: u64) -> Option<Claim> {
        Some(Claim { id: ClaimId(id), act: Act::Refresh, turn: 1, password: None, since: 0 })
    }

    #[tokio::test(start_paused = true)]
    async fn anothers_claim_is_quiet_once_it_was_watched_for_long_while_the_store_answered() {
        let request = Duration::from_secs(25);
        let mut claims = Claims::new(request);
        for recovery in [Recovery::Login, Recovery::Probe, Recovery::Wait] {
            claims.lose_sight();
            assert!(!claims.is_quiet(claim(1), recovery));
            tokio::time::advance(quiet(request) - Duration::from_millis(1)).await;
            assert!(!claims.is_quiet(claim(1), recovery));
            assert!(!claims.is_quiet(claim(2), recovery), "another claim is another wait");
            assert!(!claims.is_quiet(claim(1), recovery));
            tokio::time::advance(quiet(request)).await;
            assert!(claims.is_quiet(claim(1), recovery));
            claims.lose_sight();
            assert!(!claims.is_quiet(claim(1), recovery), "nobody knows what happened meanwhile");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn ones_own_is_over_at_once_unless_it_may_be_sent_again() {
        let mut claims = Claims::new(Duration::from_secs(25));
        claims.note(ClaimId(1), Outcome::Unknown);
        assert!(claims.is_quiet(claim(1), Recovery::Login));
        assert!(!claims.is_quiet(claim(1), Recovery::Probe));
        assert!(!claims.is_quiet(claim(2), Recovery::Login));
    }
}
