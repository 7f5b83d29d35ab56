//! In foul weather: nothing happens twice that must not, and no outcome is false.

use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};

use super::case::{Case, Class, Proof};
use super::cases;
use super::foul::{self, Ended};
use super::stage::effects;

/// A way to lose an answer, and whether the call had been carried out by then.
type Loss = (Value, bool);

/// Every way ends at the same door, which the tests of the client try with all of them.
fn losses() -> Vec<Loss> {
    vec![
        (json!({ "drop": "before_effect" }), false),
        (json!({ "drop": "after_effect" }), true),
        (json!({ "status": 200, "body": "{\"data\":{\"id\":\"", "effect": true }), true),
    ]
}

/// The plainest of them.
fn drops() -> Vec<Loss> {
    losses().into_iter().filter(|(fault, _)| fault["drop"].is_string()).collect()
}

/// The fault, at the call that does it.
fn at(case: &Case, fault: &Value, times: Option<u32>) -> Value {
    let mut fault = fault.clone();
    fault["route"] = case.route.into();
    if let Some(times) = times {
        fault["times"] = times.into();
    }
    fault
}

/// Every read that could tell of the effect fails, once the call was sent.
fn blind(case: &Case) -> Option<Value> {
    let skip = case.proof.reads_before();
    case.proof.route().map(|route| json!({ "route": route, "status": 500, "skip": skip }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_looked_for_and_never_guessed() {
    join_all(cases::all().iter().map(async |case| {
        let stage = foul::stage(|_| {}).await;
        for (fault, has_effect) in losses() {
            let ended = foul::perform(&stage, case, &[at(case, &fault, Some(1))]).await;
            let why = format!("{} {fault}: {:?}", case.field, ended.told);
            assert_eq!(ended.told.outcome, after_loss(case, has_effect), "{why}");
            assert_eq!(ended.is_done, has_effect || ended.told.claims_it_is_done(), "{why}");
            let repeated = usize::from(ended.told.outcome == "CONFIRMED");
            assert_eq!(ended.arrivals.len(), 1 + repeated, "{why}");
            assert_eq!(effects(&ended.arrivals), usize::from(has_effect) + repeated, "{why}");
        }
    }))
    .await;
}

/// What is known after an answer that was lost once.
fn after_loss(case: &Case, has_effect: bool) -> &'static str {
    match (case.class, case.proof) {
        (Class::Idempotent, Proof::Nothing) => "CONFIRMED",
        (_, Proof::Nothing) => "UNKNOWN",
        _ if has_effect => "CONFIRMED_BY_READ",
        (class, _) if class.may_repeat() => "CONFIRMED",
        _ => "UNKNOWN",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nothing_can_be_read_nothing_is_claimed() {
    join_all(cases::all().iter().map(async |case| {
        let Some(blind) = blind(case) else { return };
        let stage = foul::stage(|_| {}).await;
        for ((fault, has_effect), times) in drops().into_iter().zip([Some(1), None]) {
            let ended = foul::perform(&stage, case, &[at(case, &fault, times), blind.clone()]).await;
            let why = format!("{} {fault} {times:?}: {:?}", case.field, ended.told);
            // A second call of this class is harmless, and its answer is as good as the first one's.
            let repeats = case.class == Class::Idempotent;
            let expected = if repeats && times == Some(1) { "CONFIRMED" } else { "UNKNOWN" };
            assert_eq!(ended.told.outcome, expected, "{why}");
            assert_eq!(ended.is_done, has_effect || expected == "CONFIRMED", "{why}");
            assert_eq!(ended.arrivals.len(), if repeats { 2 } else { 1 }, "{why}");
        }
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_that_lasts_is_not_beaten_upon() {
    join_all(cases::all().iter().map(async |case| {
        let stage = foul::stage(|_| {}).await;
        for (fault, has_effect) in drops() {
            let ended = foul::perform(&stage, case, &[at(case, &fault, None)]).await;
            let why = format!("{} {fault}: {:?}", case.field, ended.told);
            let is_seen = has_effect && case.proof != Proof::Nothing;
            assert_eq!(ended.told.outcome, if is_seen { "CONFIRMED_BY_READ" } else { "UNKNOWN" }, "{why}");
            let is_absent = !has_effect && case.proof != Proof::Nothing;
            let repeats =
                case.class.may_repeat() && (is_absent || case.class == Class::Idempotent && !is_seen);
            assert_eq!(ended.arrivals.len(), if repeats { 2 } else { 1 }, "{why}");
        }
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_comes_too_late_is_a_lost_one() {
    join_all(cases::all().iter().map(async |case| {
        // Long enough for every other call on a machine that is busy with other tests.
        let stage = foul::stage(|config| config.upstream.options.request_timeout = PATIENCE).await;
        let fault = json!({ "answer_latency_ms": 60_000, "times": 1 });
        let ended = foul::perform(&stage, case, &[at(case, &fault, None)]).await;
        assert_eq!(ended.told.outcome, after_loss(case, true), "{}: {:?}", case.field, ended.told);
        assert!(ended.is_done, "{}", case.field);
    }))
    .await;
}

const PATIENCE: Duration = Duration::from_secs(8);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_arrives_after_all_does_no_harm() {
    join_all(cases::all().iter().map(async |case| {
        let stage = foul::stage(|config| config.upstream.options.request_timeout = PATIENCE).await;
        let fault = json!({ "latency_ms": 2 * PATIENCE.as_millis() as u64, "times": 1 });
        let ended = foul::perform(&stage, case, &[at(case, &fault, None)]).await;
        assert_eq!(ended.told.outcome, after_loss(case, false), "{}: {:?}", case.field, ended.told);
        let late = foul::once_settled(&stage, case, ended.told).await;
        assert!(late.is_done, "{}", case.field);
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_certainly_was_not_done_says_so() {
    join_all(cases::all().iter().map(async |case| {
        let stage = foul::stage(|_| {}).await;
        for (fault, code) in [
            (json!({ "status": 402 }), "PLAN_REQUIRED"),
            (json!({ "status": 429, "retry_after": 3600 }), "RATE_LIMITED"),
        ] {
            let ended = foul::perform(&stage, case, &[at(case, &fault, None)]).await;
            assert_eq!(ended.told.outcome, "REJECTED", "{} {fault}: {:?}", case.field, ended.told);
            assert_eq!(ended.told.failures, [(case.field.to_owned(), code.to_owned())], "{fault}");
            assert_eq!(ended.arrivals.len(), 1, "{} {fault}", case.field);
        }
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_passes_is_waited_for() {
    join_all(cases::all().iter().map(async |case| {
        let stage = foul::stage(|_| {}).await;
        for fault in [json!({ "status": 429, "retry_after": 0 }), json!({ "expire_tokens": true })] {
            let ended = foul::perform(&stage, case, &[at(case, &fault, Some(1))]).await;
            assert_eq!(ended.told.outcome, "CONFIRMED", "{} {fault}: {:?}", case.field, ended.told);
            assert!(ended.is_done && effects(&ended.arrivals) == 1, "{} {fault}", case.field);
        }
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_to_be_read_first_and_cannot_be_keeps_the_call_from_being_sent() {
    join_all(cases::all().iter().map(async |case| {
        let Some(route) = read_first(case) else { return };
        let stage = foul::stage(|_| {}).await;
        let Ended { told, arrivals, .. } =
            foul::perform(&stage, case, &[json!({ "route": route, "status": 500 })]).await;
        let unavailable = (case.field.to_owned(), "UPSTREAM_UNAVAILABLE".to_owned());
        assert_eq!((told.outcome.as_str(), told.failures), ("REJECTED", vec![unavailable]));
        assert!(arrivals.is_empty(), "{}: {arrivals:?}", case.field);
    }))
    .await;
}

/// What is read before the call is sent: what to compare with, or who is to answer an invitation.
fn read_first(case: &Case) -> Option<&'static str> {
    match case.proof.reads_before() {
        0 if case.field.ends_with("Invitation") => Some("GET /user"),
        0 => None,
        _ => case.proof.route(),
    }
}
