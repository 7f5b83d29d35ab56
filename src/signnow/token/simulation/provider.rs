//! A strict provider of single-use refresh tokens, and the API that its access tokens open.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::ledger::{Entry, Ledger, Presentation, Token};
use super::network::serve;
use super::setting::{REQUEST, Reuse, Setting, Stated};

/// Where the simulation begins, in unix seconds.
pub(super) const EPOCH: i64 = 1_800_000_000;

const GRACE: Duration = Duration::from_secs(20);

pub(super) struct Provider {
    setting: Setting,
    ledger: Ledger,
    chance: ChaCha8Rng,
    chains: Vec<Chain>,
    /// How many of a hundred requests something happens to.
    pub(super) trouble: u32,
}

struct Chain {
    is_alive: bool,
    /// When each pair was handed out.
    granted_at: Vec<Duration>,
}

/// What happens to a request.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    IsAnswered,
    /// It is not looked at.
    GetsStatus(u16),
    BreaksBefore,
    /// It is looked at, and the answer is another one, or none.
    BreaksAfter,
    GetsStatusAfter(u16),
    GetsNonsenseAfter,
}

impl Provider {
    pub(super) fn new(setting: &Setting, ledger: Ledger) -> Provider {
        let chance = setting.chance(100);
        Provider { setting: setting.clone(), ledger, chance, chains: Vec::new(), trouble: 0 }
    }

    /// Somebody ends all chains: a password was changed.
    pub(super) fn revoke_all(&mut self) {
        self.chains.iter_mut().for_each(|chain| chain.is_alive = false);
        self.ledger.note(Entry::Revoked);
    }

    fn log_in(&mut self) -> Token {
        self.chains.push(Chain { is_alive: true, granted_at: vec![now()] });
        Token { chain: self.chains.len() - 1, place: 0 }
    }

    fn refresh(&mut self, token: Token) -> Presentation {
        let Some(chain) = self.chains.get_mut(token.chain) else { return Presentation::Refused };
        if !chain.is_alive {
            return Presentation::Refused;
        }
        let next = Token { place: token.place + 1, ..token };
        if chain.granted_at.len() == next.place {
            chain.granted_at.push(now());
            return Presentation::Granted(next);
        }
        let is_last = chain.granted_at.len() == next.place + 1;
        let is_fresh = is_last && now() < chain.granted_at[next.place] + GRACE;
        match self.setting.reuse {
            Reuse::HasGrace if is_fresh => return Presentation::Granted(next),
            Reuse::IsRefused => return Presentation::Refused,
            Reuse::EndsAllChains => self.chains.iter_mut().for_each(|chain| chain.is_alive = false),
            Reuse::EndsTheChain | Reuse::HasGrace => chain.is_alive = false,
        }
        Presentation::EndedTheChain
    }

    fn accepts(&self, pair: Token) -> bool {
        self.chains.get(pair.chain).is_some_and(|chain| {
            let is_newest = chain.granted_at.len() == pair.place + 1;
            let lives = chain.granted_at.get(pair.place).is_some_and(|at| now() < *at + self.setting.life);
            chain.is_alive && lives && (is_newest || !self.setting.only_newest)
        })
    }

    fn fate(&mut self) -> (Duration, Fate) {
        if self.chance.random_range(0..100) >= self.trouble {
            return (Duration::ZERO, Fate::IsAnswered);
        }
        let delay = REQUEST.mul_f64(self.chance.random::<f64>() * 1.2);
        let fates = [
            Fate::IsAnswered,
            Fate::GetsStatus(429),
            Fate::GetsStatus(503),
            Fate::BreaksBefore,
            Fate::BreaksAfter,
            Fate::BreaksAfter,
            Fate::GetsStatusAfter(500),
            Fate::GetsNonsenseAfter,
        ];
        (delay, fates[self.chance.random_range(0..fates.len())])
    }

    /// A token request that is looked at; the answer that is meant for whoever sent it.
    fn grant(&mut self, server: usize, presented: Option<Token>) -> Value {
        let granted = match presented {
            Some(token) => {
                let what = self.refresh(token);
                self.ledger.note(Entry::Presented { server, token, what });
                if let Presentation::Granted(pair) = what { Some(pair) } else { None }
            }
            None => {
                let pair = self.log_in();
                self.ledger.note(Entry::LoggedIn { server, granted: Some(pair) });
                Some(pair)
            }
        };
        granted.map_or_else(refused, |pair| {
            let body = json!({
                "access_token": pair.text("access"),
                "refresh_token": pair.text("refresh"),
                "expires_in": self.stated_life(),
            });
            json!({ "status": 200, "body": body.to_string() })
        })
    }

    fn stated_life(&self) -> Value {
        let life = i64::try_from(self.setting.life.as_secs()).unwrap();
        match self.setting.stated {
            Stated::Truly => json!(life),
            Stated::AsText => json!(life.to_string()),
            Stated::AsMoment => json!(EPOCH + i64::try_from(now().as_secs()).unwrap() + life),
            Stated::Nothing => Value::Null,
            Stated::As(number) => json!(number),
        }
    }

    fn turn_away(&self, server: usize, presented: Option<Token>) {
        self.ledger.note(match presented {
            Some(token) => Entry::Presented { server, token, what: Presentation::TurnedAway },
            None => Entry::LoggedIn { server, granted: None },
        });
    }
}

/// The host.
pub(super) async fn run(provider: Arc<Mutex<Provider>>) -> turmoil::Result {
    serve(move |question| {
        let provider = Arc::clone(&provider);
        async move {
            match question["ask"].as_str() {
                Some("api") => Some(open(&provider, &question)),
                _ => hand_out(&provider, &question).await,
            }
        }
    })
    .await
}

fn open(provider: &Mutex<Provider>, question: &Value) -> Value {
    let provider = provider.lock().unwrap();
    let pair = token(question).unwrap();
    let accepted = provider.accepts(pair);
    provider.ledger.note(Entry::Used { server: server(question), pair, accepted });
    json!({ "status": if accepted { 200 } else { 401 } })
}

async fn hand_out(provider: &Mutex<Provider>, question: &Value) -> Option<Value> {
    let (server, presented) = (server(question), token(question));
    let (delay, fate) = provider.lock().unwrap().fate();
    sleep(delay).await;
    let mut provider = provider.lock().unwrap();
    if matches!(fate, Fate::GetsStatus(_) | Fate::BreaksBefore) {
        provider.turn_away(server, presented);
    }
    match fate {
        Fate::BreaksBefore => None,
        Fate::GetsStatus(status) => {
            let asked = provider.chance.random_range(0..20_u32).to_string();
            Some(json!({ "status": status, "retry_after": asked, "body": "{}" }))
        }
        Fate::IsAnswered => Some(provider.grant(server, presented)),
        Fate::BreaksAfter => {
            provider.grant(server, presented);
            None
        }
        Fate::GetsStatusAfter(status) => {
            provider.grant(server, presented);
            Some(json!({ "status": status, "body": "{}" }))
        }
        Fate::GetsNonsenseAfter => {
            provider.grant(server, presented);
            Some(json!({ "status": 200, "body": "<html>" }))
        }
    }
}

fn refused() -> Value {
    json!({ "status": 400, "body": json!({ "error": "invalid_grant", "code": 1537 }).to_string() })
}

fn server(question: &Value) -> usize {
    usize::try_from(question["from"].as_u64().unwrap()).unwrap()
}

fn token(question: &Value) -> Option<Token> {
    question["token"].as_str().and_then(Token::parse)
}

fn now() -> Duration {
    turmoil::sim_elapsed().unwrap()
}
