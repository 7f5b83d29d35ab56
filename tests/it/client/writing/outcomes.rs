//! In fair weather: a command does what it is for, or is refused for a reason with a number.

use futures::future::join_all;
use signgraph::signnow::Fate;

use super::cases::{Case, UNNUMBERED, cases};
use super::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_changes_the_world() {
    join_all(cases().iter().map(succeeds)).await;
}

async fn succeeds(case: &Case) {
    let stage = Stage::after(&case.edit).await;
    let before = stage.world().await;
    assert!(!(case.is_done)(&before), "the case shows nothing");
    let act = (case.act)(&before);
    let answer = act.execute(&stage.client).await;
    assert!(answer.is_ok(), "{}: {answer:?}", act.route);
    assert!((case.is_done)(&stage.world().await), "{}", act.route);
    assert_eq!(stage.arrivals(act.route).await.len(), 1, "{}", act.route);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_has_its_number_and_changes_nothing() {
    join_all(cases().iter().map(is_refused)).await;
}

async fn is_refused(case: &Case) {
    let stage = Stage::after(&case.edit).await;
    let before = stage.world().await;
    let (act, code) = case.refused;
    let act = act(&before);
    let error = act.execute(&stage.client).await.unwrap_err();
    let code = Some(code).filter(|code| *code != UNNUMBERED);
    assert_eq!((error.upstream_code(), error.fate()), (code, Fate::NotExecuted), "{}", act.route);
    assert_eq!(stage.world().await.facts(), before.facts(), "{}", act.route);
    assert_eq!(stage.arrivals(act.route).await.len(), 1, "{}", act.route);
}
