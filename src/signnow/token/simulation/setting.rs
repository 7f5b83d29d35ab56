//! What a seed stands for: who there is, and how they are disposed.

use std::time::Duration;

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::chain::Recovery;

/// What is done about a refresh token that is presented again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reuse {
    EndsTheChain,
    EndsAllChains,
    IsRefused,
    /// Shortly after it was spent the same answer is given again; later it ends the chain.
    HasGrace,
}

/// How long a token is said to live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stated {
    Truly,
    AsText,
    /// As a moment in unix time.
    AsMoment,
    /// Not at all.
    Nothing,
    /// As a number that is none.
    As(i64),
}

/// What may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weather {
    /// Nothing, but that messages take their time.
    Fair,
    /// Clocks are wrong, and are set.
    Clocks,
    /// Messages, servers, the store and the provider fail; clocks are wrong in some of these.
    Storm,
    /// As above, but no server ends; and the store is set back to what it was, at moments when all servers know what it
    /// loses.
    SetBacks,
    /// As above, at any moment, so that there may be servers that do not know.
    WildSetBacks,
}

#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) seed: u64,
    pub(super) servers: usize,
    pub(super) callers: usize,
    pub(super) recovery: Recovery,
    pub(super) reuse: Reuse,
    /// How long access tokens live.
    pub(super) life: Duration,
    pub(super) stated: Stated,
    /// Whether an access token ends when its successor is handed out.
    pub(super) only_newest: bool,
    pub(super) weather: Weather,
}

/// How long things go wrong.
pub(super) const STORM: Duration = Duration::from_secs(200);
/// How long nothing does, after that.
pub(super) const CALM: Duration = Duration::from_secs(150);
/// How long a request can take: to connect, and to be answered.
pub(super) const CONNECT: Duration = Duration::from_secs(2);
pub(super) const REQUEST: Duration = Duration::from_secs(6);
/// What the protocol makes of these: how long nothing is heard of a claim before nothing more will be.
pub(super) const QUIET: Duration = Duration::from_secs(16);

impl Setting {
    pub(super) fn of_seed(seed: u64) -> Setting {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut pick = |upper: usize| chance.random_range(0..upper);
        let recovery = [Recovery::Login, Recovery::Login, Recovery::Wait, Recovery::Probe][pick(4)];
        let reuse = [Reuse::EndsTheChain, Reuse::EndsAllChains, Reuse::IsRefused, Reuse::HasGrace][pick(4)];
        let life = Duration::from_secs([5, 5, 20, 60, 300][pick(5)]);
        let odd = [
            Stated::AsText,
            Stated::AsMoment,
            Stated::Nothing,
            Stated::As(0),
            Stated::As(-1),
            Stated::As(1_000_000_000_000),
        ];
        let weathers = [
            Weather::Storm,
            Weather::Storm,
            Weather::Storm,
            Weather::SetBacks,
            Weather::SetBacks,
            Weather::WildSetBacks,
            Weather::Clocks,
            Weather::Fair,
        ];
        let weather = weathers[pick(weathers.len())];
        let (servers, callers, only_newest) = (2 + pick(3), 1 + pick(3), pick(2) == 0);
        let is_odd = pick(4) == 0 && weather != Weather::Fair;
        let stated = if is_odd { *odd.choose(&mut chance).unwrap() } else { Stated::Truly };
        Setting { seed, servers, callers, recovery, reuse, life, stated, only_newest, weather }
    }

    /// A source of chance for one of those who take part.
    pub(super) fn chance(&self, part: u64) -> ChaCha8Rng {
        let mut chance = ChaCha8Rng::seed_from_u64(self.seed);
        chance.set_stream(part + 1);
        chance
    }

    /// How long a pair lasts at the least where nothing goes wrong: half of its life, where that is not too short.
    pub(super) fn period(&self) -> Duration {
        let half = Duration::from_secs(30).max(self.life / 2);
        half.min(self.life - self.life / 10)
    }

    /// Whether requests arrive in time or not at all, which is what presenting a token again relies on.
    pub(super) fn is_timely(&self) -> bool {
        self.recovery == Recovery::Probe
    }
}
