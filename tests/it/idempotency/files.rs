//! The file itself: who may have it, and how long it gets.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use signgraph::idempotency::{FileStore, Fingerprint, Options, Store, StoreError};

use super::stage::{HandClock, OPTIONS, Seen, Stage, UNFINISHED, of_ada, open};

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_new_file_and_its_lock_are_for_their_owner_alone() {
    let stage = Stage::in_a_file().await;
    let path = stage.path();
    let lock = path.with_file_name("idempotency.jsonl.lock");
    assert_eq!((mode(&path), mode(&lock)), (0o600, 0o600));
    let stage = stage.restart().await;
    assert_eq!((mode(&path), mode(&lock)), (0o600, 0o600));
    assert_eq!(path.parent().unwrap().read_dir().unwrap().count(), 2, "no temporary file is left");
    drop(stage);
}

#[tokio::test]
async fn a_file_that_others_may_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (path, clock) = (folder.path().join("idempotency.jsonl"), HandClock::default());
    drop(open(&path, &clock).await.unwrap());
    for open_to_others in [0o640, 0o604, 0o660, 0o622, 0o601] {
        fs::set_permissions(&path, Permissions::from_mode(open_to_others)).unwrap();
        let refusal = open(&path, &clock).await.map(drop).unwrap_err();
        assert!(matches!(refusal, StoreError::Permissions { mode, .. } if mode == open_to_others));
        assert!(refusal.to_string().contains("chmod 600"), "{refusal}");
    }
    fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    open(&path, &clock).await.unwrap();
}

#[tokio::test]
async fn a_second_opener_is_refused_until_the_first_has_gone() {
    let stage = Stage::in_a_file().await;
    let (path, clock) = (stage.path(), stage.clock.clone());
    let ticket = stage.first("1", "input").await;
    let refusal = open(&path, &clock).await.map(drop).unwrap_err();
    assert!(matches!(refusal, StoreError::Held { .. }));
    assert!(refusal.to_string().contains("in use by another process"), "{refusal}");
    ticket.finish(json!(1)).await.unwrap();
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::Finished(json!(1)));
}

#[tokio::test]
async fn what_cannot_be_a_file_of_ours_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    for (name, action, words) in [
        ("missing/idempotency.jsonl", "locked", "No such file"),
        ("file/idempotency.jsonl", "locked", "Not a directory"),
        ("folder", "read", "it is no ordinary file"),
    ] {
        let refusal = open(&folder.path().join(name), &HandClock::default()).await.map(drop).unwrap_err();
        let cause = std::error::Error::source(&refusal).unwrap().to_string();
        assert!(refusal.to_string().ends_with(&format!("cannot be {action}")), "{name}: {refusal}");
        assert!(cause.contains(words) && !cause.contains(folder.path().to_str().unwrap()), "{name}: {cause}");
    }
}

#[tokio::test]
async fn a_file_does_not_outgrow_what_it_holds() {
    let stage = Stage::in_a_file().await;
    let (path, result) = (stage.path(), |count: usize| json!([count, "a".repeat(30_000)]));
    let length = || path.metadata().unwrap().len();
    stage.first("1", "input").await.finish(result(0)).await.unwrap();
    let mut longest = 0;
    for count in 1..30 {
        stage.clock.turn(1800);
        let (key, other) = if count % 2 == 0 { ("1", "0") } else { ("0", "1") };
        stage.first(key, "input").await.finish(result(count)).await.unwrap();
        assert_eq!(stage.look(other, "input").await, Seen::Finished(result(count - 1)));
        longest = longest.max(length());
    }
    assert!((256 * 1024..320 * 1024).contains(&longest), "{longest} bytes");
    let stage = stage.restart().await;
    assert!(length() < 64 * 1024, "two results are left");
    assert_eq!(stage.look("0", "input").await, Seen::Finished(result(29)));
    assert_eq!(stage.look("1", "input").await, Seen::Finished(result(28)));
    stage.clock.turn(3600);
    let stage = stage.restart().await;
    assert!(length() < 100, "what has expired is left out at the start");
    assert_eq!(stage.look("0", "other").await, Seen::First);
}

/// Version 0.1 before there were notes.
const EARLIER: &str = include_str!("earlier.jsonl");

#[tokio::test]
async fn a_file_of_an_earlier_version_is_read_and_written_on() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), HandClock::default());
    let path = folder.path().join("idempotency.jsonl");
    fs::write(&path, EARLIER).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    let store: Arc<dyn Store> = Arc::new(open(&path, &clock).await.unwrap());
    let stage = Stage { folder: Some(folder), redis: None, keys: clock.keys(&store), clock, store };
    assert_eq!(stage.look("1", "input").await, UNFINISHED);
    assert_eq!(stage.look("2", "input").await, Seen::Finished(json!({ "outcome": "Confirmed" })));
    assert_eq!(
        fs::read_to_string(stage.path()).unwrap(),
        EARLIER,
        "where nothing is noted nothing is written of it"
    );
    stage.unfinished("1", "input").await.notes().keep(json!("later")).await.unwrap();
    let stage = stage.restart().await;
    assert_eq!(stage.look("1", "input").await, Seen::Unfinished(json!("later")));
}

#[tokio::test]
async fn a_lowered_bound_forgets_nothing_that_was_kept_before() {
    let stage = Stage::in_a_file().await;
    for key in ["1", "2", "3"] {
        drop(stage.first(key, "input").await);
    }
    let (path, clock) = (stage.path(), stage.clock.clone());
    let Stage { store, keys, folder, .. } = stage;
    drop((store, keys));
    let lowered = Options { max_records: 1, ..OPTIONS };
    let store: Arc<dyn Store> = Arc::new(FileStore::open(&path, &lowered, clock.now()).await.unwrap());
    let stage = Stage { folder, redis: None, keys: clock.keys(&store), clock, store };
    for key in ["1", "2", "3"] {
        assert_eq!(stage.look(key, "input").await, UNFINISHED);
    }
    let claim = stage.keys.claim(&of_ada("4"), &Fingerprint::of(b"input"), Value::Null).await;
    assert!(matches!(claim, Err(StoreError::Full { max_records: 1 })));
}
