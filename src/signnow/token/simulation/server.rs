//! A server: the product's own writer of tokens, and callers who use what it hands out.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::{BoxFuture, join_all};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::super::access::AccessToken;
use super::super::authorization_server::AuthorizationServer;
use super::super::chance::Chance;
use super::super::endpoint::{Failure, Grant, read};
use super::super::fetcher::Fetcher;
use super::super::password::Means;
use super::super::records::Records;
use super::super::tokens::Tokens;
use super::super::vault::SealedStore;
use super::gate::Gate;
use super::ledger::{Entry, Ledger, Token};
use super::network::{Lost, Patience, ask};
use super::provider::EPOCH;
use super::setting::{CONNECT, REQUEST, Setting};
use super::store::{RemoteStore, name, seal};
use crate::signnow::clock::Clock;
use crate::signnow::error::{Error, ErrorKind, Reason};
use crate::signnow::transport::Answer;

/// What outlives a process.
#[derive(Clone)]
pub(super) struct Machine {
    pub(super) number: usize,
    pub(super) setting: Setting,
    pub(super) ledger: Ledger,
    pub(super) gate: Gate,
    pub(super) clock: MachineClock,
    /// How many processes there were.
    pub(super) starts: Arc<AtomicU64>,
}

/// A clock that is off by so many seconds.
#[derive(Clone, Default)]
pub(super) struct MachineClock(pub(super) Arc<AtomicI64>);

impl Clock for MachineClock {
    fn now(&self) -> DateTime<Utc> {
        let elapsed = TimeDelta::from_std(turmoil::sim_elapsed().unwrap()).unwrap();
        let off = TimeDelta::seconds(self.0.load(Ordering::Relaxed));
        DateTime::from_timestamp(EPOCH, 0).unwrap() + elapsed + off
    }
}

impl Machine {
    pub(super) fn new(number: usize, setting: &Setting, ledger: &Ledger) -> Machine {
        Machine {
            number,
            setting: setting.clone(),
            ledger: ledger.clone(),
            gate: Gate::default(),
            clock: MachineClock::default(),
            starts: Arc::default(),
        }
    }

    pub(super) fn host(&self) -> String {
        format!("server-{}", self.number)
    }

    pub(super) fn store(&self) -> SealedStore {
        let (server, gate, ledger) = (self.number, self.gate.clone(), self.ledger.clone());
        SealedStore::new(Arc::new(RemoteStore { server, gate, ledger }), seal())
    }

    /// The process.
    pub(super) async fn run(self) -> turmoil::Result {
        self.ledger.note(Entry::Started { server: self.number });
        let start = self.starts.fetch_add(1, Ordering::Relaxed);
        let seed = self.setting.seed << 16 ^ (self.number as u64) << 8 ^ start;
        let chance = Chance::of_seed(seed);
        let clock = Arc::new(self.clock.clone());
        let provider = RemoteProvider { machine: self.clone() };
        let records = Records::new(self.store(), name());
        let fetcher = Fetcher::new(
            records,
            Box::new(provider),
            Arc::clone(&clock) as Arc<dyn Clock>,
            chance.clone(),
            Means::of_tests(self.setting.recovery),
            CONNECT + REQUEST,
        );
        let tokens = Tokens::of_chain(fetcher, clock, chance.clone())?;
        let callers = (0..self.setting.callers).map(|_| self.call(&tokens, Chance::of_seed(chance.number())));
        join_all(callers).await;
        Ok(())
    }

    /// A caller, who calls now and then, and does not always wait for the answer.
    async fn call(&self, tokens: &Tokens, chance: Chance) {
        loop {
            sleep(chance.below(Duration::from_secs(6))).await;
            let patience = if chance.number().is_multiple_of(4) {
                chance.below(Duration::from_secs(2))
            } else {
                Duration::from_secs(30)
            };
            let _given_up = timeout(patience, self.use_token(tokens)).await;
        }
    }

    /// As the client does it: a token that is refused is replaced, once.
    async fn use_token(&self, tokens: &Tokens) -> Result<(), Error> {
        let token = tokens.current().await?;
        if self.is_let_in(&token).await || !tokens.renew(&token).await? {
            return Ok(());
        }
        let token = tokens.current().await?;
        self.is_let_in(&token).await;
        Ok(())
    }

    /// Whether the API knows the token; no answer is as good as a yes.
    async fn is_let_in(&self, token: &AccessToken) -> bool {
        self.gate.pass().await;
        let header = token.header();
        let bearer = header.to_str().unwrap().trim_start_matches("Bearer ");
        let question = json!({ "ask": "api", "from": self.number, "token": bearer });
        let answer = ask("provider", &question, PATIENCE).await;
        let status = answer.ok().and_then(|answer| answer["status"].as_u64());
        status != Some(401)
    }
}

const PATIENCE: Patience = Patience { connect: CONNECT, answer: REQUEST };

/// The token endpoint as a server sees it.
struct RemoteProvider {
    machine: Machine,
}

impl RemoteProvider {
    async fn ask(&self, question: Value, otherwise: Reason, now: DateTime<Utc>) -> Result<Grant, Failure> {
        self.machine.gate.pass().await;
        let answer = ask("provider", &question, PATIENCE).await;
        self.machine.gate.pass().await;
        let answer = answer.map_err(|lost| match lost {
            Lost::NotSent => Failure::NotSpent(Error::new(ErrorKind::Unavailable)),
            Lost::Unknown => Failure::Unknown(Error::new(ErrorKind::Timeout)),
        })?;
        let answer = Answer {
            status: u16::try_from(answer["status"].as_u64().unwrap()).unwrap(),
            retry_after: answer["retry_after"].as_str().map(str::to_owned),
            body: answer["body"].as_str().unwrap().as_bytes().to_vec(),
        };
        let grant = read(&answer, otherwise, now)?;
        let pair = grant.refresh_token.as_ref().and_then(|token| Token::parse(token.expose_secret()));
        self.machine.ledger.note(Entry::Received { server: self.machine.number, pair: pair.unwrap() });
        Ok(grant)
    }
}

impl AuthorizationServer for RemoteProvider {
    fn refresh<'a>(
        &'a self,
        token: &'a SecretString,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Grant, Failure>> {
        let (from, token) = (self.machine.number, token.expose_secret());
        Box::pin(self.ask(json!({ "ask": "token", "from": from, "token": token }), Reason::RefreshToken, now))
    }

    fn login<'a>(&'a self, _: &'a SecretString, now: DateTime<Utc>) -> BoxFuture<'a, Result<Grant, Failure>> {
        Box::pin(self.ask(json!({ "ask": "token", "from": self.machine.number }), Reason::Login, now))
    }
}
