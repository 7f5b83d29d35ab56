//! Idempotency keys: one key is one effect and one answer, however often and however many at once ask.

use futures::future::join_all;
use serde_json::{Value, json};
use signgraph::sandbox::Sandbox;
use signgraph::signnow::Upstream;

use super::case::{Case, Cause, Class, Proof};
use super::cases;
use super::foul;
use super::stage::{Stage, effects, under};
use super::told::Told;
use crate::app::TestApp;

const KEY: &str = "b7f9d6c0-key";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_again_is_the_same_answer_and_nothing_else() {
    join_all(cases::all().iter().map(async |case| {
        let stage = Stage::after(&case.edit).await;
        let input = under(KEY, stage.input(case).await);
        let first = stage.ask(case, input.clone()).await;
        assert_eq!(first.outcome, "CONFIRMED", "{}: {first:?}", case.field);
        let again = stage.ask(case, input.clone()).await;
        assert!(is_told_again(case, &again, &first), "{}: {again:?}", case.field);
        assert_eq!(stage.writes().await, 1, "{}", case.field);

        // In place of the input of the case, another one; and the same one for another mutation.
        let reused = vec![("IDEMPOTENCY_KEY_REUSED".to_owned(), Some("idempotencyKey".to_owned()))];
        let calls = stage.calls().await;
        for told in others(&stage, case, &input).await {
            assert_eq!((told.outcome.as_str(), &told.user_errors), ("REJECTED", &reused), "{}", case.field);
            assert!(told.shows_nothing() && told.operation_id != first.operation_id, "{}", case.field);
        }
        assert_eq!(stage.calls().await, calls, "{}", case.field);
    }))
    .await;
}

/// Whether an answer is the first one once more; without the secret, if one was made.
fn is_told_again(case: &Case, again: &Told, first: &Told) -> bool {
    if case.class != Class::MintsSecret {
        return again.payload == first.payload;
    }
    let common = |told: &Told| (told.outcome.clone(), told.operation_id.clone(), told.changed.clone());
    common(again) == common(first) && again.codes() == ["SECRET_NOT_KEPT"]
}

