//! A caller who hangs up stops nothing that was begun: it is done once, kept under its key, and the cache knows of it.

use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, join_all, select};
use serde_json::json;

use super::case::Case;
use super::cases;
use super::dashboard::DASHBOARD;
use super::stage::{Stage, under};
use crate::app::PATIENCE;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_begun_goes_on_without_its_caller() {
    join_all(cases::all().iter().map(hang_up)).await;
}

/// In milliseconds: long enough for all callers to leave on a machine that is busy with other tests.
const LONG: u64 = 10_000;

async fn hang_up(case: &Case) {
    let stage = Stage::after(&case.edit).await;
    stage.app.ask(DASHBOARD, json!({})).await;
    stage.app.fault(json!({ "route": case.route, "latency_ms": LONG, "times": 1 })).await;
    let input = under("left", stage.input(case).await);
    let asking = Box::pin(stage.ask(case, input.clone()));
    match select(asking, pin!(reached(&stage, case))).await {
        Either::Left((told, _)) => panic!("{}: answered before anyone could leave: {told:?}", case.field),
        Either::Right(((), asking)) => drop(asking),
    }
    assert_eq!(stage.arrivals(case.route).await[0]["effect"], false, "{}: too late to leave", case.field);

    // Whoever asks under the same key waits for the one who is gone.
    let told = stage.ask(case, input).await;
    assert_eq!(told.outcome, "CONFIRMED", "{}: {told:?}", case.field);
    assert_eq!(stage.writes().await, 1, "{}", case.field);
    assert!((case.is_done)(&stage.glance(case).await), "{}", case.field);
    let kept = stage.app.ask(DASHBOARD, json!({})).await;
    assert_eq!(kept.data, stage.app.ask_anew(DASHBOARD, json!({})).await.data, "{}", case.field);
}

/// Completes when the sandbox has been asked to do it.
async fn reached(stage: &Stage, case: &Case) {
    let asked = async {
        let mut looks = tokio::time::interval(Duration::from_millis(100));
        while stage.arrivals(case.route).await.is_empty() {
            looks.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("the sandbox is asked");
}
