//! Callers, keys, inputs, notes and results are in no text this room produces, and only notes and results are in its file.

use std::error::Error;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use signgraph::idempotency::{Begun, Claim, Fingerprint, RecordKey, StoreError};

use super::stage::{HandClock, Stage, open};

fn key() -> RecordKey {
    RecordKey::new("canary-caller", "canary-key")
}

fn input() -> Fingerprint {
    Fingerprint::of(b"canary-input")
}

/// All an error says, to people and to programmers, down to its last cause.
fn everything(error: &StoreError) -> String {
    let cause = error.source().map(|source| format!("{source} {source:?}"));
    format!("{error} {error:?} {}", cause.unwrap_or_default())
}

#[tokio::test]
async fn no_error_and_no_debug_output_tells_them() {
    let stage = Stage::in_a_file().await;
    let (store, path) = (&stage.store, stage.path());
    let mut texts = vec![format!("{:?} {:?}", key(), input())];
    let claim = stage.keys.claim(&key(), &input(), json!("canary-note")).await.unwrap();
    texts.push(format!("{claim:?}"));
    drop(claim);
    let found = store.begin(&key(), &input(), Value::Null, stage.clock.now()).await.unwrap();
    assert_eq!(found, Begun::Unfinished(json!("canary-note")));
    texts.push(format!("{found:?}"));
    let claim = stage.keys.claim(&key(), &input(), Value::Null).await.unwrap();
    texts.push(format!("{claim:?}"));
    let Claim::Unfinished(ticket, _) = claim else { panic!("not unfinished") };
    texts.push(format!("{ticket:?} {:?}", ticket.notes()));
    ticket.finish(json!("canary-result")).await.unwrap();
    let claim = stage.keys.claim(&key(), &input(), Value::Null).await.unwrap();
    let found = store.begin(&key(), &input(), Value::Null, stage.clock.now()).await.unwrap();
    assert_eq!(found, Begun::Finished(json!("canary-result")));
    texts.push(format!("{claim:?} {found:?}"));
    texts.push(everything(&store.note(&key(), json!("canary-note")).await.unwrap_err()));
    texts.push(everything(&store.finish(&key(), json!("canary-result")).await.unwrap_err()));
    texts.push(everything(&store.withdraw(&key()).await.unwrap_err()));
    let bottomless = (0..200).fold(json!("canary"), |inner, _| Value::Array(vec![inner]));
    let other = RecordKey::new("canary-caller", "canary-other");
    store.begin(&other, &input(), Value::Null, stage.clock.now()).await.unwrap();
    texts.push(everything(&store.finish(&other, bottomless).await.unwrap_err()));
    texts.push(everything(&open(&path, &stage.clock).await.map(drop).unwrap_err()));
    let text = fs::read_to_string(&path).unwrap();
    drop(stage.restart().await);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("idempotency.jsonl");
    fs::write(&path, text.replace("\"result\":", "\"resort\":")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    texts.push(everything(&open(&path, &HandClock::default()).await.map(drop).unwrap_err()));
    assert!(texts.iter().all(|text| !text.contains("canary")), "{texts:#?}");
    assert!(texts.last().unwrap().contains("line 3"), "{texts:?}");
}

#[tokio::test]
async fn the_file_has_notes_until_there_are_results_and_digests_and_equal_inputs_look_different() {
    let stage = Stage::in_a_file().await;
    for key in [key(), RecordKey::new("canary-caller", "canary-other")] {
        let claim = stage.keys.claim(&key, &input(), json!("noted")).await.unwrap();
        let Claim::First(ticket) = claim else { panic!("not the first") };
        ticket.finish(json!({ "result": "kept as it is" })).await.unwrap();
    }
    let text = fs::read_to_string(stage.path()).unwrap();
    assert!(text.contains("kept as it is") && !text.contains("canary"), "{text}");
    let stage = stage.restart().await;
    let anew = fs::read_to_string(stage.path()).unwrap();
    assert!(text.contains("noted") && !anew.contains("noted"), "who has a result needs no note: {anew}");
    let seals: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["begin"]["seal"].take())
        .filter(Value::is_object)
        .collect();
    assert_eq!(seals.len(), 2);
    assert_ne!(seals[0]["salt"], seals[1]["salt"]);
    assert_ne!(seals[0]["digest"], seals[1]["digest"]);
}
