//! What the ledger says of the promises.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::super::chain::{Act, Recovery};
use super::figures::Figures;
use super::ledger::{Entry, Presentation, Snapshot, Token};
use super::setting::{CALM, QUIET, STORM, Setting, Weather};

/// A promise, by its number in `reliability.md`, and how it was broken.
pub(super) type Breach = (&'static str, String);

pub(super) struct Court<'a> {
    setting: &'a Setting,
    now: Duration,
    store: Option<Snapshot>,
    /// When the store went away, while it is.
    store_left: Option<Duration>,
    kept: BTreeSet<Token>,
    /// How often each was presented and looked at.
    presented: BTreeMap<Token, usize>,
    /// The chains that ended because a token came again.
    ended: BTreeSet<usize>,
    newest: BTreeMap<usize, Token>,
    /// What a process knows, which ends with it.
    servers: BTreeMap<usize, Memory>,
    /// How many claims of a server were stored, less its requests.
    claims: BTreeMap<(usize, Option<Token>), usize>,
    known_claims: BTreeSet<u64>,
    last_claim: Option<(Token, Duration)>,
    let_in: BTreeMap<usize, Duration>,
    delayed: BTreeMap<usize, Duration>,
    figures: Figures,
    breaches: Vec<Breach>,
}

#[derive(Default)]
struct Memory {
    latest: (u64, u64),
    holds: BTreeSet<Token>,
}

/// How long after it was claimed a request may still arrive where nothing is delayed.
const UNDER_WAY: Duration = Duration::from_secs(16);

pub(super) fn judge(setting: &Setting, entries: &[(Duration, Entry)]) -> (Figures, Vec<Breach>) {
    let mut court = Court::new(setting);
    for (at, entry) in entries {
        court.now = *at;
        court.hear(entry);
    }
    court.close()
}

