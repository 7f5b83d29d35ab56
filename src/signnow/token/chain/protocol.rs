//! The rules: what may be written next.

use super::marks::Mark;
use super::passwords::Passwords;
use super::record::{Act, Change, Claim, Claimant, Links, Record, State};

/// What is done about a refresh token that was sent and whose answer was lost, so that nobody knows whether it is spent.
///
/// It decides about nothing else: where there is no pair yet, or signNow said no to the refresh token, whoever has the
/// password logs in, and whoever has none asks for an operator.
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

/// What a server may do about its chain.
#[derive(Clone, Copy, Debug)]
pub(in crate::signnow) struct Policy {
    pub(in crate::signnow) recovery: Recovery,
    /// Tells its password from others. Without one a chain begins with an operator's login alone.
    pub(in crate::signnow::token) password: Option<Mark>,
}

impl Policy {
    /// The password, unless it is known to be another by now.
    fn login(self, passwords: &Passwords) -> Option<Mark> {
        self.password.filter(|password| passwords.may_be(*password))
    }
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
    /// Only a login leads to another pair, and only an operator can log in.
    AskForLogin,
}

/// What came of a claim that led to no pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::signnow::token) enum Outcome {
    /// The provider did what was asked, as a change asks it to.
    Done,
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
    policy: Policy,
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
        None => fetch(kept, policy, claimant),
        Some(_) if !is_quiet => Step::Wait,
        Some(open) => take_over(kept, open, policy, claimant),
    }
}

/// What to put in place of `kept` before a call is sent that may end its pair; `None` while somebody else has a claim. The
/// call is made with the access token of that pair.
pub(in crate::signnow::token) fn change<P: Links>(
    kept: &Record<P>,
    change: Change,
    Claimant { id, now }: Claimant,
) -> Option<Record<P>> {
    let claim = Claim { id, act: Act::Change(change), turn: 1, password: None, since: now };
    kept.claim().is_none().then(|| kept.with_state(State::Claimed(claim)))
}

/// What to put in place of `claimed`, a change of this process that came to `outcome`, and what is claimed with it: where the
/// pair ended a login, so that nobody else comes in between, and where the answer was lost one with the new password. That
/// tells whether it is the password; a refresh token that nobody presented stays good where it is not. `policy` names the
/// new password, where there is one.
pub(in crate::signnow::token) fn go_on<P: Links>(
    claimed: &Record<P>,
    outcome: Outcome,
    policy: Policy,
    claimant: Claimant,
) -> Option<(Record<P>, Option<Claim>)> {
    let change = claimed.change()?;
    let concluded = conclude(claimed, outcome)?;
    let is_new = |new: Mark| change.password.is_some_and(|replacement| replacement.new == new);
    let login = match outcome {
        Outcome::Done if change.ends_pair => policy.login(&concluded.passwords),
        Outcome::Unknown => policy.password.filter(|password| is_new(*password)),
        _ => None,
    };
    Some(match login {
        Some(password) => {
            let record = log_in(Some(&concluded), Some(password), claimant);
            let claim = record.claim();
            (record, claim)
        }
        None => (concluded, None),
    })
}

/// What to put in place of whatever is kept, where a change was carried out whose claim was taken over; `None` where nothing
/// is to be learnt from it.
pub(in crate::signnow::token) fn learn<P: Links>(kept: &Record<P>, change: Change) -> Option<Record<P>> {
    let passwords = kept.passwords.after(change.password?);
    Some(Record { passwords, ..kept.with_state(kept.state) })
}

/// What an operator puts in place of `kept` before a login of their own, such as with an authorization code. It takes an
/// open claim over whoever has it, quiet or not: a login presents no refresh token, and none whose fate is open is
/// presented after it. One that nobody presented stays good for whoever goes on where the login comes to nothing. `password`
/// is what is shown, unless it is a code.
///
/// An operator remembers nothing, and may stand before a store that went back. So the claim alone makes no record later
/// than it was: servers that know better put it right as if the operator had not been there.
pub(in crate::signnow::token) fn log_in<P: Links>(
    kept: Option<&Record<P>>,
    password: Option<Mark>,
    Claimant { id, now }: Claimant,
) -> Record<P> {
    let empty = Record::empty();
    let kept = kept.unwrap_or(&empty);
    let state = State::Claimed(Claim { id, act: Act::Login, turn: 1, password, since: now });
    match kept.claim() {
        Some(Claim { act: Act::Refresh, .. }) => kept.without_refresh().with_state(state),
        _ => Record { state, ..kept.in_doubt() },
    }
}

