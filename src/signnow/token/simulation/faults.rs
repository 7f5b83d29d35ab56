//! What goes wrong under a seed, and when.

use std::time::Duration;

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::ledger::{Entry, Presentation};
use super::setting::{STORM, Setting, Weather};

/// Whom a server talks to.
pub(super) const STORE: &str = "store";
pub(super) const PROVIDER: &str = "provider";

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fault {
    /// A process ends, and its memory with it; another starts after a while.
    Crash(usize),
    /// A process is stopped, and goes on after a while.
    Pause(usize),
    /// What a server sends to a host, or the other way, does not arrive.
    CutOff(usize, &'static str, Direction),
    /// What they send each other arrives after a while.
    Hold(usize, &'static str),
    /// Nobody reaches the store.
    StoreAway,
    /// The store loses so many changes.
    SetBack(usize),
    /// A clock is set by so many seconds.
    SetClock(usize, i64),
    /// So many of a hundred requests to the provider, and to the store, meet with something.
    Trouble(u32, u32),
    /// Somebody ends all chains.
    Revoke,
}

impl Fault {
    /// Whether the other cannot come while this lasts.
    pub(super) fn excludes(self, other: Fault) -> bool {
        match (self, other) {
            (Fault::Crash(one), Fault::Crash(another)) | (Fault::Pause(one), Fault::Pause(another)) => {
                one == another
            }
            _ => self.link().is_some() && self.link() == other.link(),
        }
    }

    fn link(self) -> Option<(usize, &'static str)> {
        match self {
            Fault::CutOff(server, host, _) | Fault::Hold(server, host) => Some((server, host)),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Direction {
    There,
    Back,
    Both,
}

/// What a fault waits for, so that it comes at the wrong moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cue {
    Nothing,
    /// A claim is in the store.
    Claim,
    /// The provider handed out a pair.
    Grant,
    /// A server has the pair.
    Receipt,
}

impl Cue {
    pub(super) fn is_given_by(self, entry: &Entry) -> bool {
        match self {
            Cue::Nothing => true,
            Cue::Claim => matches!(entry, Entry::Wrote { now, .. } if now.claim.is_some()),
            Cue::Grant => {
                matches!(entry, Entry::Presented { what: Presentation::Granted(_), .. })
                    || matches!(entry, Entry::LoggedIn { granted: Some(_), .. })
            }
            Cue::Receipt => matches!(entry, Entry::Received { .. }),
        }
    }
}

/// A fault comes at its cue, which is looked out for from a moment on, and ends after a while.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) from: Duration,
    pub(super) cue: Cue,
    pub(super) delay: Duration,
    pub(super) fault: Fault,
    pub(super) lasts: Duration,
}

/// The faults of a seed, the first one first.
pub(super) fn plan(setting: &Setting) -> Vec<Planned> {
    let mut chance = setting.chance(102);
    let average = match setting.weather {
        Weather::Fair => return Vec::new(),
        Weather::Clocks => 20_u64,
        Weather::Storm | Weather::SetBacks | Weather::WildSetBacks => 12,
    };
    let mut from = Duration::ZERO;
    let mut faults = first(setting, &mut chance);
    while from < STORM {
        from += Duration::from_millis(chance.random_range(0..2000 * average));
        faults.push(planned(setting, from, &mut chance));
    }
    faults
}

fn first(setting: &Setting, chance: &mut ChaCha8Rng) -> Vec<Planned> {
    let at_once = |fault| Planned {
        from: Duration::ZERO,
        cue: Cue::Nothing,
        delay: Duration::ZERO,
        fault,
        lasts: STORM,
    };
    match setting.weather {
        Weather::Clocks => Vec::new(),
        _ => vec![at_once(Fault::Trouble(chance.random_range(0..50), chance.random_range(0..30)))],
    }
}

fn planned(setting: &Setting, from: Duration, chance: &mut ChaCha8Rng) -> Planned {
    let cues = [Cue::Nothing, Cue::Claim, Cue::Grant, Cue::Receipt];
    let fault = fault(setting, chance);
    let longest = *[2000, 15_000, 40_000].choose(chance).unwrap();
    Planned {
        from,
        cue: *cues.choose(chance).unwrap(),
        delay: Duration::from_millis(*[0, 0, 50, 200, 1000].choose(chance).unwrap()),
        fault,
        lasts: Duration::from_millis(chance.random_range(200..longest)),
    }
}

fn fault(setting: &Setting, chance: &mut ChaCha8Rng) -> Fault {
    let server = chance.random_range(0..setting.servers);
    let host = *[STORE, PROVIDER].choose(chance).unwrap();
    let direction = *[Direction::There, Direction::Back, Direction::Both].choose(chance).unwrap();
    let off = [0, 7, 61, 600, 3600, 86_400].choose(chance).unwrap() * [1, -1].choose(chance).unwrap();
    let changes = chance.random_range(1..5);
    let is_set_back = matches!(setting.weather, Weather::SetBacks | Weather::WildSetBacks);
    loop {
        let fault = match chance.random_range(0..10) {
            _ if setting.weather == Weather::Clocks => Fault::SetClock(server, off),
            // What a server knows of a store that was set back ends with it.
            0 | 1 if !is_set_back => Fault::Crash(server),
            2 | 3 => Fault::Pause(server),
            4 => Fault::CutOff(server, host, direction),
            5 => Fault::Hold(server, host),
            6 => Fault::StoreAway,
            7 | 8 if is_set_back => Fault::SetBack(changes),
            7 => Fault::SetClock(server, off),
            9 => Fault::Revoke,
            _ => continue,
        };
        // A server that holds a pair and cannot tell is as good as dead to the others.
        let breaks_time = matches!(fault, Fault::Pause(_) | Fault::Hold(..) | Fault::CutOff(_, STORE, _));
        if !(breaks_time && setting.is_timely()) {
            return fault;
        }
    }
}
