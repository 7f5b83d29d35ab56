//! The rules: what may be written next.

use super::record::{Act, Claim, ClaimId, Links, Record, State};

/// What is done about a refresh token whose fate is not known (`reliability.md` 1.4 rule 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::signnow::token) enum Recovery {
    /// Log in with the password. No token is ever presented twice.
    Login,
    /// Present it again, twice at most, once it has been quiet for long. Where an answer was lost this may end the chain,
    /// which was lost by then anyway.
    Probe,
    /// Nothing: whoever owns the credential has to grant access again.
    Wait,
}

/// How often a token may be presented under [`Recovery::Probe`].
const MOST_TURNS: u32 = 3;

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::signnow::token) enum Step<P> {
    /// Put this in place of what was read. Where that succeeds, do what is claimed; otherwise read again.
    Claim(Record<P>, Act),
    /// The store has come back older than it was: put this in place of what was read, then read again.
    Restore(Record<P>),
    /// Someone else is about to fetch a pair: read again later.
    Wait,
    /// There is no way to another pair, until the owner of the credential grants access again.
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
    id: ClaimId,
) -> Step<P> {
    if let Some(known) = known
        && kept.is_none_or(|kept| known.is_later_than(kept))
    {
        return Step::Restore(known.clone());
    }
    let empty = Record::empty();
    let kept = kept.unwrap_or(&empty);
    match kept.claim() {
        None if kept.can_refresh() => refresh(kept, 1, id),
        None => login(kept, recovery, id),
        Some(_) if !is_quiet => Step::Wait,
        Some(claim) => take_over(kept, claim, recovery, id),
    }
}

/// What to put in place of `claimed`, which this process wrote itself; `None` to leave it as it is.
pub(in crate::signnow::token) fn conclude<P: Links>(
    claimed: &Record<P>,
    outcome: Outcome,
) -> Option<Record<P>> {
    match outcome {
        Outcome::NotSpent => Some(claimed.with_state(State::Ready)),
        Outcome::Refused => Some(claimed.without_refresh().with_state(State::Ready)),
        // A login leads nowhere that another could not lead to as well.
        Outcome::Unknown if claimed.claim().is_some_and(|claim| claim.act == Act::Login) => {
            Some(claimed.with_state(State::Ready))
        }
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

fn refresh<P: Links>(kept: &Record<P>, turn: u32, id: ClaimId) -> Step<P> {
    claim(kept, Claim { id, act: Act::Refresh, turn })
}

fn login<P: Links>(kept: &Record<P>, recovery: Recovery, id: ClaimId) -> Step<P> {
    match recovery {
        // The token may have been presented by now, or never will be: it is done with.
        Recovery::Login => claim(&kept.without_refresh(), Claim { id, act: Act::Login, turn: 1 }),
        Recovery::Probe | Recovery::Wait => Step::Stop,
    }
}

fn take_over<P: Links>(kept: &Record<P>, open: Claim, recovery: Recovery, id: ClaimId) -> Step<P> {
    match (recovery, open.act) {
        (Recovery::Probe, Act::Refresh) if open.turn < MOST_TURNS => refresh(kept, open.turn + 1, id),
        _ => login(kept, recovery, id),
    }
}

fn claim<P: Links>(kept: &Record<P>, claim: Claim) -> Step<P> {
    Step::Claim(kept.with_state(State::Claimed(claim)), claim.act)
}
