//! What happened, in the order in which it did.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use secrecy::ExposeSecret;

use super::super::chain::Act;
use super::super::records::Record;

/// Tells a pair of tokens: the login that its chain began with, and its place in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Token {
    pub(super) chain: usize,
    pub(super) place: usize,
}

impl Token {
    pub(super) fn text(self, kind: &str) -> String {
        format!("{kind}-{}-{}", self.chain, self.place)
    }

    pub(super) fn parse(text: &str) -> Option<Token> {
        let mut parts = text.split('-').skip(1).map(str::parse);
        Some(Token { chain: parts.next()?.ok()?, place: parts.next()?.ok()? })
    }
}

/// What is in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Snapshot {
    /// Of two the larger is the later.
    pub(super) age: (u64, u64),
    pub(super) pair: Option<Token>,
    /// Which claim, of what, for the how manieth time.
    pub(super) claim: Option<(u64, Act, u32)>,
}

impl Snapshot {
    pub(super) fn of(record: &Record) -> Snapshot {
        let refresh_token = record.pair.as_ref().and_then(|pair| pair.refresh_token.as_ref());
        Snapshot {
            age: (record.generation, record.serial),
            pair: refresh_token.and_then(|token| Token::parse(token.expose_secret())),
            claim: record.claim().map(|claim| (claim.id.0, claim.act, claim.turn)),
        }
    }
}

/// What the provider did about a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presentation {
    /// It did not look at it.
    TurnedAway,
    /// It handed out this pair.
    Granted(Token),
    /// It said no: the chain had ended before, or the token is an old one and nothing follows from that.
    Refused,
    /// It said no, and ended the chain, because the token had been presented before.
    EndedTheChain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Started {
        server: usize,
    },
    Crashed {
        server: usize,
    },
    /// The store was changed by a server.
    Wrote {
        server: usize,
        now: Snapshot,
    },
    /// A server read the store, or was told that it changed it.
    Saw {
        server: usize,
        what: Snapshot,
    },
    /// The store lost its last changes.
    SetBack {
        to: Option<Snapshot>,
    },
    /// A server is stopped for a while, or what it sends takes long.
    Delayed {
        server: usize,
    },
    ClockSet {
        server: usize,
        off: i64,
    },
    /// Nobody reaches the store from here on.
    StoreLeft,
    StoreCameBack,
    Presented {
        server: usize,
        token: Token,
        what: Presentation,
    },
    /// A login, and what was handed out, if it was looked at.
    LoggedIn {
        server: usize,
        granted: Option<Token>,
    },
    /// A server holds a pair.
    Received {
        server: usize,
        pair: Token,
    },
    /// An access token was used, and let in or not.
    Used {
        server: usize,
        pair: Token,
        accepted: bool,
    },
    /// Somebody else ended all chains there were.
    Revoked,
}

/// Clones write into one.
#[derive(Clone, Default)]
pub(super) struct Ledger(Arc<Mutex<Written>>);

#[derive(Default)]
struct Written {
    now: Duration,
    entries: Vec<(Duration, Entry)>,
}

impl Ledger {
    pub(super) fn set_time(&self, now: Duration) {
        self.written().now = now;
    }

    pub(super) fn note(&self, entry: Entry) {
        let mut written = self.written();
        let now = written.now;
        written.entries.push((now, entry));
    }

    /// What was noted after so many entries.
    pub(super) fn since(&self, known: usize) -> Vec<(Duration, Entry)> {
        self.written().entries[known..].to_vec()
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.0.lock().unwrap()
    }
}
