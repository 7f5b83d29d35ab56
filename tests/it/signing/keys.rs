//! Repeated idempotency keys: one effect, one answer, and a secret only in the first.

use futures::future::join_all;
use serde_json::Value;

use super::cases::{CASES, Case};
use super::stage::Stage;
use super::told::Told;

async fn ask(stage: &Stage, case: &Case, input: &Value) -> Told {
    stage.ask(case.field, input.clone(), case.selection()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeated_key_does_nothing_again_and_answers_alike() {
    join_all(CASES.iter().map(async |case| {
        let stage = Stage::start().await;
        let before = stage.world().await;
        let mut input = (case.input)(&before);
        input["idempotencyKey"] = "once".into();
        let first = ask(&stage, case, &input).await.done();
        let after = stage.world().await;
        assert!((case.is_done)(&after), "{}", case.field);
        for _ in 0..2 {
            let again = ask(&stage, case, &input).await;
            assert_eq!(
                (&again.outcome[..], &again.payload["operationId"]),
                ("CONFIRMED", &first["operationId"])
            );
            let lost: &[&str] = if first["link"].is_string() { &["SECRET_NOT_KEPT"] } else { &[] };
            assert_eq!((&again.codes()[..], &again.payload["link"]), (lost, &Value::Null), "{}", case.field);
        }
        input["idempotencyKey"] = "twice".into();
        let another = ask(&stage, case, &input).await;
        assert!(another.payload["operationId"] != first["operationId"], "{another:?}");
        input["idempotencyKey"] = "once".into();
        let id = if input["documentId"].is_string() { "documentId" } else { "documentGroupId" };
        input[id] = "f".repeat(40).into();
        ask(&stage, case, &input).await.refused(&[("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]);
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_under_one_key_are_one() {
    join_all(CASES.iter().map(async |case| {
        let stage = Stage::start().await;
        let before = stage.world().await;
        let mut input = (case.input)(&before);
        input["idempotencyKey"] = "once".into();
        let told = join_all((0..8).map(|_| ask(&stage, case, &input))).await;
        assert!(told.iter().all(|told| told.outcome == "CONFIRMED"), "{}: {told:#?}", case.field);
        let links = told.iter().filter(|told| told.payload["link"].is_string()).count();
        let after = stage.world().await;
        assert_eq!(stage.arrivals(case.route).await.len(), 1, "{}", case.field);
        assert_eq!((after.mails().len() - before.mails().len(), links as u64), case.traces, "{}", case.field);
    }))
    .await;
}
