//! Idempotency keys of tasks: one effect, and nothing kept that asking again would make better.

use serde_json::{Value, json};

use super::stage::Stage;
use super::world::HARBOR;

const NEWCOMER: &str = "newcomer@example.test";
const PASSWORD: &str = "the-canary-password";

async fn input(stage: &Stage) -> Value {
    let organization = stage.world().await.organization_id(HARBOR);
    json!({ "organizationId": organization, "email": NEWCOMER, "role": "MEMBER", "idempotencyKey": "monday",
        "account": { "password": PASSWORD } })
}

#[tokio::test]
async fn the_same_key_gives_the_same_result_and_no_call() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    let stage = Stage::with(json!({}), |config| config.idempotency.file = Some(file.clone())).await;
    let input = input(&stage).await;
    let mut dry = input.clone();
    dry["dryRun"] = true.into();
    assert_eq!(stage.ask("provisionMember", dry).await.codes(), ["DRY_RUN"]);
    let first = stage.ask("provisionMember", input.clone()).await;
    first.expect_done();
    let again = stage.ask_in_vain("provisionMember", input.clone()).await;
    assert_eq!((&again.operation_id, again.steps()), (&first.operation_id, first.steps()));
    let mut other = input;
    other["account"]["password"] = "another-password".into();
    let reused = stage.ask_in_vain("provisionMember", other).await;
    assert_eq!(reused.codes(), ["IDEMPOTENCY_KEY_REUSED"]);
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains(NEWCOMER) && !kept.contains(PASSWORD), "{kept}");
    stage.app.shutdown().await;
}

#[tokio::test]
async fn what_nobody_knows_is_looked_at_again_under_the_same_key() {
    for point in ["before_effect", "after_effect"] {
        let stage = Stage::start().await;
        let input = input(&stage).await;
        stage.app.fault(json!({ "route": "POST /user", "drop": point })).await;
        // Nothing that comes after the account is answered either.
        let add = "POST /v2/organizations/{organization_id}/members";
        stage.app.fault(json!({ "route": add, "drop": "before_effect", "skip": 1 })).await;
        let unknown = stage.ask("provisionMember", input.clone()).await;
        assert_eq!(unknown.outcome, "UNKNOWN", "{unknown:?}");
        stage.app.end_faults().await;
        let done = stage.ask("provisionMember", input).await;
        done.expect_done();
        assert_eq!(done.operation_id, unknown.operation_id);
        assert_eq!(
            stage.world().await.mails_to(NEWCOMER),
            ["verification", "organization_invite"],
            "{point}"
        );
        stage.app.shutdown().await;
    }
}

#[tokio::test]
async fn what_was_held_up_goes_on_under_the_same_key() {
    let stage = Stage::start().await;
    let organization = stage.world().await.organization_id(HARBOR);
    let input = json!({ "organizationId": organization, "idempotencyKey": "tuesday",
        "emails": ["outsider@sandbox.test", "business@sandbox.test", "trial@sandbox.test"] });
    let add = "POST /v2/organizations/{organization_id}/members";
    stage.app.fault(json!({ "route": add, "status": 429, "skip": 1 })).await;
    let partly = stage.ask("addMembers", input.clone()).await;
    assert_eq!(
        (partly.outcome.as_str(), partly.codes()),
        ("REJECTED", vec!["PARTLY_DONE", "RATE_LIMITED", "RATE_LIMITED"])
    );
    stage.app.end_faults().await;
    let done = stage.ask("addMembers", input.clone()).await;
    done.expect_done();
    assert_eq!(stage.world().await.mails(), 3);
    assert_eq!(stage.ask_in_vain("addMembers", input).await.operation_id, done.operation_id);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn a_refusal_is_the_result_under_its_key() {
    let stage = Stage::start().await;
    let organization = stage.world().await.organization_id(HARBOR);
    let input = json!({ "organizationId": organization, "idempotencyKey": "wednesday",
        "emails": ["outsider@sandbox.test", "nobody@example.test"] });
    let partly = stage.ask("addMembers", input.clone()).await;
    assert_eq!(partly.codes(), ["PARTLY_DONE", "USER_NOT_FOUND"]);
    let again = stage.ask_in_vain("addMembers", input).await;
    assert_eq!((again.operation_id, again.user_errors), (partly.operation_id, partly.user_errors));
    stage.app.shutdown().await;
}
