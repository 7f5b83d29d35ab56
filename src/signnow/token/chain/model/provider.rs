//! A provider of single-use refresh tokens.

use super::super::marks::Mark;
use super::super::record::Links;

/// A pair, which is its refresh token: a chain that began with a login, and a place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) chain: u8,
    pub(super) place: u8,
}

impl Links for Pair {
    fn refresh_mark(&self) -> Option<Mark> {
        Some(Mark(u64::from(self.chain) << 8 | u64::from(self.place)))
    }

    fn following(self, _predecessor: &Self) -> Self {
        self
    }
}

/// What is done about a token that is presented again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Reuse {
    /// The chain is ended, whoever holds its newest pair.
    EndsTheChain,
    /// All chains are.
    EndsAllChains,
    /// It is refused.
    IsRefused,
    /// Right after it was spent the same answer is given again; later it ends the chain.
    HasGrace,
}

/// The password in the configuration, and the one that a change sets.
pub(super) const OLD: u64 = 1000;
pub(super) const NEW: u64 = 1001;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Provider {
    reuse: Reuse,
    chains: Vec<Chain>,
    /// The password that it takes.
    password: u64,
    /// How often a login was refused because of another.
    pub(super) wrong_passwords: u8,
    /// How often each token was presented, those that were at all.
    pub(super) presented: Vec<(Pair, u8)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Chain {
    newest: u8,
    is_alive: bool,
    /// Ended by a change that its owner made.
    is_logged_out: bool,
}

impl Provider {
    pub(super) fn new(reuse: Reuse) -> Provider {
        Provider { reuse, chains: Vec::new(), password: OLD, wrong_passwords: 0, presented: Vec::new() }
    }

    /// A new chain for whoever has the password, or a code.
    pub(super) fn log_in(&mut self, password: Option<u64>) -> Option<Pair> {
        if password.is_some_and(|password| password != self.password) {
            self.wrong_passwords += 1;
            return None;
        }
        self.chains.push(Chain { newest: 0, is_alive: true, is_logged_out: false });
        Some(Pair { chain: u8::try_from(self.chains.len() - 1).unwrap(), place: 0 })
    }

    /// Changes the password, and ends all chains, if the pair is good.
    pub(super) fn change(&mut self, pair: Pair, ends: bool) -> bool {
        let is_good = self.is_alive(pair);
        if is_good {
            self.password = NEW;
            self.chains.iter_mut().filter(|_| ends).for_each(|chain| {
                chain.is_logged_out |= chain.is_alive;
                chain.is_alive = false;
            });
        }
        is_good
    }

    /// The next pair, or a refusal.
    pub(super) fn refresh(&mut self, token: Pair) -> Option<Pair> {
        match self.presented.iter_mut().find(|(pair, _)| *pair == token) {
            Some((_, times)) => *times += 1,
            None => self.presented.push((token, 1)),
        }
        self.presented.sort_unstable();
        let (reuse, chain) = (self.reuse, &mut self.chains[usize::from(token.chain)]);
        if !chain.is_alive {
            return None;
        }
        if chain.newest == token.place {
            chain.newest += 1;
        } else if reuse != Reuse::HasGrace || chain.newest != token.place + 1 {
            self.detect_reuse(token.chain);
            return None;
        }
        Some(Pair { place: token.place + 1, ..token })
    }

    fn detect_reuse(&mut self, of: u8) {
        for (number, chain) in self.chains.iter_mut().enumerate() {
            chain.is_alive &= match self.reuse {
                Reuse::IsRefused => true,
                Reuse::EndsAllChains => false,
                Reuse::EndsTheChain | Reuse::HasGrace => number != usize::from(of),
            };
        }
    }

    pub(super) fn is_newest(&self, pair: Pair) -> bool {
        self.chains[usize::from(pair.chain)].newest == pair.place
    }

    pub(super) fn is_alive(&self, pair: Pair) -> bool {
        self.chains[usize::from(pair.chain)].is_alive
    }

    pub(super) fn all_alive(&self) -> bool {
        self.chains.iter().all(|chain| chain.is_alive || chain.is_logged_out)
    }

    pub(super) fn most_presented(&self) -> u8 {
        self.presented.iter().map(|(_, times)| *times).max().unwrap_or(0)
    }
}