/// Answers to other questions under the same key.
async fn others(stage: &Stage, case: &Case, asked: &Value) -> Vec<Told> {
    let mut told = Vec::new();
    for refusal in &case.refusals {
        let Cause::Deed { input, edit } = &refusal.cause else { continue };
        let input = if *edit == json!({}) { under(KEY, input(stage.initial())) } else { continue };
        if input != *asked {
            told.push(stage.ask(case, input).await);
        }
    }
    let cases = cases::all();
    let other = cases.iter().find(|other| other.field != case.field).unwrap();
    told.push(stage.ask(other, under(KEY, stage.input(other).await)).await);
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_at_once_under_one_key_are_one() {
    join_all(cases::all().iter().map(async |case| {
        let stage = Stage::after(&case.edit).await;
        let input = under(KEY, stage.input(case).await);
        let answers = join_all((0..20).map(|_| stage.ask(case, input.clone()))).await;
        assert_eq!(answers[0].outcome, "CONFIRMED", "{}: {:?}", case.field, answers[0]);
        let first = answers.iter().find(|answer| answer.user_errors.is_empty()).unwrap();
        let alike = answers.iter().filter(|answer| is_told_again(case, answer, first)).count();
        let told_once = usize::from(case.class == Class::MintsSecret);
        assert_eq!(alike, answers.len() - told_once, "{}: {answers:#?}", case.field);
        assert_eq!(stage.writes().await, 1, "{}", case.field);
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_unknown_outcome_the_same_key_looks_and_never_does_it_twice() {
    join_all(cases::all().iter().map(async |case| {
        let stage = foul::stage(|_| {}).await;
        for (drop, has_effect) in [("before_effect", false), ("after_effect", true)] {
            let lost = json!({ "route": case.route, "drop": drop });
            let blind = json!({ "status": 500, "skip": case.proof.reads_before() });
            let blind = case.proof.route().map(|route| with_route(&blind, route));
            let faults: Vec<Value> = [lost].into_iter().chain(blind).collect();
            foul::set_up(&stage, case, &faults).await;
            let key = format!("{KEY}-{drop}");
            let input = under(&key, stage.input(case).await);
            let unknown = stage.ask(case, input.clone()).await;
            assert_eq!(unknown.outcome, "UNKNOWN", "{} {drop}: {unknown:?}", case.field);
            stage.app.end_faults().await;

            let again = stage.ask(case, input.clone()).await;
            let is_seen = has_effect && case.proof != Proof::Nothing;
            let expected = if is_seen { "CONFIRMED_BY_READ" } else { "UNKNOWN" };
            assert_eq!(again.outcome, expected, "{} {drop}: {again:?}", case.field);
            assert_eq!(again.operation_id, unknown.operation_id, "{} {drop}", case.field);
            let arrivals = stage.arrivals(case.route).await;
            // The first try of this class was repeated by itself.
            let tries = if case.class == Class::Idempotent { 2 } else { 1 };
            assert_eq!(arrivals.len(), tries, "{} {drop}", case.field);
            assert_eq!(effects(&arrivals), tries * usize::from(has_effect), "{} {drop}", case.field);
            assert_eq!((case.is_done)(&stage.glance(case).await), has_effect, "{} {drop}", case.field);

            let writes = stage.writes().await;
            let at_last = stage.ask(case, input).await;
            assert_eq!(at_last.outcome, again.outcome, "{} {drop}", case.field);
            assert_eq!(stage.writes().await, writes, "{} {drop}", case.field);
            if again.claims_it_is_done() {
                assert_eq!(at_last.payload, again.payload, "{} {drop}", case.field);
            }
        }
    }))
    .await;
}

fn with_route(fault: &Value, route: &str) -> Value {
    let mut fault = fault.clone();
    fault["route"] = route.into();
    fault
}

#[tokio::test]
async fn a_refusal_is_kept_and_a_failure_is_not() {
    let stage = Stage::after(&json!({})).await;
    let cases = cases::all();
    let add = cases.iter().find(|case| case.field == "addMember").unwrap();
    let nobody = |stage: &Stage| {
        let organization = stage.initial().organization_id("Harbor & Pine Logistics");
        under("nobody", json!({ "organizationId": organization, "email": "nobody@nowhere.test" }))
    };
    let refused = stage.ask(add, nobody(&stage)).await;
    assert_eq!(refused.codes(), ["USER_NOT_FOUND"]);
    assert_eq!(stage.ask(add, nobody(&stage)).await.payload, refused.payload);
    assert_eq!(stage.writes().await, 1);

    stage.app.fault(json!({ "route": add.route, "status": 403 })).await;
    let again = under("again", stage.input(add).await);
    let failed = stage.ask(add, again.clone()).await;
    assert_eq!(failed.failures, [("addMember".to_owned(), "FORBIDDEN".to_owned())]);
    stage.app.end_faults().await;
    assert_eq!(stage.ask(add, again).await.outcome, "CONFIRMED");
}

#[tokio::test]
async fn a_key_is_a_visible_word() {
    let stage = Stage::after(&json!({})).await;
    let expected = vec![("INVALID".to_owned(), Some("idempotencyKey".to_owned()))];
    for case in cases::all().iter().filter(|case| case.edit == json!({})) {
        for key in ["", "two words", "schlüssel", "tab\t", &"k".repeat(256)] {
            let told = stage.ask(case, under(key, stage.input(case).await)).await;
            assert_eq!((told.outcome.as_str(), &told.user_errors), ("REJECTED", &expected), "{}", case.field);
        }
    }
    assert_eq!(stage.calls().await, 0);
}

#[tokio::test]
async fn two_spellings_of_an_input_are_one_input() {
    let stage = Stage::after(&json!({})).await;
    let organization = stage.initial().organization_id("Harbor & Pine Logistics");
    let asked = format!(
        "mutation {{ it: addAdmin(input: {{ idempotencyKey: \"{KEY}\", role: MODERATOR, email: \"outsider@sandbox.test\", \
         organizationId: \"{organization}\" }}) {{ operationId outcome }} }}"
    );
    let first = stage.app.data(&asked, json!({})).await;
    let cases = cases::all();
    let add = cases.iter().find(|case| case.field == "addAdmin").unwrap();
    let again = stage.ask(add, under(KEY, stage.input(add).await)).await;
    assert_eq!(first["it"]["operationId"], again.operation_id.as_str(), "{again:?}");
    assert_eq!(stage.writes().await, 1);
}

#[tokio::test]
async fn a_key_outlives_the_process() {
    let sandbox = Sandbox::start(Default::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        TestApp::start_with(|config| {
            config.upstream.embedded = false;
            config.server.allow_unauthenticated = true;
            config.upstream.options.upstream = Upstream::parse(&sandbox.url(), &[]).unwrap();
            config.idempotency.file = Some(folder.path().join("keys"));
        })
    };
    let document = "mutation ($name: String!) {
        createOrganization(input: { name: $name, idempotencyKey: \"once\" }) {
            organization { organizationId name } outcome operationId userErrors { code } } }";
    let first = start().await;
    let done = first.data(document, json!({ "name": "Northern Light" })).await;
    assert_eq!(done["createOrganization"]["outcome"], "CONFIRMED");
    first.shutdown().await;

    let second = start().await;
    assert_eq!(second.data(document, json!({ "name": "Northern Light" })).await, done);
    let reused = second.data(document, json!({ "name": "Southern Light" })).await;
    assert_eq!(reused["createOrganization"]["userErrors"], json!([{ "code": "IDEMPOTENCY_KEY_REUSED" }]));
    let ledger = reqwest::get(format!("{}/__sandbox/requests", sandbox.url())).await.unwrap();
    assert_eq!(ledger.json::<Value>().await.unwrap()["counts"]["POST /v2/organizations"], 1);
    second.shutdown().await;
}
