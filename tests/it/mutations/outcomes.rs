//! In fair weather: a mutation does what it is for, once, and shows what it did; bad input does nothing at all.

use futures::future::join_all;
use serde_json::{Value, json};

use super::case::Case;
use super::cases;
use super::stage::{Stage, effects};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mutation_does_what_it_is_for_and_shows_it() {
    join_all(cases::all().iter().map(succeeds)).await;
}

async fn succeeds(case: &Case) {
    let stage = Stage::after(&case.edit).await;
    let before = stage.glance(case).await;
    assert!(!(case.is_done)(&before), "{}: the case shows nothing", case.field);
    let told = stage.perform(case).await;
    let after = stage.glance(case).await;
    assert!((case.is_done)(&after), "{}: {told:?}", case.field);
    assert_eq!((told.outcome.as_str(), &told.user_errors, &told.failures), ("CONFIRMED", &vec![], &vec![]));
    assert_eq!(Value::Object(told.changed.clone()), (case.payload.1)(&before, &after), "{}", case.field);
    assert_eq!(told.operation_id.len(), 32, "{}", case.field);
    let arrivals = stage.arrivals(case.route).await;
    assert_eq!((arrivals.len(), effects(&arrivals), stage.writes().await), (1, 1, 1), "{}", case.field);
    assert!(after.mails() <= before.mails() + 1, "{}: {:?}", case.field, after.outbox);
    stage.app.shutdown().await;
}

#[tokio::test]
async fn bad_input_is_refused_with_every_path_and_without_any_call() {
    let stage = Stage::after(&json!({})).await;
    for case in cases::all() {
        assert!(!case.bad.is_empty(), "{}", case.field);
        for bad in &case.bad {
            let told = stage.ask(&case, (bad.input)(stage.initial())).await;
            let expected = bad.told.iter();
            let expected: Vec<_> =
                expected.map(|(code, path)| ((*code).to_owned(), Some((*path).to_owned()))).collect();
            assert_eq!((told.outcome.as_str(), &told.user_errors), ("REJECTED", &expected), "{}", case.field);
            assert!(told.shows_nothing() && told.failures.is_empty(), "{}: {told:?}", case.field);
        }
    }
    assert_eq!(stage.calls().await, 0);
}
