//! A server that dies within a mutation, and the next one, which has its file of keys and nothing else. Every line of that
//! file is synced, so what dies leaves the file as it is at that moment.

use std::fs;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, join_all, select};
use serde_json::{Value, json};
use signgraph::signnow::Upstream;
use tempfile::TempDir;

use super::case::Case;
use super::cases;
use super::foul;
use super::stage::{Stage, under};
use super::told::Told;
use super::world::World;
use crate::app::{PATIENCE, TestApp};

/// Longer than any test.
const FOREVER: Duration = Duration::from_secs(600);

/// Those that are found by what was known before they were sent.
fn remembered() -> impl Iterator<Item = Case> {
    let marked = |case: &Case| case.field == "createEventSubscription";
    cases::all().into_iter().filter(move |case| case.proof.is_compared() || marked(case))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_done_before_the_death_is_found_and_not_repeated() {
    let cases: Vec<Case> = remembered().collect();
    assert!(cases.len() >= 9, "{}", cases.len());
    join_all(cases.iter().map(async |case| {
        let hangs = json!({ "route": case.route, "answer_latency_ms": millis(FOREVER), "times": 1 });
        let is_done = async |stage: &Stage| (case.is_done)(&stage.glance(case).await);
        let succession = Succession::after(case, hangs, is_done).await;
        let told = succession.ask(case).await;
        assert_eq!(told.outcome, "CONFIRMED_BY_READ", "{}: {told:?}", case.field);
        assert_eq!(told.operation_id, succession.operation_id, "{}", case.field);
        let after = succession.old.glance(case).await;
        let expected = (case.payload.1)(&succession.before, &after);
        assert_eq!(Value::Object(told.changed.clone()), expected, "{}", case.field);

        let again = succession.ask(case).await;
        assert_eq!(again.payload, told.payload, "{}", case.field);
        assert_eq!(succession.old.arrivals(case.route).await.len(), 1, "{}", case.field);
        assert!(after.mails() <= succession.before.mails() + 1, "{}", case.field);
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sent_and_never_arrived_is_not_called_done() {
    let cases: Vec<Case> = remembered().collect();
    join_all(cases.iter().map(async |case| {
        let hangs = json!({ "route": case.route, "latency_ms": millis(FOREVER), "times": 1 });
        let is_sent = async |stage: &Stage| stage.arrivals(case.route).await.len() == 1;
        Succession::after(case, hangs, is_sent).await.is_not_called_done(case, 1).await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_begun_and_never_sent_is_not_called_done() {
    let cases: Vec<Case> = remembered().filter(|case| case.proof.is_compared()).collect();
    join_all(cases.iter().map(async |case| {
        let (route, reads) = (case.proof.route().unwrap(), case.proof.reads_before());
        let hangs = json!({ "route": route, "latency_ms": millis(FOREVER), "times": 1, "skip": reads - 1 });
        let is_looking = async |stage: &Stage| stage.arrivals(route).await.len() == reads as usize;
        Succession::after(case, hangs, is_looking).await.is_not_called_done(case, 0).await;
    }))
    .await;
}

/// A server that has hung since a certain moment, and the next one, with the file as it was then.
struct Succession {
    old: Stage,
    new: Stage,
    before: World,
    input: Value,
    /// As it stands in the file.
    operation_id: String,
    _folder: TempDir,
}

impl Succession {
    /// Asks for a mutation that this fault makes hang, until `has_come` sees the moment.
    async fn after(case: &Case, fault: Value, has_come: impl AsyncFn(&Stage) -> bool) -> Succession {
        let folder = tempfile::tempdir().unwrap();
        let [old_file, new_file] = ["old", "new"].map(|name| folder.path().join(name));
        let old = foul::stage(|config| {
            config.idempotency.file = Some(old_file.clone());
            config.upstream.options.request_timeout = FOREVER;
            config.server.request_timeout = FOREVER;
        })
        .await;
        foul::set_up(&old, case, &[fault]).await;
        let (before, input) = (old.glance(case).await, under("once", old.input(case).await));
        match select(pin!(old.ask(case, input.clone())), pin!(until(&old, has_come))).await {
            Either::Left((told, _)) => panic!("{} does not hang: {told:?}", case.field),
            Either::Right(_) => fs::copy(&old_file, &new_file).unwrap(),
        };
        let new = Stage { app: successor(&old, &new_file).await };
        let operation_id = operation_id(&fs::read_to_string(&new_file).unwrap());
        Succession { old, new, before, input, operation_id, _folder: folder }
    }

    async fn ask(&self, case: &Case) -> Told {
        self.new.ask(case, self.input.clone()).await
    }

    /// Insists that nothing is claimed, and that nothing more is sent. `arrived` calls are there.
    async fn is_not_called_done(&self, case: &Case, arrived: usize) {
        let told = self.ask(case).await;
        assert_eq!(told.outcome, "UNKNOWN", "{}: {told:?}", case.field);
        assert_eq!(told.operation_id, self.operation_id, "{}", case.field);
        assert_eq!(self.old.arrivals(case.route).await.len(), arrived, "{}", case.field);
        assert!(!(case.is_done)(&self.old.glance(case).await), "{}: {told:?}", case.field);
    }
}

/// Another server for the same signNow.
async fn successor(old: &Stage, file: &Path) -> TestApp {
    let upstream = Upstream::parse(&old.app.sandbox(), &[]).unwrap();
    TestApp::start_with(|config| {
        config.upstream.embedded = false;
        config.server.allow_unauthenticated = true;
        config.upstream.options.upstream = upstream;
        config.upstream.confirmation_pause = Duration::from_millis(20);
        config.idempotency.file = Some(file.to_owned());
    })
    .await
}

async fn until(stage: &Stage, has_come: impl AsyncFn(&Stage) -> bool) {
    let come = async {
        let mut looks = tokio::time::interval(Duration::from_millis(50));
        while !has_come(stage).await {
            looks.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, come).await.expect("the moment never came");
}

/// Of the one mutation that a file of keys tells of.
fn operation_id(file: &str) -> String {
    let changes = file.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let begun: Vec<Value> = changes.filter(|change| change["begin"].is_object()).collect();
    assert_eq!(begun.len(), 1, "{file}");
    begun[0]["begin"]["note"]["operation_id"].as_str().unwrap().to_owned()
}

fn millis(length: Duration) -> u64 {
    u64::try_from(length.as_millis()).unwrap()
}
