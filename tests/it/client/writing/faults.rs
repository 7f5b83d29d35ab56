//! In foul weather: nothing happens twice, and an error never says that nothing happened when something did.

use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::{Value, json};
use signgraph::signnow::{Authorization, Error, ErrorKind, Fate};

use super::cases::{Case, cases};
use super::stage::Stage;

/// What came of a command under a fault.
struct Outcome {
    result: Result<String, Error>,
    has_effect: bool,
    authorization: Authorization,
    arrivals: usize,
    took: Duration,
}

impl Outcome {
    /// The error of a command that got no true answer and was not repeated.
    fn unknown(&self, has_effect: bool) -> &Error {
        let error = self.result.as_ref().unwrap_err();
        assert_eq!((error.fate(), self.arrivals, self.has_effect), (Fate::Unknown, 1, has_effect), "{error}");
        error
    }

    /// The error of a command that was told no.
    fn not_executed(&self, arrivals: usize) -> &Error {
        let error = self.result.as_ref().unwrap_err();
        assert_eq!((error.fate(), self.arrivals), (Fate::NotExecuted, arrivals), "{error}");
        error
    }
}

/// Executes every command under a fault, and holds each against the ledger and the world.
async fn under(fault: Value, patience: Duration) -> Vec<Outcome> {
    let cases = cases();
    let outcomes = join_all(cases.iter().map(|case| execute(case, fault.clone(), patience))).await;
    assert_eq!(outcomes.len(), cases.len());
    outcomes
}

async fn execute(case: &Case, mut fault: Value, patience: Duration) -> Outcome {
    let stage = Stage::with_patience(&case.edit, patience).await;
    let before = stage.world().await;
    let act = (case.act)(&before);
    fault["route"] = act.route.as_str().into();
    stage.fault(&fault).await;
    let started = Instant::now();
    let result = act.execute(&stage.client).await;
    let took = started.elapsed();
    let after = stage.world().await;
    let has_effect = before.facts() != after.facts();
    assert_eq!(has_effect, (case.is_done)(&after), "{}", act.route);
    let arrivals = stage.arrivals(act.route).await;
    // The ledger says of a request that the handler refused that it was carried out; its status tells.
    let refused = |arrival: &Value| arrival["status"].as_u64().is_some_and(|status| status / 100 == 4);
    let effects = arrivals.iter().filter(|arrival| arrival["effect"] == true && !refused(arrival)).count();
    assert!(effects <= 1, "{}: {arrivals:?}", act.route);
    match &result {
        Ok(_) => assert!(has_effect, "{}", act.route),
        Err(error) => assert!(!has_effect || error.fate() == Fate::Unknown, "{}: {error}", act.route),
    }
    Outcome { result, has_effect, authorization: act.authorization, arrivals: arrivals.len(), took }
}

const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_connection_before_the_effect() {
    for outcome in under(json!({ "drop": "before_effect" }), PATIENCE).await {
        assert_eq!(outcome.unknown(false).kind(), ErrorKind::Unavailable);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_connection_after_the_effect() {
    for outcome in under(json!({ "drop": "after_effect" }), PATIENCE).await {
        assert_eq!(outcome.unknown(true).kind(), ErrorKind::Unavailable);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_fault_after_the_effect() {
    for outcome in under(json!({ "status": 500, "effect": true }), PATIENCE).await {
        assert_eq!(outcome.unknown(true).status(), Some(500));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_in_trouble_with_and_without_the_effect() {
    for (status, has_effect) in [(502, false), (503, false), (504, true)] {
        for outcome in under(json!({ "status": status, "effect": has_effect }), PATIENCE).await {
            assert_eq!(outcome.unknown(has_effect).status(), Some(status));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_makes_no_sense() {
    for (body, has_effect) in [("<html>Welcome to the network</html>", false), ("{\"data\":{\"id\":\"", true)]
    {
        let fault = json!({ "status": 200, "body": body, "effect": has_effect });
        for outcome in under(fault, PATIENCE).await {
            assert_eq!(outcome.unknown(has_effect).kind(), ErrorKind::InvalidResponse);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_comes_too_late() {
    let patience = Duration::from_secs(6);
    for outcome in under(json!({ "answer_latency_ms": 60_000 }), patience).await {
        assert_eq!(outcome.unknown(true).kind(), ErrorKind::Timeout);
        assert!(outcome.took >= patience);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_throttle_is_obeyed_and_the_command_sent_again() {
    for outcome in under(json!({ "status": 429, "retry_after": 1, "times": 1 }), PATIENCE).await {
        assert!(outcome.result.is_ok(), "{:?}", outcome.result);
        assert_eq!(outcome.arrivals, 2);
        assert!(outcome.took >= Duration::from_secs(1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_throttle_without_end_is_told() {
    for outcome in under(json!({ "status": 429 }), PATIENCE).await {
        assert_eq!(outcome.not_executed(3).kind(), ErrorKind::RateLimited);
    }
    for outcome in under(json!({ "status": 429, "retry_after": 3600 }), PATIENCE).await {
        assert_eq!(outcome.not_executed(1).retry_after(), Some(Duration::from_secs(3600)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_token_costs_one_renewal_and_one_replay() {
    for outcome in under(json!({ "expire_tokens": true, "times": 1 }), PATIENCE).await {
        assert!(outcome.result.is_ok(), "{:?}", outcome.result);
        assert_eq!(outcome.arrivals, if outcome.authorization == Authorization::Basic { 1 } else { 2 });
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_refused_again_is_told() {
    let refusal = json!({ "error": "invalid_token", "code": 1537 });
    for outcome in under(json!({ "status": 400, "body": refusal }), PATIENCE).await {
        let arrivals = if outcome.authorization == Authorization::Basic { 1 } else { 2 };
        assert_eq!(outcome.not_executed(arrivals).kind(), ErrorKind::Unauthenticated);
    }
}