impl Court<'_> {
    fn new(setting: &Setting) -> Court<'_> {
        Court {
            setting,
            now: Duration::ZERO,
            store: None,
            store_left: None,
            kept: BTreeSet::new(),
            presented: BTreeMap::new(),
            ended: BTreeSet::new(),
            newest: BTreeMap::new(),
            servers: BTreeMap::new(),
            claims: BTreeMap::new(),
            known_claims: BTreeSet::new(),
            last_claim: None,
            let_in: BTreeMap::new(),
            delayed: BTreeMap::new(),
            figures: Figures::default(),
            breaches: Vec::new(),
        }
    }

    fn hear(&mut self, entry: &Entry) {
        match *entry {
            Entry::Started { server } => drop(self.servers.insert(server, Memory::default())),
            Entry::Crashed { server } => {
                self.servers.insert(server, Memory::default());
                self.figures.crashes += 1;
            }
            Entry::Wrote { server, now } => self.wrote(server, now),
            Entry::Saw { server, what } => {
                let latest = &mut self.servers.entry(server).or_default().latest;
                *latest = what.age.max(*latest);
            }
            Entry::SetBack { to } => {
                self.store = to;
                self.figures.set_backs += 1;
            }
            Entry::ClockSet { .. } => self.figures.clocks_set += 1,
            Entry::Delayed { server } => drop(self.delayed.insert(server, self.now)),
            Entry::StoreLeft => self.store_left = Some(self.now),
            Entry::StoreCameBack => {
                let left = self.store_left.take().unwrap_or(self.now);
                self.figures.without_store += self.now - left;
            }
            Entry::Presented { server, token, what } => self.presented(server, token, what),
            Entry::LoggedIn { server, granted } => {
                self.asked(server, None);
                self.granted(granted);
                self.figures.logins += usize::from(granted.is_some());
            }
            Entry::Received { server, pair } => self.received(server, pair),
            Entry::Used { server, pair, accepted } => self.used(server, pair, accepted),
            Entry::Revoked => {}
        }
    }

    fn breach(&mut self, promise: &'static str, what: String) {
        self.breaches.push((promise, format!("at {:?}: {what}", self.now)));
    }

    fn wrote(&mut self, server: usize, now: Snapshot) {
        self.store = Some(now);
        self.kept.extend(now.pair);
        let latest = self.servers.entry(server).or_default().latest;
        if now.age < latest {
            self.figures.backwards += 1;
            self.breach("P11", format!("server {server} went back from {latest:?} to {:?}", now.age));
        }
        let Some((id, act, turn)) = now.claim else { return };
        // One that is there again was put right.
        if !self.known_claims.insert(id) {
            return;
        }
        let token = now.pair.filter(|_| act == Act::Refresh);
        *self.claims.entry((server, token)).or_default() += 1;
        let Some(token) = token else { return };
        if let Some((other, at)) = self.last_claim.replace((token, self.now))
            && turn > 1
            && !self.may_be_unknowing()
            && (other != token || self.now - at < QUIET)
        {
            self.breach("P1", format!("server {server} claimed {token:?} again after {:?}", self.now - at));
        }
    }

    /// A token request arrived.
    fn asked(&mut self, server: usize, token: Option<Token>) {
        match self.claims.get_mut(&(server, token)).filter(|open| **open > 0) {
            Some(open) => *open -= 1,
            None => {
                self.figures.unclaimed += 1;
                self.breach("P10", format!("server {server} asked for {token:?} without a claim"));
            }
        }
        let is_delayed = self.delayed.get(&server).is_some_and(|at| self.now - *at < Duration::from_secs(60));
        if self.store_left.is_some_and(|left| self.now - left > UNDER_WAY) && !is_delayed {
            self.figures.requests_without_store += 1;
            self.breach("P10", format!("server {server} asked for {token:?} without the store"));
        }
    }

    fn presented(&mut self, server: usize, token: Token, what: Presentation) {
        self.asked(server, Some(token));
        if what == Presentation::TurnedAway {
            return;
        }
        self.figures.presented += 1;
        let times = self.presented.get(&token).map_or(1, |times| times + 1);
        self.presented.insert(token, times);
        if times > 1 {
            self.presented_again(server, token, times, what);
        }
        if let Presentation::Granted(pair) = what {
            self.figures.rotations += 1;
            self.granted(Some(pair));
        }
    }

    fn presented_again(&mut self, server: usize, token: Token, times: usize, what: Presentation) {
        if self.may_be_unknowing() {
            self.figures.presented_unknowing += 1;
            return;
        }
        if self.setting.recovery == Recovery::Probe && times <= 3 {
            self.figures.probed += 1;
        } else {
            self.figures.presented_again += 1;
            self.breach("P1", format!("server {server} presented {token:?}, for the {times}. time"));
        }
        if what == Presentation::EndedTheChain {
            self.ended.insert(token.chain);
            let newest = self.newest[&token.chain];
            let is_kept = self.store.is_some_and(|kept| kept.pair == Some(newest));
            let holder = self.servers.iter().find(|(_, memory)| memory.holds.contains(&newest));
            if let Some(holder) = holder.map(|(server, _)| *server).or(is_kept.then_some(usize::MAX)) {
                self.figures.needless_ends += 1;
                self.breach("P2", format!("{newest:?} was ended, which {holder} had"));
            }
        }
    }

    /// Whether there may be servers that never saw what the store lost. Those that did go by it: see "P11".
    fn may_be_unknowing(&self) -> bool {
        self.setting.weather == Weather::WildSetBacks && self.figures.set_backs > 0
    }

    fn granted(&mut self, pair: Option<Token>) {
        let Some(pair) = pair else { return };
        let newest = self.newest.entry(pair.chain).or_insert(pair);
        *newest = pair.max(*newest);
    }

    fn received(&mut self, server: usize, pair: Token) {
        if self.ended.contains(&pair.chain) && self.newest[&pair.chain] == pair {
            self.figures.needless_ends += 1;
            self.breach("P2", format!("{pair:?} was ended, which was on its way to {server}"));
        }
        self.servers.entry(server).or_default().holds.insert(pair);
    }

    fn used(&mut self, server: usize, pair: Token, accepted: bool) {
        self.figures.uses += 1;
        if !self.kept.contains(&pair) {
            self.figures.early_uses += 1;
            self.breach("P3", format!("server {server} used {pair:?} before it was kept"));
        }
        if accepted {
            self.let_in.insert(server, self.now);
        }
    }

    /// Refreshes have to come as seldom as tokens end, and a little more often where clocks are set.
    fn count_refreshes(&mut self) {
        self.figures.servers = self.setting.servers;
        let periods = (STORM + CALM).as_secs_f64() / self.setting.period().as_secs_f64();
        let handed_out = self.figures.rotations + self.figures.logins;
        let (promise, most) = match self.setting.weather {
            Weather::Fair => ("P5", 1.0 + periods),
            Weather::Clocks => ("P8", 1.0 + periods + 2.0 * self.figures.clocks_set as f64),
            _ => return,
        };
        let counted = (handed_out, 1 + periods as usize);
        match promise {
            "P5" => self.figures.expiries = counted,
            _ => self.figures.clock_expiries = counted,
        }
        if handed_out as f64 > most {
            self.breach(promise, format!("{handed_out} pairs were handed out, where {most} should do"));
        }
    }

    /// In the end everyone is served.
    fn close(mut self) -> (Figures, Vec<Breach>) {
        self.count_refreshes();
        let end = STORM + CALM;
        for server in 0..self.setting.servers {
            let last = self.let_in.get(&server).copied().unwrap_or_default();
            if end - last > Duration::from_secs(30) {
                self.figures.unserved += 1;
                self.breach("P4", format!("server {server} was let in at {last:?} the last time"));
            }
        }
        (self.figures, self.breaches)
    }
}
