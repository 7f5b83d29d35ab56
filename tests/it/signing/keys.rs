//! Repeated idempotency keys of mutations that make a link: it is made once, and is in one answer. Everything else about
//! keys is in `mutations`, for all mutations alike.

use futures::future::join_all;
use serde_json::Value;

use super::cases::CASES;
use super::stage::Stage;

#[tokio::test]
async fn a_repeated_key_answers_that_the_link_is_not_kept() {
    let stage = Stage::start().await;
    let before = stage.world().await;
    for case in CASES.iter().filter(|case| case.field.ends_with("Link")) {
        let mut input = (case.input)(&before);
        input["idempotencyKey"] = case.field.into();
        let first = stage.ask(case.field, input.clone(), case.selection()).await.done();
        assert!(first["link"].is_string());
        for _ in 0..2 {
            let again = stage.ask(case.field, input.clone(), case.selection()).await;
            assert_eq!(
                (&again.outcome[..], &again.payload["operationId"]),
                ("CONFIRMED", &first["operationId"])
            );
            assert_eq!((again.codes(), &again.payload["link"]), (vec!["SECRET_NOT_KEPT"], &Value::Null));
        }
        input["idempotencyKey"] = format!("{} anew", case.field).replace(' ', "-").into();
        let another = stage.ask(case.field, input, case.selection()).await.done();
        assert!(another["link"].is_string() && another["link"] != first["link"]);
    }
    assert_eq!(stage.world().await.links(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_under_one_key_get_one_link() {
    let stage = Stage::start().await;
    let before = stage.world().await;
    for case in CASES.iter().filter(|case| case.field.ends_with("Link")) {
        let mut input = (case.input)(&before);
        input["idempotencyKey"] = case.field.into();
        let ask = || stage.ask(case.field, input.clone(), case.selection());
        let told = join_all((0..8).map(|_| ask())).await;
        assert!(told.iter().all(|told| told.outcome == "CONFIRMED"), "{}: {told:#?}", case.field);
        assert_eq!(told.iter().filter(|told| told.payload["link"].is_string()).count(), 1);
        assert_eq!(stage.arrivals(case.route).await.len(), 1, "{}", case.field);
    }
    assert_eq!(stage.world().await.links(), 2);
}
