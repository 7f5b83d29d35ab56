//! What who began it tells whoever takes it up, over all stores.

use serde_json::{Value, json};
use signgraph::idempotency::{Claim, StoreError};

use super::stage::{Seen, Stage, UNFINISHED, of_ada, over_all_stores};

over_all_stores!(
    the_last_note_is_told_to_whoever_takes_it_up,
    whoever_comes_later_has_no_part_in_the_note,
    a_note_makes_no_record_younger,
    a_note_that_could_not_be_read_again_is_refused,
    there_is_no_note_without_an_unfinished_record,
    notes_keep_the_turn_though_the_ticket_is_gone,
);

async fn the_last_note_is_told_to_whoever_takes_it_up(stage: Stage) {
    let Claim::First(ticket) = stage.claim("1", "input", json!({ "id": 1 })).await.unwrap() else { panic!() };
    drop(ticket);
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::Unfinished(json!({ "id": 1 })));
    let notes = stage.unfinished("1", "input").await.notes();
    notes.keep(json!({ "id": 1, "seen": ["ü\n"] })).await.unwrap();
    notes.keep(json!({ "id": 1, "seen": ["a", "b"] })).await.unwrap();
    drop(notes);
    for _ in 0..2 {
        let seen = stage.look("1", "input").await;
        assert_eq!(seen, Seen::Unfinished(json!({ "id": 1, "seen": ["a", "b"] })));
    }
    let stage = stage.restart().await;
    let ticket = stage.unfinished("1", "input").await;
    ticket.notes().keep(Value::Null).await.unwrap();
    drop(ticket);
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, UNFINISHED);
}

async fn whoever_comes_later_has_no_part_in_the_note(stage: Stage) {
    drop(stage.claim("1", "input", json!("first")).await.unwrap());
    for input in ["input", "other"] {
        drop(stage.claim("1", input, json!("second")).await.unwrap());
    }
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "other").await, Seen::OtherInput);
    assert_eq!(stage.look("1", "input").await, Seen::Unfinished(json!("first")));
    stage.unfinished("1", "input").await.withdraw().await.unwrap();
    drop(stage.claim("1", "input", json!("third")).await.unwrap());
    assert_eq!(stage.look("1", "input").await, Seen::Unfinished(json!("third")));
}

async fn a_note_makes_no_record_younger(stage: Stage) {
    let ticket = stage.first("1", "input").await;
    stage.clock.turn(3599);
    ticket.notes().keep(json!("late")).await.unwrap();
    drop(ticket);
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::Unfinished(json!("late")));
    stage.clock.turn(1);
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::First);
}

async fn a_note_that_could_not_be_read_again_is_refused(stage: Stage) {
    let bottomless = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let refusal = stage.claim("1", "input", bottomless.clone()).await.unwrap_err();
    assert!(matches!(refusal, StoreError::Depth));
    let ticket = stage.first("1", "input").await;
    ticket.notes().keep(json!("plain")).await.unwrap();
    assert!(matches!(ticket.notes().keep(bottomless).await, Err(StoreError::Depth)));
    drop(ticket);
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::Unfinished(json!("plain")));
}

async fn there_is_no_note_without_an_unfinished_record(stage: Stage) {
    let is_refused = async |key: &str| {
        let noted = stage.store.note(&of_ada(key), json!("canary")).await;
        assert!(matches!(noted, Err(StoreError::NotBegun)), "{key}");
    };
    is_refused("never begun").await;
    let (finished, withdrawn) =
        (stage.first("finished", "input").await, stage.first("withdrawn", "input").await);
    let (late, later) = (finished.notes(), withdrawn.notes());
    finished.finish(json!(1)).await.unwrap();
    withdrawn.withdraw().await.unwrap();
    for (notes, key) in [(late, "finished"), (later, "withdrawn")] {
        assert!(matches!(notes.keep(json!("canary")).await, Err(StoreError::NotBegun)));
        is_refused(key).await;
    }
    let expiring = stage.first("expiring", "input").await;
    stage.clock.turn(3600);
    drop(stage.first("other", "input").await);
    assert!(matches!(expiring.notes().keep(json!("canary")).await, Err(StoreError::NotBegun)));
    drop(expiring);
    let stage = stage.restart().await;
    assert_eq!(stage.look("finished", "input").await, Seen::First);
    assert_eq!(stage.look("withdrawn", "input").await, Seen::First);
}

/// Else a note could fall into the hands of somebody who has begun meanwhile.
async fn notes_keep_the_turn_though_the_ticket_is_gone(stage: Stage) {
    let ticket = stage.first("1", "input").await;
    let notes = ticket.notes();
    ticket.withdraw().await.unwrap();
    let mut next = Box::pin(stage.look("1", "other"));
    assert!(futures::poll!(&mut next).is_pending());
    assert!(matches!(notes.keep(json!("canary")).await, Err(StoreError::NotBegun)));
    drop(notes);
    assert_eq!(next.await, Seen::First);
}
