//! What a claim finds, over all stores.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use signgraph::idempotency::{Claim, Fingerprint, Keys, RecordKey, StoreError};

use super::stage::{Seen, Stage, UNFINISHED, of_ada, over_all_stores};

over_all_stores!(
    twenty_at_once_have_one_effect_and_one_result,
    another_input_under_a_key_is_told_whether_it_is_finished_or_not,
    the_same_key_of_another_caller_is_another_key,
    a_record_is_kept_for_its_time_and_not_longer,
    a_clock_that_is_set_back_forgets_nothing,
    results_are_told_as_they_were_given,
    a_result_that_could_not_be_read_again_is_refused,
    what_was_withdrawn_is_free_again,
    what_was_dropped_is_found_unfinished_and_can_be_ended,
    a_finished_record_is_neither_finished_again_nor_withdrawn,
    what_expires_while_it_is_worked_on_cannot_be_finished,
    a_full_store_refuses_new_keys_and_forgets_none,
);

async fn twenty_at_once_have_one_effect_and_one_result(stage: Stage) {
    let effects = Arc::new(AtomicU64::new(0));
    let callers: Vec<_> =
        (0..20).map(|_| tokio::spawn(act_once(stage.keys.clone(), Arc::clone(&effects)))).collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), json!({ "effect": 0 }));
    }
    let stage = stage.restart().await;
    assert_eq!(act_once(stage.keys.clone(), Arc::clone(&effects)).await, json!({ "effect": 0 }));
    assert_eq!(effects.load(Ordering::SeqCst), 1);
}

async fn act_once(keys: Keys, effects: Arc<AtomicU64>) -> Value {
    match keys.claim(&of_ada("1"), &Fingerprint::of(b"input"), Value::Null).await.unwrap() {
        Claim::First(ticket) => {
            let result = json!({ "effect": effects.fetch_add(1, Ordering::SeqCst) });
            tokio::task::yield_now().await;
            ticket.finish(result.clone()).await.unwrap();
            result
        }
        Claim::Finished(result) => result,
        other => panic!("{other:?}"),
    }
}

async fn another_input_under_a_key_is_told_whether_it_is_finished_or_not(stage: Stage) {
    drop(stage.first("1", "input").await);
    assert_eq!(stage.look("1", "other").await, Seen::OtherInput);
    assert_eq!(stage.look("1", "input").await, UNFINISHED);
    stage.unfinished("1", "input").await.finish(json!(1)).await.unwrap();
    assert_eq!(stage.look("1", "other").await, Seen::OtherInput);
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "other").await, Seen::OtherInput);
    assert_eq!(stage.look("1", "input").await, Seen::Finished(json!(1)));
}

async fn the_same_key_of_another_caller_is_another_key(stage: Stage) {
    stage.first("1", "input").await.finish(json!("Ada's")).await.unwrap();
    let of_bob = RecordKey::new("bob@example.test", "1");
    let claim = stage.keys.claim(&of_bob, &Fingerprint::of(b"input"), Value::Null).await;
    assert_eq!(Seen::of(&claim), Seen::First);
}

async fn a_record_is_kept_for_its_time_and_not_longer(stage: Stage) {
    let ticket = stage.first("finished", "input").await;
    drop(stage.first("unfinished", "input").await);
    stage.clock.turn(3599);
    ticket.finish(json!(1)).await.unwrap();
    assert_eq!(stage.look("finished", "input").await, Seen::Finished(json!(1)));
    let stage = stage.restart().await;
    assert_eq!(stage.look("unfinished", "input").await, UNFINISHED);
    assert_eq!(stage.look("finished", "input").await, Seen::Finished(json!(1)));

    stage.clock.turn(1);
    assert_eq!(stage.look("finished", "other").await, Seen::First, "a result makes no record older");
    let stage = stage.restart().await;
    assert_eq!(stage.look("unfinished", "other").await, Seen::First);
    assert_eq!(stage.look("finished", "other").await, UNFINISHED);
}

