//! Random interleavings of callers, held against a model that is simple enough to be believed.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};
use futures::poll;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use signgraph::idempotency::{Claim, Fingerprint, StoreError, Ticket};

use super::stage::{Seen, Stage, of_ada};
use crate::app::PATIENCE;
use crate::support::RedisServer;

/// Something that happens. Callers are numbered; one that is busy claims nothing, one that is idle ends nothing.
#[derive(Clone, Copy, Debug)]
enum Step {
    Claim { caller: usize, key: usize, input: usize },
    Note { caller: usize },
    Finish { caller: usize },
    Withdraw { caller: usize },
    Leave { caller: usize },
    Wait { seconds: i64 },
    Restart,
}

fn step(backwards: bool) -> impl Strategy<Value = Step> {
    let caller = 0..CALLERS;
    let seconds = if backwards { vec![-1000, 1200, 3600] } else { vec![1200, 3600] };
    prop_oneof![
        6 => (caller.clone(), 0..KEYS, 0..2usize)
            .prop_map(|(caller, key, input)| Step::Claim { caller, key, input }),
        3 => caller.clone().prop_map(|caller| Step::Note { caller }),
        4 => caller.clone().prop_map(|caller| Step::Finish { caller }),
        2 => caller.clone().prop_map(|caller| Step::Withdraw { caller }),
        2 => caller.prop_map(|caller| Step::Leave { caller }),
        2 => prop::sample::select(seconds).prop_map(|seconds| Step::Wait { seconds }),
        1 => Just(Step::Restart),
    ]
}

const CALLERS: usize = 5;

/// One more than there is room for.
const KEYS: usize = 4;

/// What the documentation promises, with plain numbers for everything.
#[derive(Default)]
struct Model {
    records: BTreeMap<usize, Record>,
    working: HashMap<usize, usize>,
    /// Callers with their inputs and first notes.
    waiting: HashMap<usize, VecDeque<(usize, usize, u64)>>,
    now: i64,
    /// Whether records end by themselves, or only when somebody begins.
    ends_them: bool,
}

struct Record {
    input: usize,
    since: i64,
    note: u64,
    result: Option<u64>,
}

impl Model {
    /// Lets those begin whose turn it is, and tells what each of them finds.
    fn turns(&mut self, key: usize) -> Vec<(usize, Seen)> {
        let mut told = Vec::new();
        while !self.working.values().any(|worked_on| *worked_on == key) {
            let Some((caller, input, note)) = self.waiting.entry(key).or_default().pop_front() else { break };
            let seen = self.begin(key, input, note);
            if matches!(seen, Seen::First | Seen::Unfinished(_)) {
                self.working.insert(caller, key);
            }
            told.push((caller, seen));
        }
        told
    }

    fn begin(&mut self, key: usize, input: usize, note: u64) -> Seen {
        self.end();
        let now = self.now;
        match self.records.get(&key) {
            Some(record) if record.input != input => Seen::OtherInput,
            Some(Record { result: Some(result), .. }) => Seen::Finished(json!(result)),
            Some(record) => Seen::Unfinished(json!(record.note)),
            None if self.records.len() == 3 => Seen::Full,
            None => {
                self.records.insert(key, Record { input, since: now, note, result: None });
                Seen::First
            }
        }
    }

    /// Forgets what was kept long enough.
    fn end(&mut self) {
        self.records.retain(|_, record| self.now - record.since < 3600);
    }

    /// Whether there is something to note it in.
    fn note(&mut self, key: usize, note: u64) -> bool {
        self.records.get_mut(&key).map(|record| record.note = note).is_some()
    }

    /// Whether there is something to finish.
    fn finish(&mut self, key: usize, result: u64) -> bool {
        self.records.get_mut(&key).map(|record| record.result = Some(result)).is_some()
    }
}

/// The real thing beside the model.
struct Play {
    stage: Stage,
    model: Model,
    tickets: HashMap<usize, Ticket>,
    claims: HashMap<usize, BoxFuture<'static, Result<Claim, StoreError>>>,
    /// How many notes and results were given so far; all differ.
    given: u64,
}

impl Play {
    fn new(stage: Stage) -> Play {
        let (tickets, claims) = (HashMap::new(), HashMap::new());
        let model = Model { ends_them: stage.redis.is_some(), ..Model::default() };
        Play { stage, model, tickets, claims, given: 0 }
    }

    async fn step(&mut self, step: Step) {
        match step {
            Step::Claim { caller, key, input } => self.claim(caller, key, input).await,
            Step::Note { caller } => self.note(caller).await,
            Step::Finish { caller } => self.finish(caller).await,
            Step::Withdraw { caller } => self.withdraw(caller).await,
            Step::Leave { caller } => self.leave(caller).await,
            Step::Wait { seconds } => {
                self.stage.clock.turn(seconds);
                self.model.now += seconds;
                if self.model.ends_them {
                    self.model.end();
                }
            }
            Step::Restart => {}
        }
        for claim in self.claims.values_mut() {
            assert!(poll!(claim).is_pending(), "somebody else works under the key");
        }
    }

