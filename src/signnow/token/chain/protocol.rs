//! The rules: what may be written next.

use super::record::{Act, Claim, Claimant, Links, Record, State};

/// What is done about a refresh token that was sent and whose answer was lost, so that nobody knows whether it is spent.
///
/// It decides about nothing else: where there is no pair yet, or signNow said no to the refresh token, whoever has the
/// password logs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recovery {
    /// Log in with the password. No token is ever presented twice.
    #[default]
    Login,
    /// Present it again, twice at most, once it has been quiet for long; then wait. Where the answer was lost after
    /// signNow had spent the token this ends the chain, which was lost by then anyway.
    Probe,
    /// Wait, until an operator says to go on. No token is ever presented twice.
    Wait,
}

/// How often a token may be presented under [`Recovery::Probe`].
const MOST_TURNS: u32 = 3;

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::signnow::token) enum Step<P> {
    /// Put this in place of what was read. Where that succeeds, do what is claimed; otherwise read again.
    Claim(Record<P>, Claim),
    /// The store has come back older than it was: put this in place of what was read, then read again.
    Restore(Record<P>),
    /// Someone else is about to fetch a pair: read again later.
    Wait,
    /// The answer to a refresh was lost, and an operator wants to decide what follows.
    Stop,
}

/// What came of a claim that led to no pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::signnow::token) enum Outcome {
    /// The provider did not look at the request.
    NotSpent,
    /// The provider looked at it and said no.
    Refused,
    /// Nobody knows whether the provider looked at it.
    Unknown,
}

/// What whoever needs another pair does, having read `kept`. `known` is the latest record this process ever saw;
/// `is_quiet` says that nothing has been heard of the open claim for so long that nothing more will be.
pub(in crate::signnow::token) fn next_step<P: Links>(
    kept: Option<&Record<P>>,
    known: Option<&Record<P>>,
    recovery: Recovery,
    is_quiet: bool,
    claimant: Claimant,
) -> Step<P> {
    if let Some(known) = known
        && kept.is_none_or(|kept| known.is_later_than(kept))
    {
        return Step::Restore(known.clone());
    }
    let empty = Record::empty();
    let kept = kept.unwrap_or(&empty);
    match kept.claim() {
        None if kept.can_refresh() => refresh(kept, 1, claimant),
        None => login(kept, claimant),
        Some(_) if !is_quiet => Step::Wait,
        Some(open) => take_over(kept, open, recovery, claimant),
    }
}

/// What to put in place of `claimed`, which this process wrote itself; `None` to leave it as it is.
pub(in crate::signnow::token) fn conclude<P: Links>(
    claimed: &Record<P>,
    outcome: Outcome,
) -> Option<Record<P>> {
    let is_open = |act| claimed.claim().is_some_and(|claim| claim.act == act);
    match outcome {
        // This time it was not looked at. What became of it the time before is as unknown as it was.
        Outcome::NotSpent if claimed.claim().is_some_and(|claim| claim.turn > 1) => None,
        Outcome::NotSpent => Some(claimed.with_state(State::Ready)),
        Outcome::Refused => Some(claimed.without_refresh().with_state(State::Ready)),
        // A login leads nowhere that another could not lead to as well.
        Outcome::Unknown if is_open(Act::Login) => Some(claimed.with_state(State::Ready)),
        Outcome::Unknown => None,
    }
}

/// A pair that was granted to `claimed`, to be put in place of whatever is kept by now, unless that is as late. A pair that
/// we hold is never thrown away because of what others did meanwhile.
pub(in crate::signnow::token) fn succeed<P: Links>(
    claimed: &Record<P>,
    kept: Option<&Record<P>>,
    pair: P,
) -> Option<Record<P>> {
    let generation = claimed.generation + 1;
    if kept.is_some_and(|kept| kept.generation >= generation) {
        return None;
    }
    let pair = match &claimed.pair {
        Some(predecessor) if is_refresh(claimed) => pair.following(predecessor),
        _ => pair,
    };
    let serial = claimed.serial.max(kept.map_or(0, |kept| kept.serial)) + 1;
    let is_same_token = pair.refresh_mark() == claimed.refresh_mark();
    let before = if is_same_token { claimed.clone() } else { claimed.without_refresh() };
    Some(Record { generation, serial, state: State::Ready, pair: Some(pair), spent: before.spent })
}

fn is_refresh<P: Links>(claimed: &Record<P>) -> bool {
    claimed.claim().is_some_and(|claim| claim.act == Act::Refresh)
}