async fn a_clock_that_is_set_back_forgets_nothing(stage: Stage) {
    stage.first("1", "input").await.finish(json!(1)).await.unwrap();
    stage.clock.turn(-1_000_000);
    assert_eq!(stage.look("1", "input").await, Seen::Finished(json!(1)));
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::Finished(json!(1)));
}

async fn results_are_told_as_they_were_given(stage: Stage) {
    let result = json!({
        "null": null, "text": "line\nend\u{0}\u{2028} \"ü\"", "list": [[], {}, [true, false]],
        "numbers": [0, -1, u64::MAX, i64::MIN, 0.1, 1.0, -2.2250738585072014e-308, 1.7976931348623157e308],
    });
    stage.first("1", "input").await.finish(result.clone()).await.unwrap();
    stage.first("2", "input").await.finish(Value::Null).await.unwrap();
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::Finished(result));
    assert_eq!(stage.look("2", "input").await, Seen::Finished(Value::Null));
}

async fn a_result_that_could_not_be_read_again_is_refused(stage: Stage) {
    let bottomless = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let refusal = stage.first("1", "input").await.finish(bottomless).await.unwrap_err();
    assert!(matches!(refusal, StoreError::Depth));
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, UNFINISHED);
}

async fn what_was_withdrawn_is_free_again(stage: Stage) {
    stage.first("1", "input").await.withdraw().await.unwrap();
    let stage = stage.restart().await;
    stage.first("1", "other").await.withdraw().await.unwrap();
    assert_eq!(stage.look("1", "input").await, Seen::First);
}

async fn what_was_dropped_is_found_unfinished_and_can_be_ended(stage: Stage) {
    drop(stage.first("1", "input").await);
    drop(stage.unfinished("1", "input").await);
    let stage = stage.restart().await;
    stage.unfinished("1", "input").await.withdraw().await.unwrap();
    drop(stage.first("1", "input").await);
    stage.unfinished("1", "input").await.finish(json!("seen")).await.unwrap();
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::Finished(json!("seen")));
}

async fn a_finished_record_is_neither_finished_again_nor_withdrawn(stage: Stage) {
    let key = of_ada("1");
    assert!(matches!(stage.store.finish(&key, json!(0)).await, Err(StoreError::NotBegun)));
    assert!(stage.store.withdraw(&key).await.is_ok(), "it is free already");
    stage.first("1", "input").await.finish(json!(1)).await.unwrap();
    assert!(matches!(stage.store.finish(&key, json!(2)).await, Err(StoreError::NotBegun)));
    assert!(matches!(stage.store.withdraw(&key).await, Err(StoreError::NotBegun)));
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::Finished(json!(1)));
}

async fn what_expires_while_it_is_worked_on_cannot_be_finished(stage: Stage) {
    let (late, later) = (stage.first("1", "input").await, stage.first("2", "input").await);
    stage.clock.turn(3600);
    stage.first("3", "input").await.finish(json!(3)).await.unwrap();
    assert!(matches!(late.finish(json!(1)).await, Err(StoreError::NotBegun)));
    later.withdraw().await.unwrap();
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::First);
}

async fn a_full_store_refuses_new_keys_and_forgets_none(stage: Stage) {
    stage.first("1", "input").await.finish(json!(1)).await.unwrap();
    stage.clock.turn(60);
    drop(stage.first("2", "input").await);
    drop(stage.first("3", "input").await);
    for key in ["4", "5"] {
        assert_eq!(stage.look(key, "input").await, Seen::Full);
    }
    let stage = stage.restart().await;
    assert_eq!(stage.look("4", "input").await, Seen::Full);
    assert_eq!(stage.look("1", "input").await, Seen::Finished(json!(1)));
    stage.unfinished("2", "input").await.withdraw().await.unwrap();
    assert_eq!(stage.look("4", "input").await, Seen::First, "what is withdrawn makes room");
    assert_eq!(stage.look("5", "input").await, Seen::Full);
    stage.clock.turn(3540);
    assert_eq!(stage.look("5", "input").await, Seen::First, "the oldest has been kept long enough");
    assert_eq!(stage.look("3", "input").await, UNFINISHED);
    assert_eq!(stage.look("1", "input").await, Seen::Full);
}
