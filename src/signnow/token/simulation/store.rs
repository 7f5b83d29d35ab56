//! A store that compares and swaps, on a host of its own, and those who ask it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::future::BoxFuture;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::super::records::Record;
use super::super::vault::{CredentialName, Key, Seal, Sealed, StoreError, TokenStore};
use super::gate::Gate;
use super::ledger::{Entry, Ledger, Snapshot};
use super::network::{Patience, ask, serve};
use super::setting::Setting;

pub(super) fn name() -> CredentialName {
    CredentialName::of("client/ada@example.test", "https://signnow.test")
}

pub(super) fn seal() -> Seal {
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_owned();
    Seal::new(Key::from_base64(&key.into()).unwrap(), Vec::new())
}

fn snapshot(sealed: &Sealed) -> Snapshot {
    let (_, content) = seal().open(&name(), sealed).unwrap();
    Snapshot::of(&serde_json::from_slice::<Record>(&content).unwrap())
}

/// What the host keeps: one record, and all that it ever was.
pub(super) struct Store {
    ledger: Ledger,
    chance: ChaCha8Rng,
    versions: Vec<Sealed>,
    /// How many reasons there are for it to answer nobody.
    absent: usize,
    /// How many of a hundred requests wait.
    pub(super) trouble: u32,
}

impl Store {
    pub(super) fn new(setting: &Setting, ledger: Ledger) -> Store {
        Store { ledger, chance: setting.chance(101), versions: Vec::new(), absent: 0, trouble: 0 }
    }

    pub(super) fn leave(&mut self) {
        self.absent += 1;
        if self.absent == 1 {
            self.ledger.note(Entry::StoreLeft);
        }
    }

    pub(super) fn come_back(&mut self) {
        self.absent -= 1;
        if self.absent == 0 {
            self.ledger.note(Entry::StoreCameBack);
        }
    }

    /// The last changes are lost.
    pub(super) fn set_back(&mut self, changes: usize) {
        self.versions.truncate(self.versions.len().saturating_sub(changes));
        self.ledger.note(Entry::SetBack { to: self.now() });
    }

    pub(super) fn now(&self) -> Option<Snapshot> {
        self.versions.last().map(snapshot)
    }

    fn answer(&mut self, question: &Value) -> Option<Value> {
        if self.absent > 0 {
            return None;
        }
        if question["ask"] == "read" {
            return Some(json!({ "record": self.versions.last().map(encoded) }));
        }
        let (expected, next) = (decoded(&question["expected"]), decoded(&question["next"]).unwrap());
        let is_expected = self.versions.last() == expected.as_ref();
        if is_expected {
            let server = usize::try_from(question["from"].as_u64().unwrap()).unwrap();
            self.ledger.note(Entry::Wrote { server, now: snapshot(&next) });
            self.versions.push(next);
        }
        Some(json!({ "swapped": is_expected }))
    }

    fn delay(&mut self) -> Duration {
        let is_slow = self.chance.random_range(0..100) < self.trouble;
        if is_slow { Duration::from_millis(self.chance.random_range(0..3500)) } else { Duration::ZERO }
    }
}

/// The host.
pub(super) async fn run(store: Arc<Mutex<Store>>) -> turmoil::Result {
    serve(move |question| {
        let store = Arc::clone(&store);
        async move {
            let (before, after) = {
                let mut store = store.lock().unwrap();
                (store.delay(), store.delay())
            };
            sleep(before).await;
            let answer = store.lock().unwrap().answer(&question);
            sleep(after).await;
            answer
        }
    })
    .await
}

/// The store as a server sees it.
pub(super) struct RemoteStore {
    pub(super) server: usize,
    pub(super) gate: Gate,
    pub(super) ledger: Ledger,
}

const PATIENCE: Patience = Patience { connect: Duration::from_secs(2), answer: Duration::from_secs(5) };

impl RemoteStore {
    async fn ask(&self, question: Value) -> Result<Value, StoreError> {
        self.gate.pass().await;
        let answer = ask("store", &question, PATIENCE).await;
        self.gate.pass().await;
        answer.map_err(|_| StoreError::Other("it does not answer".to_owned()))
    }

    fn saw(&self, sealed: &Sealed) {
        self.ledger.note(Entry::Saw { server: self.server, what: snapshot(sealed) });
    }
}

impl TokenStore for RemoteStore {
    fn read<'a>(&'a self, _: &'a CredentialName) -> BoxFuture<'a, Result<Option<Sealed>, StoreError>> {
        Box::pin(async move {
            let answer = self.ask(json!({ "ask": "read", "from": self.server })).await?;
            let record = decoded(&answer["record"]);
            record.iter().for_each(|record| self.saw(record));
            Ok(record)
        })
    }

    fn swap<'a>(
        &'a self,
        _: &'a CredentialName,
        expected: Option<&'a Sealed>,
        next: Option<&'a Sealed>,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let (expected, new) = (expected.map(encoded), next.map(encoded));
            let question = json!({ "ask": "swap", "from": self.server, "expected": expected, "next": new });
            let swapped = self.ask(question).await?["swapped"] == true;
            next.filter(|_| swapped).into_iter().for_each(|next| self.saw(next));
            Ok(swapped)
        })
    }
}

fn encoded(sealed: &Sealed) -> String {
    STANDARD.encode(sealed.as_bytes())
}

fn decoded(text: &Value) -> Option<Sealed> {
    text.as_str().map(|text| Sealed::from_bytes(STANDARD.decode(text).unwrap()))
}