/// What to put in place of `claimed`, which this process wrote itself; `None` to leave it as it is.
pub(in crate::signnow::token) fn conclude<P: Links>(
    claimed: &Record<P>,
    outcome: Outcome,
) -> Option<Record<P>> {
    let claim = claimed.claim()?;
    match (claim.act, outcome) {
        (Act::Login, Outcome::Refused) => Some(without_password(claimed, claim.password)),
        // A login leads nowhere that another could not lead to as well, and no refresh token was presented.
        (Act::Login, _) => Some(Record { state: State::Ready, ..claimed.clone() }),
        (Act::Change(change), Outcome::Done) => Some(claimed.changed(change)),
        (Act::Change(_), Outcome::Unknown) => Some(claimed.in_doubt().with_state(State::Ready)),
        (Act::Change(_), _) => Some(claimed.with_state(State::Ready)),
        // This time it was not looked at. What became of it the time before is as unknown as it was.
        (Act::Refresh, Outcome::NotSpent) if claim.turn > 1 => None,
        (Act::Refresh, Outcome::NotSpent) => Some(claimed.with_state(State::Ready)),
        (Act::Refresh, Outcome::Refused) => Some(claimed.without_refresh().with_state(State::Ready)),
        (Act::Refresh, Outcome::Unknown | Outcome::Done) => None,
    }
}

