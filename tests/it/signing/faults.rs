//! In foul weather: what stands before a call, and what is left of one that nobody knows of. Everything else about lost
//! answers is in `mutations`, for all mutations alike.

use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};

use super::cases::{CASES, Case, Class};
use super::stage::{Stage, World, spare_group};
use super::told::Told;

/// What came of a mutation.
struct Ended {
    told: Told,
    is_done: bool,
    arrivals: usize,
}

/// A graph that keeps no documents, and whose world begins anew for each mutation.
struct Weather {
    stage: Stage,
    before: World,
}

impl Weather {
    async fn begun() -> Weather {
        let stage = Stage::with(|config| config.lifetimes.documents = Duration::ZERO).await;
        let before = stage.world().await;
        Weather { stage, before }
    }

    /// Begins anew, with these faults.
    async fn begin(&self, faults: &[Value]) {
        self.stage.app.begin_anew().await;
        self.stage.app.edit_world(spare_group()).await;
        for fault in faults {
            self.stage.app.fault(fault.clone()).await;
        }
    }

    async fn perform(&self, case: &Case, faults: &[Value]) -> Ended {
        self.begin(faults).await;
        self.ask(case, (case.input)(&self.before)).await
    }

    async fn ask(&self, case: &Case, input: Value) -> Ended {
        let told = self.stage.ask(case.field, input, case.selection()).await;
        look(&self.stage, case, &self.before, told).await
    }
}

/// Holds what was told against world and ledger, which have the last word in any weather.
async fn look(stage: &Stage, case: &Case, before: &World, told: Told) -> Ended {
    let after = stage.world().await;
    let (is_done, arrivals) = ((case.is_done)(&after), stage.arrivals(case.route).await.len());
    let why = format!("{}: {told:?}", case.field);
    assert!(is_done || !told.outcome.starts_with("CONFIRMED"), "claimed and not done: {why}");
    assert!(!is_done || told.outcome != "REJECTED", "rejected and done: {why}");
    let (mails, links) = case.traces;
    let traces = |of: usize| if is_done { of } else { 0 };
    assert_eq!(after.mails().len() - before.mails().len(), traces(mails), "{why}");
    assert_eq!(after.links() - before.links(), traces(links as usize) as u64, "{why}");
    let codes: &[&str] = if told.outcome == "UNKNOWN" { &["OUTCOME_UNKNOWN"] } else { &[] };
    assert!(told.payload.is_null() || told.codes() == codes, "{why}");
    Ended { told, is_done, arrivals }
}

fn at(case: &Case, fault: &Value, times: Option<u32>) -> Value {
    let mut fault = fault.clone();
    fault["route"] = case.route.into();
    if let Some(times) = times {
        fault["times"] = times.into();
    }
    fault
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_to_be_read_first_and_cannot_be_keeps_the_call_from_being_sent() {
    join_all(CASES.iter().map(async |case| {
        let weather = Weather::begun().await;
        let blind = json!({ "route": "GET /document/{document_id}", "status": 500 });
        let Ended { told, arrivals, .. } = weather.perform(case, &[blind]).await;
        let unavailable = (case.field.to_owned(), "UPSTREAM_UNAVAILABLE".to_owned());
        assert_eq!((told.outcome.as_str(), told.failures, arrivals), ("REJECTED", vec![unavailable], 0));
    }))
    .await;
}

/// Under the same key, what nobody knows is looked for and not repeated; also while there is nothing to see.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_of_unknown_outcome_looks_again() {
    join_all(CASES.iter().map(async |case| {
        let weather = Weather::begun().await;
        let loss = at(case, &json!({ "drop": "after_effect" }), None);
        let blind = json!({ "route": "GET /document/{document_id}", "status": 500, "skip": case.reads });
        weather.begin(&[loss, blind]).await;
        let mut input = (case.input)(&weather.before);
        input["idempotencyKey"] = "once".into();
        let ask = async || weather.ask(case, input.clone()).await;
        for _ in 0..2 {
            let Ended { told, is_done, arrivals } = ask().await;
            assert_eq!((told.outcome.as_str(), is_done, arrivals), ("UNKNOWN", true, 1), "{told:?}");
        }
        weather.stage.app.end_faults().await;
        let Ended { told, is_done, arrivals } = ask().await;
        let expected = if case.class == Class::Unseen { "UNKNOWN" } else { "CONFIRMED_BY_READ" };
        assert_eq!((told.outcome.as_str(), is_done, arrivals), (expected, true, 1), "{}", case.field);
        let again = ask().await;
        assert_eq!((again.told.outcome.as_str(), again.arrivals), (expected, 1), "{}", case.field);
    }))
    .await;
}
