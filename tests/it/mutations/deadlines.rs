//! Mutations that take longer than a request may: they go on, and whoever asked is told how far they are.

use std::time::Duration;

use serde_json::{Value, json};

use super::stage::Stage;

const RENAME: &str = "PUT /v2/organizations/{organization_id}";
const SLOW: u64 = 1_500;

async fn stage() -> Stage {
    let stage = Stage::with(&json!({}), |config| {
        config.server.request_timeout = Duration::from_millis(SLOW / 3);
    })
    .await;
    // So that the first token costs the mutation no time.
    stage.app.data("{ viewer { id } }", json!({})).await;
    stage
}

fn variables(stage: &Stage) -> Value {
    json!({ "id": stage.initial().organization_id("Harbor & Pine Logistics") })
}

#[tokio::test]
async fn what_is_not_done_in_time_goes_on_and_is_found_under_its_key() {
    let stage = stage().await;
    stage.app.fault(json!({ "route": RENAME, "answer_latency_ms": SLOW, "times": 1 })).await;
    let document = "mutation ($id: ID!) { it: renameOrganization(input: {
        organizationId: $id, name: \"Slow\", idempotencyKey: \"slow\" }) { outcome operationId userErrors { code } } }";
    let first = stage.app.data(document, variables(&stage)).await;
    assert_eq!(first["it"]["outcome"], "UNKNOWN");
    assert_eq!(first["it"]["userErrors"], json!([{ "code": "OUTCOME_UNKNOWN" }]));
    let ended = async {
        loop {
            let again = stage.app.ask(document, variables(&stage)).await;
            if again.data["it"]["outcome"] == "CONFIRMED" {
                return again.data;
            }
            assert_eq!(again.data["it"]["outcome"], "UNKNOWN", "{again:?}");
        }
    };
    let ended = tokio::time::timeout(crate::app::PATIENCE, ended).await.expect("it never ended");
    assert_eq!(ended["it"]["operationId"], first["it"]["operationId"]);
    assert_eq!(stage.arrivals(RENAME).await.len(), 1);
}

#[tokio::test]
async fn what_was_done_before_is_told_and_what_comes_after_is_not_begun() {
    let stage = stage().await;
    stage.app.fault(json!({ "route": RENAME, "answer_latency_ms": SLOW, "times": 1, "skip": 1 })).await;
    let document = "mutation ($id: ID!) {
        a: renameOrganization(input: { organizationId: $id, name: \"One\" }) { outcome }
        b: renameOrganization(input: { organizationId: $id, name: \"Two\" }) { outcome }
        c: renameOrganization(input: { organizationId: $id, name: \"Three\" }) { outcome } }";
    let answer = stage.app.ask(document, variables(&stage)).await;
    assert_eq!(answer.data["a"]["outcome"], "CONFIRMED", "{answer:?}");
    assert_eq!(answer.data["b"]["outcome"], "UNKNOWN", "{answer:?}");
    assert_eq!(answer.data["c"], Value::Null);
    let fault = &answer.errors[0];
    assert_eq!((&fault["path"], &fault["extensions"]["code"]), (&json!(["c"]), &json!("TIMEOUT")), "{fault}");
    assert_eq!(fault["extensions"]["outcome"], "REJECTED", "{fault}");
    assert_eq!(stage.arrivals(RENAME).await.len(), 2);
}