/// A login was refused. The claim alone makes no record later than it was, but what is learnt from it does.
fn without_password<P: Links>(claimed: &Record<P>, password: Option<Mark>) -> Record<P> {
    let passwords = password.map(|password| claimed.passwords.refused(password));
    match passwords.filter(|passwords| *passwords != claimed.passwords) {
        Some(passwords) => Record { passwords, ..claimed.with_state(State::Ready) },
        None => Record { state: State::Ready, ..claimed.clone() },
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
    let learnt = kept.filter(|kept| kept.is_later_than(claimed)).unwrap_or(claimed);
    let passwords = match claimed.claim().and_then(|claim| claim.password) {
        Some(password) => learnt.passwords.known(password),
        None => learnt.passwords.clone(),
    };
    Some(Record { generation, serial, state: State::Ready, pair: Some(pair), spent: before.spent, passwords })
}

fn is_refresh<P: Links>(claimed: &Record<P>) -> bool {
    claimed.claim().is_some_and(|claim| claim.act == Act::Refresh)
}

fn fetch<P: Links>(kept: &Record<P>, policy: Policy, claimant: Claimant) -> Step<P> {
    if kept.can_refresh() { refresh(kept, 1, claimant) } else { login(kept, policy, claimant) }
}

fn refresh<P: Links>(kept: &Record<P>, turn: u32, claimant: Claimant) -> Step<P> {
    claim(kept, Act::Refresh, turn, None, claimant)
}

/// The token may have been presented by now, or never will be: it is done with.
fn login<P: Links>(kept: &Record<P>, policy: Policy, claimant: Claimant) -> Step<P> {
    match policy.login(&kept.passwords) {
        Some(password) => claim(&kept.without_refresh(), Act::Login, 1, Some(password), claimant),
        None => Step::AskForLogin,
    }
}

fn take_over<P: Links>(kept: &Record<P>, open: Claim, policy: Policy, claimant: Claimant) -> Step<P> {
    match (open.act, policy.recovery) {
        // It came to nothing, or ended the pair, and the token that it left alone was presented by nobody.
        (Act::Login | Act::Change(_), _) => fetch(&kept.in_doubt(), policy, claimant),
        (Act::Refresh, Recovery::Login) => login(kept, policy, claimant),
        (Act::Refresh, Recovery::Probe) if open.turn < MOST_TURNS => refresh(kept, open.turn + 1, claimant),
        (Act::Refresh, Recovery::Probe | Recovery::Wait) => Step::Stop,
    }
}

fn claim<P: Links>(
    kept: &Record<P>,
    act: Act,
    turn: u32,
    password: Option<Mark>,
    Claimant { id, now }: Claimant,
) -> Step<P> {
    let claim = Claim { id, act, turn, password, since: now };
    Step::Claim(kept.with_state(State::Claimed(claim)), claim)
}

#[cfg(test)]
mod tests {
    use super::super::passwords::Replacement;
    use super::super::record::ClaimId;
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

    const PASSWORD: Mark = Mark(100);
    const CLAIMANT: Claimant = Claimant { id: ClaimId(7), now: 0 };
    const ALL: [Recovery; 3] = [Recovery::Login, Recovery::Probe, Recovery::Wait];

    fn with_password(recovery: Recovery) -> Policy {
        Policy { recovery, password: Some(PASSWORD) }
    }

    fn without_password(recovery: Recovery) -> Policy {
        Policy { recovery, password: None }
    }

    fn kept() -> Record<Pair> {
        Record { generation: 1, pair: Some(Pair(1)), ..Record::empty() }
    }

    fn step(kept: &Record<Pair>, recovery: Recovery) -> Step<Pair> {
        next_step(Some(kept), None, with_password(recovery), true, CLAIMANT)
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
            let first = next_step(None::<&Record<Pair>>, None, with_password(recovery), false, CLAIMANT);
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

    #[test]
    fn without_a_password_an_operator_is_asked_for_wherever_only_a_login_helps() {
        for policy in ALL.map(without_password) {
            let step = |kept: Option<&Record<Pair>>| next_step(kept, None, policy, true, CLAIMANT);
            assert_eq!(step(None), Step::AskForLogin, "{policy:?}");
            let (act, _, presented) = claimed(step(Some(&kept())));
            assert_eq!(act, Act::Refresh, "{policy:?}");
            let refused = conclude(&presented, Outcome::Refused).unwrap();
            assert_eq!(step(Some(&refused)), Step::AskForLogin, "{policy:?}");
            assert_eq!(refused.pair, Some(Pair(1)), "nothing is deleted");
            assert_eq!(step(Some(&kept().forgotten())), Step::AskForLogin, "{policy:?}");
        }
        let (_, _, lost) = claimed(step(&kept(), Recovery::Login));
        let after = |recovery| next_step(Some(&lost), None, without_password(recovery), true, CLAIMANT);
        assert_eq!(after(Recovery::Login), Step::AskForLogin);
        assert_eq!(after(Recovery::Wait), Step::Stop);
        assert_eq!(claimed(after(Recovery::Probe)).1, 2);
    }

    #[test]
    fn an_operators_login_begins_a_chain_anew_and_costs_nothing_where_it_fails() {
        let policy = without_password(Recovery::Probe);
        let begun = log_in(None::<&Record<Pair>>, None, CLAIMANT);
        assert_eq!(next_step(Some(&begun), None, policy, false, CLAIMANT), Step::Wait);
        assert_eq!(next_step(Some(&begun), None, policy, true, CLAIMANT), Step::AskForLogin);
        assert_eq!(succeed(&begun, Some(&begun), Pair(1)).unwrap().generation, 1);
        let anew = log_in(Some(&kept()), None, CLAIMANT);
        for outcome in [Outcome::Refused, Outcome::NotSpent, Outcome::Unknown] {
            let left = conclude(&anew, outcome).unwrap();
            assert!(left.claim().is_none() && left.can_refresh(), "{outcome:?}");
        }
        assert_eq!(claimed(next_step(Some(&anew), None, policy, true, CLAIMANT)).0, Act::Refresh);
        let next = succeed(&anew, Some(&anew), Pair(2)).unwrap();
        assert!((next.generation, next.pair.clone()) == (2, Some(Pair(2))) && next.can_refresh());
        assert!(next.spent.contains(Mark(1)), "what it takes the place of is not presented any more");
    }

    #[test]
    fn an_operators_login_leaves_no_token_that_may_have_been_presented() {
        let (_, _, lost) = claimed(step(&kept(), Recovery::Wait));
        let anew = log_in(Some(&lost), None, CLAIMANT);
        assert!(!anew.can_refresh());
        let left = conclude(&anew, Outcome::Refused).unwrap();
        let policy = without_password(Recovery::Probe);
        assert_eq!(next_step(Some(&left), None, policy, true, CLAIMANT), Step::AskForLogin);
        let late = succeed(&lost, Some(&anew), Pair(2)).unwrap();
        assert_eq!((late.generation, late.pair), (2, Some(Pair(2))), "an answer that comes late is kept");
    }

    const NEW_PASSWORD: Mark = Mark(101);
    const REPLACEMENT: Replacement = Replacement { old: PASSWORD, new: NEW_PASSWORD };

    fn changing(ends_pair: bool) -> Record<Pair> {
        change(&kept(), Change { ends_pair, password: Some(REPLACEMENT) }, CLAIMANT).unwrap()
    }

    #[test]
    fn while_a_change_is_under_way_nobody_fetches_a_pair_and_no_other_begins() {
        let begun = changing(true);
        assert!(begun.is_later_than(&kept()));
        let policy = with_password(Recovery::Login);
        assert_eq!(next_step(Some(&begun), None, policy, false, CLAIMANT), Step::Wait);
        let again = Change { ends_pair: false, password: None };
        assert_eq!(change(&begun, again, CLAIMANT), None);
        for outcome in [Outcome::NotSpent, Outcome::Refused] {
            let left = conclude(&begun, outcome).unwrap();
            assert!(left.claim().is_none() && left.can_refresh(), "{outcome:?}");
            assert_eq!((left.pair, left.passwords), (kept().pair, kept().passwords), "{outcome:?}");
        }
    }

    #[test]
    fn a_change_that_ended_the_pair_leads_to_a_login_with_the_new_password_under_the_same_right() {
        let old = with_password(Recovery::Login);
        let new = Policy { password: Some(NEW_PASSWORD), ..old };
        let (record, claim) = go_on(&changing(true), Outcome::Done, new, CLAIMANT).unwrap();
        let claim = claim.unwrap();
        assert!((claim.act, claim.password) == (Act::Login, Some(NEW_PASSWORD)) && !record.can_refresh());
        let step = next_step(Some(&record), None, old, true, CLAIMANT);
        assert_eq!(step, Step::AskForLogin, "whoever takes over does not try the old one");
        let next = succeed(&record, Some(&record), Pair(2)).unwrap();
        assert!(next.can_refresh() && next.claim().is_none());
        assert_eq!(claimed(next_step(Some(&next), None, old, true, CLAIMANT)).0, Act::Refresh);
        let refused = next.without_refresh();
        assert_eq!(next_step(Some(&refused), None, old, true, CLAIMANT), Step::AskForLogin);
        assert_eq!(claimed(next_step(Some(&refused), None, new, true, CLAIMANT)).0, Act::Login);
        let (without, claim) =
            go_on(&changing(true), Outcome::Done, without_password(Recovery::Login), CLAIMANT).unwrap();
        assert!(claim.is_none() && without.pair.is_none() && without.claim().is_none());
        let (goes_on, claim) = go_on(&changing(false), Outcome::Done, new, CLAIMANT).unwrap();
        assert!(claim.is_none() && goes_on.can_refresh());
    }

    #[test]
    fn a_change_whose_answer_was_lost_is_told_by_a_login_or_by_the_refresh_token() {
        let old = with_password(Recovery::Login);
        let new = Policy { password: Some(NEW_PASSWORD), ..old };
        let (record, claim) = go_on(&changing(true), Outcome::Unknown, new, CLAIMANT).unwrap();
        assert_eq!(claim.unwrap().password, Some(NEW_PASSWORD));
        let granted = succeed(&record, Some(&record), Pair(2)).unwrap().without_refresh();
        assert_eq!(next_step(Some(&granted), None, old, true, CLAIMANT), Step::AskForLogin);
        let refused = conclude(&record, Outcome::Refused).unwrap();
        assert_eq!(claimed(next_step(Some(&refused), None, old, true, CLAIMANT)).0, Act::Refresh);
        // Whoever takes over looks by the refresh token, and then tries the old password once.
        let (act, _, refresh) = claimed(next_step(Some(&changing(true)), None, old, true, CLAIMANT));
        assert_eq!(act, Act::Refresh);
        let (act, _, login) = claimed(step(&conclude(&refresh, Outcome::Refused).unwrap(), Recovery::Login));
        assert_eq!(act, Act::Login);
        let refused = conclude(&login, Outcome::Refused).unwrap();
        assert!(refused.is_later_than(&login), "that is remembered");
        assert_eq!(step(&refused, Recovery::Login), Step::AskForLogin);
        assert_eq!(
            claimed(step(&conclude(&login, Outcome::NotSpent).unwrap(), Recovery::Login)).0,
            Act::Login
        );
    }

    #[test]
    fn what_came_of_a_change_is_learnt_though_somebody_took_over() {
        let taken = claimed(step(&changing(true), Recovery::Login)).2;
        let learnt = learn(&taken, changing(true).change().unwrap()).unwrap();
        assert!(learnt.claim() == taken.claim() && learnt.is_later_than(&taken));
        let next = succeed(&taken, Some(&learnt), Pair(2)).unwrap().without_refresh();
        assert_eq!(step(&next, Recovery::Login), Step::AskForLogin);
    }
}
