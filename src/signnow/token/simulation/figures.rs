//! What was counted.

use std::time::Duration;

/// In a seed, or in many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Figures {
    pub(super) presented: usize,
    /// Where the first answer was not lost, or nothing was to be presented again.
    pub(super) presented_again: usize,
    /// As it was declared.
    pub(super) probed: usize,
    /// By a server that could not know, after the store was set back.
    pub(super) presented_unknowing: usize,
    pub(super) rotations: usize,
    pub(super) logins: usize,
    pub(super) needless_ends: usize,
    pub(super) uses: usize,
    pub(super) early_uses: usize,
    pub(super) unclaimed: usize,
    pub(super) requests_without_store: usize,
    pub(super) without_store: Duration,
    pub(super) set_backs: usize,
    pub(super) backwards: usize,
    pub(super) clocks_set: usize,
    pub(super) crashes: usize,
    /// Where nothing goes wrong: how many pairs were handed out, and how many there were to be.
    pub(super) expiries: (usize, usize),
    /// Where clocks are set, likewise.
    pub(super) clock_expiries: (usize, usize),
    pub(super) unserved: usize,
    pub(super) servers: usize,
}

impl Figures {
    pub(super) fn add(&mut self, other: &Figures) {
        self.presented += other.presented;
        self.presented_again += other.presented_again;
        self.probed += other.probed;
        self.presented_unknowing += other.presented_unknowing;
        self.rotations += other.rotations;
        self.logins += other.logins;
        self.needless_ends += other.needless_ends;
        self.uses += other.uses;
        self.early_uses += other.early_uses;
        self.unclaimed += other.unclaimed;
        self.requests_without_store += other.requests_without_store;
        self.without_store += other.without_store;
        self.set_backs += other.set_backs;
        self.backwards += other.backwards;
        self.clocks_set += other.clocks_set;
        self.crashes += other.crashes;
        self.expiries.0 += other.expiries.0;
        self.expiries.1 += other.expiries.1;
        self.clock_expiries.0 += other.clock_expiries.0;
        self.clock_expiries.1 += other.clock_expiries.1;
        self.unserved += other.unserved;
        self.servers += other.servers;
    }

    /// One line for each promise, by its number in `reliability.md`.
    pub(super) fn print(&self, seeds: usize) {
        let Figures { presented, rotations, logins, uses, servers, crashes, set_backs, .. } = self;
        println!("simulation: {seeds} seeds, {rotations} rotations, {logins} logins, {crashes} crashes");
        println!(
            "P1: tokens presented again: {} of {presented} presentations; declared ones (probe): {}",
            self.presented_again, self.probed
        );
        println!(
            "P2: chains ended whose successor somebody had: {} in {rotations} rotations",
            self.needless_ends
        );
        println!("P3: access tokens used before they were kept: {} of {uses} uses", self.early_uses);
        println!("P4: servers not served once nothing went wrong any more: {} of {servers}", self.unserved);
        println!(
            "P5: pairs handed out where nothing goes wrong: {} for {} expiries",
            self.expiries.0, self.expiries.1
        );
        println!(
            "P8: pairs handed out where clocks were set {} times: {} for {} expiries",
            self.clocks_set, self.clock_expiries.0, self.clock_expiries.1
        );
        println!(
            "P10: token requests without a claim: {}; without the store: {} in {} s without it",
            self.unclaimed,
            self.requests_without_store,
            self.without_store.as_secs()
        );
        println!(
            "P11: servers that went back with a store: {} in {set_backs} set-backs; spent tokens presented by \
            servers that could not know: {}",
            self.backwards, self.presented_unknowing
        );
    }
}