    async fn claim(&mut self, caller: usize, key: usize, input: usize) {
        if self.claims.contains_key(&caller) || self.tickets.contains_key(&caller) {
            return;
        }
        self.given += 1;
        let (keys, note) = (self.stage.keys.clone(), self.given);
        let claim = async move {
            keys.claim(&of_ada(&key.to_string()), &Fingerprint::of(&input.to_be_bytes()), json!(note)).await
        };
        let mut claim = claim.boxed();
        // Its place in the queue is that of the first poll; what is found at once is kept for the comparison.
        let claim = match poll!(&mut claim) {
            std::task::Poll::Ready(found) => std::future::ready(found).boxed(),
            std::task::Poll::Pending => claim,
        };
        self.claims.insert(caller, claim);
        self.model.waiting.entry(key).or_default().push_back((caller, input, note));
        self.compare(key).await;
    }

    async fn note(&mut self, caller: usize) {
        let Some(ticket) = self.tickets.get(&caller) else { return };
        self.given += 1;
        let noted = ticket.notes().keep(json!(self.given)).await;
        match self.model.note(self.model.working[&caller], self.given) {
            true => noted.unwrap(),
            false => assert!(matches!(noted, Err(StoreError::NotBegun))),
        }
    }

    async fn finish(&mut self, caller: usize) {
        let Some(ticket) = self.tickets.remove(&caller) else { return };
        self.given += 1;
        let key = self.model.working.remove(&caller).unwrap();
        let finished = ticket.finish(json!(self.given)).await;
        match self.model.finish(key, self.given) {
            true => finished.unwrap(),
            false => assert!(matches!(finished, Err(StoreError::NotBegun))),
        }
        self.compare(key).await;
    }

    async fn withdraw(&mut self, caller: usize) {
        let Some(ticket) = self.tickets.remove(&caller) else { return };
        let key = self.model.working.remove(&caller).unwrap();
        ticket.withdraw().await.unwrap();
        self.model.records.remove(&key);
        self.compare(key).await;
    }

    /// Drops a ticket, or stops waiting for one.
    async fn leave(&mut self, caller: usize) {
        drop((self.tickets.remove(&caller), self.claims.remove(&caller)));
        for waiting in self.model.waiting.values_mut() {
            waiting.retain(|(waiter, ..)| *waiter != caller);
        }
        if let Some(key) = self.model.working.remove(&caller) {
            self.compare(key).await;
        }
    }

    /// Whoever is told something according to the model is told just that.
    async fn compare(&mut self, key: usize) {
        for (caller, expected) in self.model.turns(key) {
            let claim = self.claims.remove(&caller).unwrap();
            let claim = tokio::time::timeout(PATIENCE, claim).await.expect("it is this caller's turn");
            assert_eq!(Seen::of(&claim), expected);
            if let Ok(Claim::First(ticket) | Claim::Unfinished(ticket, _)) = claim {
                self.tickets.insert(caller, ticket);
            }
        }
    }

    /// Everybody goes, and another process begins with what is left.
    async fn restart(self) -> Play {
        let Play { stage, model, tickets, claims, given } = self;
        drop((tickets, claims));
        let model = Model { working: HashMap::new(), waiting: HashMap::new(), ..model };
        let (tickets, claims) = (HashMap::new(), HashMap::new());
        Play { stage: stage.restart().await, model, tickets, claims, given }
    }
}

async fn play(stage: Stage, steps: Vec<Step>) {
    let mut play = Play::new(stage);
    for step in steps {
        play.step(step).await;
        if matches!(step, Step::Restart) {
            play = play.restart().await;
        }
    }
}

fn run(steps: Vec<Step>, stage: impl Future<Output = Stage>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { play(stage.await, steps).await });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn claims_on_memory_follow_the_model(steps in prop::collection::vec(step(true), 0..80)) {
        run(steps, Stage::in_memory());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    // A clock that goes backwards over a restart can bring back what had expired: the file still has its lines.
    #[test]
    fn claims_on_a_file_follow_the_model(steps in prop::collection::vec(step(false), 0..80)) {
        run(steps, Stage::in_a_file());
    }
}

/// A restart leaves nothing to wait for but what its end let go of, as the other server is told.
#[test]
fn claims_on_redis_follow_the_model() {
    let server = Arc::new(RedisServer::start());
    server.sync_nothing();
    let options = ProptestConfig { cases: 24, ..ProptestConfig::default() };
    let steps = prop::collection::vec(step(false), 0..80);
    let ran = TestRunner::new(options).run(&steps, |steps| {
        assert_eq!(server.ask("FLUSHALL"), "+OK");
        run(steps, Stage::over(Arc::clone(&server)));
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
}
