//! Every number that signNow documents for a write, provoked through the graph: what a caller can correct is a user
//! error at its argument, rights and plans are errors of the request, and signNow's own text is told to nobody.

use serde_json::{Value, json};

use super::case::{Case, Cause, NO_NUMBER, Refusal, general};
use super::cases;
use super::stage::{Stage, effects};
use super::told::Told;

/// What stands in for signNow's text where a fault speaks.
const TEXT: &str = "the canary in the text of signNow";

#[tokio::test]
async fn every_documented_number_is_told_in_one_way_and_changes_nothing() {
    let stage = Stage::after(&json!({})).await;
    for case in cases::all() {
        for refusal in &case.refusals {
            check(&stage, &case, refusal).await;
        }
    }
    assert!(stage.world().await == *stage.initial(), "a refusal changed something");
    stage.app.shutdown().await;
}

async fn check(stage: &Stage, case: &Case, refusal: &Refusal) {
    let why = format!("{}, {}", case.field, refusal.number);
    match &refusal.cause {
        Cause::Deed { edit, input } => {
            let told = after_edit(stage, edit, async || {
                let input = stage.input_after(case, edit, *input).await;
                let told = stage.ask(case, input).await;
                let arrivals = stage.arrivals(case.route).await;
                assert_eq!((arrivals.len(), effects(&arrivals)), (1, 0), "{why}: {told:?}");
                told
            });
            told.await.expect(case.field, refusal.told, &why);
        }
        Cause::Foreseen(input) => {
            stage.app.forget_calls().await;
            stage.ask(case, input(stage.initial())).await.expect(case.field, refusal.told, &why);
            assert_eq!(stage.calls().await, 0, "{why}");
            say(stage, case, refusal, 400).await.expect(case.field, refusal.told, &why);
        }
        Cause::Said { status } => {
            say(stage, case, refusal, *status).await.expect(case.field, refusal.told, &why);
        }
    }
}

/// Asks in the demo world after an edit, of which nothing is left.
async fn after_edit(stage: &Stage, edit: &Value, ask: impl AsyncFnOnce() -> Told) -> Told {
    stage.app.forget_calls().await;
    if *edit == json!({}) {
        return ask().await;
    }
    stage.app.edit_world(edit.clone()).await;
    let told = ask().await;
    stage.app.begin_anew().await;
    told
}

/// Lets a fault say it.
async fn say(stage: &Stage, case: &Case, refusal: &Refusal, status: u16) -> Told {
    let body = match refusal.number {
        NO_NUMBER => json!({ "message": TEXT }),
        number => json!({ "errors": [{ "code": number, "message": TEXT }] }),
    };
    let told = after_edit(stage, &case.edit, async || {
        stage.app.fault(json!({ "route": case.route, "status": status, "body": body })).await;
        let told = stage.perform(case).await;
        stage.app.end_faults().await;
        assert_eq!(stage.arrivals(case.route).await.len(), 1, "{}", case.field);
        told
    })
    .await;
    assert!(!told.text.contains(TEXT), "{}", told.text);
    told
}

#[tokio::test]
async fn a_number_that_nobody_documented_is_told_as_such() {
    let stage = Stage::after(&json!({})).await;
    for case in cases::all() {
        // Where the call alone says what 404 is about, it is told as that.
        let is_of_one_kind = !case.route.contains("/v2/organizations") && case.route.contains('{');
        for status in [400, 404, 409, 422].into_iter().filter(|status| *status != 404 || !is_of_one_kind) {
            let unheard_of =
                Refusal { number: 99_999_999, cause: Cause::Said { status }, told: general("REFUSED") };
            check(&stage, &case, &unheard_of).await;
        }
    }
    stage.app.shutdown().await;
}
