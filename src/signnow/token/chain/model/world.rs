//! Servers, what travels between them and the provider, and what may go wrong.

use stateright::{Model, Property};

use super::super::marks::Mark;
use super::super::passwords::Replacement;
use super::super::protocol::{
    Outcome, Policy, Recovery, Step, change, conclude, go_on, learn, log_in, next_step, succeed,
};
use super::super::record::{Act, Change, ClaimId, Claimant, State};
use super::provider::{NEW, OLD, Pair, Provider, Reuse};

pub(super) type Record = super::super::record::Record<Pair>;

/// What is explored.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) servers: usize,
    pub(super) recovery: Recovery,
    /// Whether the servers have the password.
    pub(super) can_log_in: bool,
    /// How often an operator logs in. They act beside the servers, and remember nothing.
    pub(super) logins: u8,
    /// How often a server has the password changed, and whether that ends all pairs.
    pub(super) changes: u8,
    pub(super) ends_pairs: bool,
    pub(super) reuse: Reuse,
    /// Whether an open claim is only taken for quiet when its request can arrive no more.
    pub(super) is_timely: bool,
    pub(super) crashes: u8,
    pub(super) losses: u8,
    /// How often the store may go back to what it held before the last change.
    pub(super) rollbacks: u8,
    /// No pair is fetched after this one.
    pub(super) generations: u64,
    pub(super) claims: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct World {
    pub(super) provider: Provider,
    pub(super) store: Option<Record>,
    before: Option<Record>,
    pub(super) servers: Vec<Server>,
    /// Sorted, so that two orders of sending are one state.
    pub(super) wire: Vec<Message>,
    pub(super) highest: u64,
    pub(super) crashes: u8,
    pub(super) losses: u8,
    pub(super) rollbacks: u8,
    logins: u8,
    changes: u8,
    claims: u64,
    /// A chain was ended while somebody still could have gone on with it.
    pub(super) needless_end: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Server {
    /// The latest record it ever saw; gone after a crash.
    known: Option<Record>,
    /// The password that a change made, if it had one changed, and whether the old one may still be it.
    new_password: Option<bool>,
    doing: Doing,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Doing {
    Nothing,
    /// It has claimed, and not sent yet.
    Claimed(Record),
    Sent(Record),
    Answered(Record, Told),
    Down,
}

/// What a provider says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Told {
    Granted(Pair),
    Refused,
    /// It did what a change asked for.
    Changed,
    /// It did not look at the request, as it does where there are too many.
    TurnedAway,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Message {
    Refresh {
        from: usize,
        claim: u64,
        token: Pair,
    },
    /// With a password, or with a code.
    Login {
        from: usize,
        claim: u64,
        password: Option<u64>,
    },
    Change {
        from: usize,
        claim: u64,
        with: Pair,
        ends: bool,
    },
    Answer {
        to: usize,
        claim: u64,
        outcome: Told,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Event {
    /// A server reads the store and does what it says; whether the open claim counts as quiet.
    Look(usize, bool),
    /// An operator reads the store and claims a login, whatever it says.
    LogIn(usize),
    /// A server claims a change of the password.
    Change(usize),
    Send(usize),
    Arrive(Message),
    Lose(Message),
    TurnAway(Message),
    /// An operator's login is refused, as with a code that was mistyped.
    Refuse(Message),
    /// A server stops waiting for an answer.
    GiveUp(usize),
    Conclude(usize),
    Crash(usize),
    Restart(usize),
    Rollback,
}

impl Model for Setting {
    type State = World;
    type Action = Event;

    fn init_states(&self) -> Vec<World> {
        let mut provider = Provider::new(self.reuse);
        let nothing = self.world(provider.clone(), None);
        let first = provider.log_in(None).unwrap();
        let store = Record {
            generation: 1,
            serial: 1,
            state: State::Ready,
            pair: Some(first),
            spent: Default::default(),
            passwords: Default::default(),
        };
        let running = self.world(provider, Some(store));
        if self.can_log_in { vec![running] } else { vec![nothing, running] }
    }

    fn actions(&self, world: &World, events: &mut Vec<Event>) {
        for (number, server) in world.servers.iter().enumerate() {
            match &server.doing {
                Doing::Nothing if number == self.servers => {
                    if world.logins > 0 && self.may_claim(world, world.store.as_ref()) {
                        events.push(Event::LogIn(number));
                    }
                }
                Doing::Nothing => {
                    events.push(Event::Look(number, false));
                    if world.changes > 0 && server.known == world.store {
                        events.push(Event::Change(number));
                    }
                    if !self.is_timely || !world.claim_may_arrive() {
                        events.push(Event::Look(number, true));
                    }
                }
                Doing::Claimed(_) => events.push(Event::Send(number)),
                Doing::Sent(record) => {
                    // A server waits longer than anything travels, or it would lose an answer by itself.
                    if !self.is_timely || !world.is_on_the_wire(record) {
                        events.push(Event::GiveUp(number));
                    }
                }
                Doing::Answered(..) => events.push(Event::Conclude(number)),
                Doing::Down => events.push(Event::Restart(number)),
            }
            // What a restarted server does not know any more it cannot hold against a store that went back.
            if world.crashes > 0 && world.rollbacks == self.rollbacks && server.doing != Doing::Down {
                events.push(Event::Crash(number));
            }
        }
        for message in &world.wire {
            events.push(Event::Arrive(*message));
            if world.losses > 0 {
                events.push(Event::Lose(*message));
                if !matches!(message, Message::Answer { .. }) {
                    events.push(Event::TurnAway(*message));
                }
                if matches!(message, Message::Login { from, .. } if *from == self.servers) {
                    events.push(Event::Refuse(*message));
                }
            }
        }
        if world.rollbacks > 0 && world.are_up_to_date(self.servers) {
            events.push(Event::Rollback);
        }
    }

    fn next_state(&self, world: &World, event: Event) -> Option<World> {
        let mut next = world.clone();
        match event {
            Event::Look(server, is_quiet) => next.look(self, server, is_quiet),
            Event::LogIn(operator) => next.log_in(operator),
            Event::Change(server) => next.change(self, server),
            Event::Send(server) => next.send(server),
            Event::Arrive(message) => next.arrive(message),
            Event::Lose(message) => {
                next.take(message);
                next.losses -= 1;
            }
            Event::TurnAway(message) => {
                next.answer_instead(message, Told::TurnedAway);
                next.losses -= 1;
            }
            Event::Refuse(message) => {
                next.answer_instead(message, Told::Refused);
                next.losses -= 1;
            }
            Event::GiveUp(server) => next.give_up(self, server),
            Event::Conclude(server) => next.conclude(self, server),
            Event::Crash(server) => {
                next.servers[server] = Server { known: None, new_password: None, doing: Doing::Down };
                next.crashes -= 1;
            }
            Event::Restart(server) => next.servers[server].doing = Doing::Nothing,
            Event::Rollback => {
                next.store = next.before.clone();
                next.rollbacks -= 1;
            }
        }
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        super::verdicts::properties()
    }
}

impl Setting {
    fn world(&self, provider: Provider, store: Option<Record>) -> World {
        let server = Server { known: store.clone(), new_password: None, doing: Doing::Nothing };
        World {
            provider,
            before: store.clone(),
            highest: store.as_ref().map_or(0, |kept| kept.generation),
            store,
            servers: vec![server; self.servers + usize::from(self.logins > 0)],
            wire: Vec::new(),
            crashes: self.crashes,
            losses: self.losses,
            rollbacks: self.rollbacks,
            logins: self.logins,
            changes: self.changes,
            claims: 0,
            needless_end: false,
        }
    }

    fn may_claim(&self, world: &World, kept: Option<&Record>) -> bool {
        kept.map_or(0, |kept| kept.generation) < self.generations && world.claims < self.claims
    }

    /// Of a server that was just started.
    pub(super) fn policy(&self) -> Policy {
        Policy { recovery: self.recovery, password: self.can_log_in.then_some(Mark(OLD)) }
    }

    fn policy_of(&self, server: &Server) -> Policy {
        let new = server.new_password.filter(|_| self.can_log_in).map(|_| Mark(NEW));
        Policy { password: new.or(self.policy().password), ..self.policy() }
    }
}

impl World {
    fn look(&mut self, setting: &Setting, number: usize, is_quiet: bool) {
        let kept = self.store.clone();
        let known = self.servers[number].known.clone();
        let claimant = Claimant { id: ClaimId(self.claims + 1), now: 0 };
        let policy = setting.policy_of(&self.servers[number]);
        let step = next_step(kept.as_ref(), known.as_ref(), policy, is_quiet, claimant);
        if let Some(kept) = kept.filter(|kept| known.is_none_or(|known| kept.is_later_than(&known))) {
            self.servers[number].known = Some(kept);
        }
        match step {
            Step::Claim(record, _) => {
                if setting.may_claim(self, Some(&record)) {
                    self.claims += 1;
                    self.write(number, record.clone());
                    self.servers[number].doing = Doing::Claimed(record);
                }
            }
            Step::Restore(record) => self.write(number, record),
            Step::Wait | Step::Stop | Step::AskForLogin => {}
        }
    }

    fn log_in(&mut self, number: usize) {
        self.logins -= 1;
        self.claims += 1;
        let record = log_in(self.store.as_ref(), None, Claimant { id: ClaimId(self.claims), now: 0 });
        self.write(number, record.clone());
        self.servers[number].doing = Doing::Claimed(record);
    }

    fn change(&mut self, setting: &Setting, number: usize) {
        let Some(kept) = self.store.as_ref().filter(|kept| kept.pair.is_some()) else { return };
        let password = Some(Replacement { old: Mark(OLD), new: Mark(NEW) });
        let what = Change { ends_pair: setting.ends_pairs, password };
        let Some(record) = change(kept, what, Claimant { id: ClaimId(self.claims + 1), now: 0 }) else {
            return;
        };
        self.changes -= 1;
        self.claims += 1;
        self.write(number, record.clone());
        self.servers[number].doing = Doing::Claimed(record);
    }

    fn write(&mut self, number: usize, record: Record) {
        self.highest = self.highest.max(record.generation);
        self.servers[number].known = Some(record.clone());
        self.before = self.store.replace(record);
    }

    fn send(&mut self, from: usize) {
        let Doing::Claimed(record) = &self.servers[from].doing else { return };
        let (record, open) = (record.clone(), record.claim().unwrap());
        let claim = open.id.0;
        self.wire.push(match open.act {
            Act::Refresh => Message::Refresh { from, claim, token: record.pair.unwrap() },
            Act::Login => {
                Message::Login { from, claim, password: open.password.map(|Mark(password)| password) }
            }
            Act::Change(what) => {
                Message::Change { from, claim, with: record.pair.unwrap(), ends: what.ends_pair }
            }
        });
        self.wire.sort_unstable();
        self.servers[from].doing = Doing::Sent(record);
    }

    fn arrive(&mut self, message: Message) {
        self.take(message);
        let (to, claim, outcome) = match message {
            Message::Login { from, claim, password } => {
                let granted = self.provider.log_in(password);
                (from, claim, granted.map_or(Told::Refused, Told::Granted))
            }
            Message::Change { from, claim, with, ends } => {
                let is_done = self.provider.change(with, ends);
                (from, claim, if is_done { Told::Changed } else { Told::Refused })
            }
            Message::Refresh { from, claim, token } => (from, claim, self.present(token)),
            Message::Answer { to, claim, outcome } => return self.hear(to, claim, outcome),
        };
        self.wire.push(Message::Answer { to, claim, outcome });
        self.wire.sort_unstable();
    }

    /// Costs as much as a lost message, so that there is an end to it.
    fn answer_instead(&mut self, message: Message, outcome: Told) {
        if let Message::Refresh { from: to, claim, .. }
        | Message::Login { from: to, claim, .. }
        | Message::Change { from: to, claim, .. } = message
        {
            self.take(message);
            self.wire.push(Message::Answer { to, claim, outcome });
            self.wire.sort_unstable();
        }
    }

    fn present(&mut self, token: Pair) -> Told {
        let could_go_on = self.somebody_can_go_on_with(token.chain);
        let was_alive = self.provider.is_alive(token);
        let answer = self.provider.refresh(token);
        self.needless_end |= could_go_on && was_alive && !self.provider.is_alive(token);
        answer.map_or(Told::Refused, Told::Granted)
    }

    fn hear(&mut self, to: usize, claim: u64, outcome: Told) {
        let server = &mut self.servers[to];
        if let Doing::Sent(record) = &server.doing
            && record.claim().is_some_and(|open| open.id.0 == claim)
        {
            server.doing = Doing::Answered(record.clone(), outcome);
        }
    }

    /// What a change may have done is looked into at once; anything else waits for whoever needs a pair.
    fn give_up(&mut self, setting: &Setting, number: usize) {
        let Doing::Sent(claimed) = self.servers[number].doing.clone() else { return };
        self.servers[number].doing = Doing::Nothing;
        if claimed.change().is_some() {
            self.follow(setting, number, &claimed, Outcome::Unknown);
        }
    }

    fn follow(&mut self, setting: &Setting, number: usize, claimed: &Record, outcome: Outcome) {
        match outcome {
            Outcome::Done => self.servers[number].new_password = Some(false),
            Outcome::Unknown => self.servers[number].new_password = Some(true),
            Outcome::NotSpent | Outcome::Refused => {}
        }
        let Some(kept) = self.store.clone() else { return };
        if kept != *claimed {
            if let Some(next) = learn(&kept, claimed.change().unwrap()).filter(|_| outcome == Outcome::Done) {
                self.write(number, next);
            }
            return;
        }
        let claimant = Claimant { id: ClaimId(self.claims + 1), now: 0 };
        let policy = setting.policy_of(&self.servers[number]);
        if let Some((next, claim)) = go_on(claimed, outcome, policy, claimant) {
            self.write(number, next.clone());
            if claim.is_some() {
                self.claims += 1;
                self.servers[number].doing = Doing::Claimed(next);
            }
        }
    }

    fn conclude(&mut self, setting: &Setting, number: usize) {
        let Doing::Answered(claimed, outcome) = self.servers[number].doing.clone() else { return };
        self.servers[number].doing = Doing::Nothing;
        if claimed.change().is_some() {
            let outcome = match outcome {
                Told::Changed => Outcome::Done,
                _ => Outcome::NotSpent,
            };
            return self.follow(setting, number, &claimed, outcome);
        }
        let open = claimed.claim().unwrap();
        if outcome == Told::Refused && open.password == Some(Mark(NEW)) {
            let is_doubtful = self.servers[number].new_password == Some(true);
            self.servers[number].new_password = Some(false).filter(|_| !is_doubtful);
        }
        let is_open = self.store.as_ref() == Some(&claimed);
        let next = match outcome {
            Told::Granted(pair) => succeed(&claimed, self.store.as_ref(), pair),
            Told::Refused => conclude(&claimed, Outcome::Refused).filter(|_| is_open),
            Told::Changed => None,
            Told::TurnedAway => conclude(&claimed, Outcome::NotSpent).filter(|_| is_open),
        };
        if let Some(next) = next {
            self.write(number, next);
        }
    }

    fn take(&mut self, message: Message) {
        let place = self.wire.iter().position(|other| *other == message).unwrap();
        self.wire.remove(place);
    }

    fn is_on_the_wire(&self, claimed: &Record) -> bool {
        let id = claimed.claim().map(|open| open.id.0);
        self.wire.iter().any(|message| match message {
            Message::Refresh { claim, .. }
            | Message::Login { claim, .. }
            | Message::Change { claim, .. }
            | Message::Answer { claim, .. } => Some(*claim) == id,
        })
    }

    /// Whether what was sent under the open claim can still reach the provider, or its answer us.
    fn claim_may_arrive(&self) -> bool {
        let Some(open) = self.store.as_ref().and_then(Record::claim) else { return false };
        let is_open = |record: &Record| record.claim().is_some_and(|claim| claim.id == open.id);
        let holds = self.servers.iter().any(|server| match &server.doing {
            Doing::Claimed(record) | Doing::Answered(record, _) => is_open(record),
            Doing::Nothing | Doing::Sent(_) | Doing::Down => false,
        });
        let waits =
            |number: usize| matches!(&self.servers[number].doing, Doing::Sent(record) if is_open(record));
        holds
            || self.wire.iter().any(|message| match message {
                Message::Refresh { claim, .. }
                | Message::Login { claim, .. }
                | Message::Change { claim, .. } => *claim == open.id.0,
                Message::Answer { to, claim, .. } => *claim == open.id.0 && waits(*to),
            })
    }

    /// Whether the newest pair of a chain is known to the store, to a server that runs, or on its way to one that waits.
    fn somebody_can_go_on_with(&self, chain: u8) -> bool {
        let fits = |pair: &Pair| pair.chain == chain && self.provider.is_newest(*pair);
        let kept = self.store.as_ref().and_then(|record| record.pair);
        let held = self.servers.iter().filter_map(|server| match &server.doing {
            Doing::Answered(_, Told::Granted(pair)) => Some(*pair),
            _ => None,
        });
        let travelling = self.wire.iter().filter_map(|message| match message {
            Message::Answer { to, claim, outcome: Told::Granted(pair) } => match &self.servers[*to].doing {
                Doing::Sent(record) if record.claim().is_some_and(|open| open.id.0 == *claim) => Some(*pair),
                _ => None,
            },
            _ => None,
        });
        kept.into_iter().chain(held).chain(travelling).any(|pair| fits(&pair))
    }

    fn are_up_to_date(&self, servers: usize) -> bool {
        self.servers[..servers].iter().all(|server| server.known == self.store)
    }

    /// Whether whoever comes next, and knows nothing, has a working pair in the end or asks for an operator, if nothing else
    /// happens.
    pub(super) fn comes_to_something(&self, setting: &Setting) -> bool {
        let (mut store, mut provider) = (self.store.clone(), self.provider.clone());
        for turn in 0..6 {
            let kept = store.as_ref().filter(|kept| kept.claim().is_none());
            let pair = kept.and_then(|kept| kept.pair);
            if pair.is_some_and(|pair| provider.is_alive(pair) && provider.is_newest(pair)) {
                return true;
            }
            let claimant = Claimant { id: ClaimId(1000 + turn), now: 0 };
            let record = match next_step(store.as_ref(), None, setting.policy(), true, claimant) {
                Step::Claim(record, _) => record,
                Step::Stop | Step::AskForLogin => return true,
                Step::Wait | Step::Restore(_) => return false,
            };
            let open = record.claim().unwrap();
            let granted = match open.act {
                Act::Refresh => provider.refresh(record.pair.unwrap()),
                Act::Login => provider.log_in(open.password.map(|Mark(password)| password)),
                Act::Change(_) => None,
            };
            store = match granted {
                Some(pair) => succeed(&record, Some(&record), pair),
                // That is told as well.
                None if open.act == Act::Login => return true,
                None => conclude(&record, Outcome::Refused),
            };
        }
        false
    }
}