fn refresh<P: Links>(kept: &Record<P>, turn: u32, claimant: Claimant) -> Step<P> {
    claim(kept, Act::Refresh, turn, claimant)
}

/// The token may have been presented by now, or never will be: it is done with.
fn login<P: Links>(kept: &Record<P>, claimant: Claimant) -> Step<P> {
    claim(&kept.without_refresh(), Act::Login, 1, claimant)
}

fn take_over<P: Links>(kept: &Record<P>, open: Claim, recovery: Recovery, claimant: Claimant) -> Step<P> {
    match (open.act, recovery) {
        (Act::Login, _) | (Act::Refresh, Recovery::Login) => login(kept, claimant),
        (Act::Refresh, Recovery::Probe) if open.turn < MOST_TURNS => refresh(kept, open.turn + 1, claimant),
        (Act::Refresh, Recovery::Probe | Recovery::Wait) => Step::Stop,
    }
}

fn claim<P: Links>(kept: &Record<P>, act: Act, turn: u32, Claimant { id, now }: Claimant) -> Step<P> {
    let claim = Claim { id, act, turn, since: now };
    Step::Claim(kept.with_state(State::Claimed(claim)), claim)
}

#[cfg(test)]
mod tests {
    use super::super::record::ClaimId;
    use super::super::spent::Mark;
    use super::*;

    /// A pair with this refresh token.
    #[derive(Clone, Debug, PartialEq)]
    struct Pair(u64);

    impl Links for Pair {
        fn refresh_mark(&self) -> Option<Mark> {
            Some(Mark(self.0))
        }

        fn following(self, _: &Self) -> Self {
            self
        }
    }

    const CLAIMANT: Claimant = Claimant { id: ClaimId(7), now: 0 };
    const ALL: [Recovery; 3] = [Recovery::Login, Recovery::Probe, Recovery::Wait];

    fn kept() -> Record<Pair> {
        Record { generation: 1, pair: Some(Pair(1)), ..Record::empty() }
    }

    fn step(kept: &Record<Pair>, recovery: Recovery) -> Step<Pair> {
        next_step(Some(kept), None, recovery, true, CLAIMANT)
    }

    /// What is claimed, and the record with the claim.
    fn claimed(step: Step<Pair>) -> (Act, u32, Record<Pair>) {
        match step {
            Step::Claim(record, claim) => (claim.act, claim.turn, record),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_first_login_and_one_after_a_refusal_are_made_whatever_is_declared_for_lost_answers() {
        for recovery in ALL {
            let first = next_step(None::<&Record<Pair>>, None, recovery, false, CLAIMANT);
            assert_eq!(claimed(first).0, Act::Login, "{recovery:?}");
            let (act, _, record) = claimed(step(&kept(), recovery));
            assert_eq!(act, Act::Refresh);
            let refused = conclude(&record, Outcome::Refused).unwrap();
            assert_eq!(claimed(step(&refused, recovery)).0, Act::Login, "{recovery:?}");
            assert_eq!(claimed(step(&kept().forgotten(), recovery)).0, Act::Login, "{recovery:?}");
            let (_, _, login) = claimed(step(&refused, recovery));
            assert_eq!(
                claimed(step(&login, recovery)).0,
                Act::Login,
                "{recovery:?}: whoever claimed it is gone"
            );
        }
    }

    #[test]
    fn a_lost_answer_leads_to_what_is_declared() {
        let (_, _, lost) = claimed(step(&kept(), Recovery::Login));
        assert_eq!(conclude(&lost, Outcome::Unknown), None);
        let (act, _, login) = claimed(step(&lost, Recovery::Login));
        assert!(act == Act::Login && !login.can_refresh());
        assert_eq!(step(&lost, Recovery::Wait), Step::Stop);
        let (act, turn, second) = claimed(step(&lost, Recovery::Probe));
        assert_eq!((act, turn), (Act::Refresh, 2));
        assert_eq!(conclude(&second, Outcome::NotSpent), None, "the first time may have spent it");
        let (_, turn, third) = claimed(step(&second, Recovery::Probe));
        assert_eq!((turn, step(&third, Recovery::Probe)), (3, Step::Stop));
        for recovery in ALL {
            assert_eq!(
                claimed(step(&third.forgotten(), recovery)).0,
                Act::Login,
                "an operator lets it go on"
            );
        }
    }
}
