//! What others do between a lost answer and the next look at it: nothing is done again, and nothing is claimed to have
//! been left undone.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::app::PATIENCE;

const OURS: &str = "Harbor & Pine Logistics";
const RENAME: &str = "PUT /v2/organizations/{organization_id}";
const ADD: &str = "POST /v2/organizations/{organization_id}/members";
const MEMBERS: &str = "GET /v2/organizations/{organization_id}/members";

async fn rename(stage: &Stage, name: &str, key: &str) -> Value {
    let organization = stage.initial().organization_id(OURS);
    let document =
        "mutation ($input: RenameOrganizationInput!) { it: renameOrganization(input: $input) { outcome } }";
    let input = json!({ "organizationId": organization, "name": name, "idempotencyKey": key });
    let answer = stage.app.ask(document, json!({ "input": input })).await;
    if answer.errors.is_empty() {
        answer.data["it"]["outcome"].clone()
    } else {
        answer.errors[0]["extensions"]["code"].clone()
    }
}

/// Whether it is called so now.
async fn is_named(stage: &Stage, name: &str) -> bool {
    !stage.world().await.organizations(name).is_empty()
}

#[tokio::test]
async fn what_somebody_else_changed_since_is_not_changed_back() {
    let stage = Stage::after(&json!({})).await;
    stage.app.fault(json!({ "route": RENAME, "drop": "after_effect" })).await;
    stage.app.fault(json!({ "route": "GET /v2/organizations", "status": 500 })).await;
    assert_eq!(rename(&stage, "Ours", "ours").await, "UNKNOWN");
    stage.app.end_faults().await;
    assert_eq!(rename(&stage, "Theirs", "theirs").await, "CONFIRMED");
    assert_eq!(rename(&stage, "Ours", "ours").await, "UNKNOWN");
    assert!(is_named(&stage, "Theirs").await);
}

#[tokio::test]
async fn a_refusal_of_the_second_try_says_nothing_of_the_first() {
    let stage =
        Stage::with(&json!({}), |config| config.upstream.options.request_timeout = PATIENCE / 20).await;
    let late = json!({ "route": RENAME, "latency_ms": PATIENCE.as_millis() as u64 / 10, "times": 1 });
    let refused = json!({ "route": RENAME, "status": 429, "retry_after": 3600, "skip": 1 });
    for fault in [late, refused] {
        stage.app.fault(fault).await;
    }
    let told = rename(&stage, "Late", "late").await;
    assert_eq!(told, "UNKNOWN");
    let arrived = async {
        while !is_named(&stage, "Late").await {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, arrived).await.expect("the first try never arrived");
    stage.app.end_faults().await;
    assert_eq!(rename(&stage, "Late", "late").await, "CONFIRMED_BY_READ");
}

#[tokio::test]
async fn a_task_that_was_begun_and_cannot_look_is_not_called_undone() {
    let stage = Stage::after(&json!({})).await;
    let add = async |email: &str| {
        let document = "mutation ($input: AddMembersInput!) { it: addMembers(input: $input) {
            outcome userErrors { code } } }";
        let organization = stage.initial().organization_id(OURS);
        let input = json!({ "organizationId": organization, "emails": [email], "idempotencyKey": "batch" });
        stage.app.data(document, json!({ "input": input })).await["it"].clone()
    };
    stage.app.fault(json!({ "route": ADD, "drop": "after_effect" })).await;
    // The first look has two pages; the others would find out.
    stage.app.fault(json!({ "route": MEMBERS, "status": 500, "skip": 2 })).await;
    assert_eq!(add("outsider@sandbox.test").await["outcome"], "UNKNOWN");
    stage.app.end_faults().await;
    stage.app.fault(json!({ "route": MEMBERS, "status": 500 })).await;
    assert_eq!(add("outsider@sandbox.test").await["outcome"], "UNKNOWN");
    stage.app.end_faults().await;
    let other = add("member@sandbox.test").await;
    assert_eq!(other["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED", "{other}");
    assert_eq!(add("outsider@sandbox.test").await["outcome"], "CONFIRMED");
    assert_eq!(stage.arrivals(ADD).await.len(), 1);
}
