//! The file itself: who may have it, what it may hold, and how long it gets.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use signgraph::signnow::vault::{FileError, FileStore, Found, Sealed, StoreError, TokenStore};

use super::stage::{Stage, count_up, generation, name};

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

/// All an error says, down to its last cause.
fn told(error: &StoreError) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(" ({cause})"));
    format!("{error}{}", cause.unwrap_or_default())
}

/// What reading, swapping and checking refuse with.
async fn refusals(store: &FileStore) -> [StoreError; 3] {
    let (name, record) = (name("ada"), Sealed::from_bytes(vec![1]));
    let read = store.read(&name).await.unwrap_err();
    let swap = store.swap(&name, None, Some(&record)).await.unwrap_err();
    [read, swap, store.check().await.unwrap_err()]
}

#[tokio::test]
async fn a_file_holds_all_credentials_and_is_its_owners_alone() {
    let stage = Stage::new();
    let (store, seal) = (stage.store(), stage.seal());
    for principal in ["ada", "bob", "ada"] {
        count_up(&store, &seal, &name(principal)).await.unwrap();
    }
    assert_eq!(generation(&store, &seal, &name("ada")).await, 2);
    assert_eq!(generation(&store, &seal, &name("bob")).await, 1);
    let lock = stage.path().with_file_name("tokens.json.lock");
    assert_eq!((mode(&stage.path()), mode(&lock)), (0o600, 0o600));
    let document: serde_json::Value = serde_json::from_slice(&fs::read(stage.path()).unwrap()).unwrap();
    assert_eq!((&document["signgraph"], &document["version"]), (&"tokens".into(), &1.into()));
    assert_eq!(document["records"].as_object().unwrap().len(), 2);
    assert!(document["records"][name("ada").as_str()].is_string());
}

#[tokio::test]
async fn what_others_may_use_is_refused_and_left_as_it_is() {
    let stage = Stage::new();
    let store = stage.store();
    count_up(&store, &stage.seal(), &name("ada")).await.unwrap();
    let before = fs::read(stage.path()).unwrap();
    for loose in [0o640, 0o604, 0o660, 0o620, 0o601] {
        fs::set_permissions(stage.path(), Permissions::from_mode(loose)).unwrap();
        for refusal in refusals(&store).await {
            let StoreError::File(FileError::Permissions { mode, .. }) = refusal else { panic!("{refusal}") };
            assert_eq!(mode, loose);
            assert!(refusal.to_string().contains("run `chmod 600` on it"), "{refusal}");
        }
    }
    assert_eq!(fs::read(stage.path()).unwrap(), before);
    fs::set_permissions(stage.path(), Permissions::from_mode(0o400)).unwrap();
    store.check().await.unwrap();
}

#[tokio::test]
async fn what_is_none_of_ours_is_refused_with_advice_and_left_as_it_is() {
    let stage = Stage::new();
    let newer = r#"{"signgraph":"tokens","version":2,"records":{}}"#;
    let foreign = r#"{"signgraph":"idempotency","version":1,"records":{}}"#;
    let plain = "{\n  \"generation\": 3,\n  \"access_token\": \"canary\"\n}";
    let wrong_name = r#"{"signgraph":"tokens","version":1,"records":{"canary":"AAAA"}}"#;
    let wrong_record = format!(r#"{{"signgraph":"tokens","version":1,"records":{{"{}":"!"}}}}"#, name("ada"));
    let long = " ".repeat(4 * 1024 * 1024) + "1";
    for (content, expected, words) in [
        ("", Found::Other, "move it away, or name another file"),
        ("canary", Found::Other, "move it away, or name another file"),
        (foreign, Found::Other, "move it away, or name another file"),
        (
            plain,
            Found::PlainTokens,
            "in clear, as an earlier signgraph kept them; move it away, log in again",
        ),
        (newer, Found::Version(2), "run the one that wrote it"),
        (wrong_name, Found::Damage, "move it away, and log in again"),
        (&wrong_record, Found::Damage, "move it away, and log in again"),
        (&long, Found::TooMuch, "longer than 4 MiB"),
    ] {
        fs::write(stage.path(), content).unwrap();
        fs::set_permissions(stage.path(), Permissions::from_mode(0o600)).unwrap();
        for refusal in refusals(&stage.store()).await {
            let StoreError::Content { found, .. } = refusal else { panic!("{refusal}") };
            assert_eq!(found, expected);
            assert!(refusal.to_string().contains(words), "{refusal}");
            assert!(!format!("{refusal} {refusal:?}").contains("canary"));
        }
        assert_eq!(fs::read_to_string(stage.path()).unwrap(), content);
    }
}

#[tokio::test]
async fn what_cannot_be_a_file_of_ours_is_told_at_once() {
    let stage = Stage::new();
    let folder = stage.folder.path();
    fs::write(folder.join("file"), "").unwrap();
    fs::create_dir(folder.join("folder")).unwrap();
    symlink(folder.join("tokens.json"), folder.join("link")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
    for (path, words) in [
        ("missing/tokens.json", "cannot be opened (No such file"),
        ("file/tokens.json", "cannot be opened (Not a directory"),
        ("folder", "is no ordinary file"),
        ("pipe", "is no ordinary file"),
        ("link", "is no ordinary file"),
    ] {
        let store = FileStore::new(folder.join(path));
        let swap = store.swap(&name("ada"), None, None).await.unwrap_err();
        for refusal in [swap, store.check().await.unwrap_err()] {
            assert!(told(&refusal).contains(words), "{path}: {}", told(&refusal));
        }
    }
    assert!(!folder.join("tokens.json").exists());
}

#[tokio::test]
async fn without_a_lock_nothing_is_changed() {
    let stage = Stage::new();
    let (store, seal, name) = (stage.store(), stage.seal(), name("ada"));
    count_up(&store, &seal, &name).await.unwrap();
    let before = fs::read(stage.path()).unwrap();
    let lock = stage.path().with_file_name("tokens.json.lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let kept = store.read(&name).await.unwrap();
    let refusal = store.swap(&name, kept.as_ref(), None).await.unwrap_err();
    assert!(refusal.to_string().starts_with("the lock file"), "{refusal}");
    fs::remove_dir(&lock).unwrap();
    fs::write(&lock, "").unwrap();
    fs::set_permissions(&lock, Permissions::from_mode(0o666)).unwrap();
    let refusal = store.swap(&name, kept.as_ref(), None).await.unwrap_err();
    assert!(refusal.to_string().contains("tokens.json.lock is open to other users"), "{refusal}");
    assert_eq!(fs::read(stage.path()).unwrap(), before);
}

#[tokio::test]
async fn a_record_that_does_not_fit_is_refused_and_the_others_stay() {
    let stage = Stage::new();
    let (store, seal) = (stage.store(), stage.seal());
    count_up(&store, &seal, &name("ada")).await.unwrap();
    let before = fs::read(stage.path()).unwrap();
    // Three bytes are four letters.
    let large = |bytes| Sealed::from_bytes(vec![1; bytes]);
    let most = (4 * 1024 * 1024 - before.len()) / 4 * 3;
    let refusal = store.swap(&name("bob"), None, Some(&large(most))).await.unwrap_err();
    assert!(matches!(refusal, StoreError::Full { .. }), "{refusal}");
    assert_eq!(fs::read(stage.path()).unwrap(), before);
    assert!(store.swap(&name("bob"), None, Some(&large(most - 75))).await.unwrap());
    assert_eq!(generation(&store, &seal, &name("ada")).await, 1);
}

#[tokio::test]
async fn a_check_changes_nothing_but_the_lock_and_what_was_left_half_written() {
    let stage = Stage::new();
    stage.store().check().await.unwrap();
    assert_eq!(stage.names(), ["tokens.json.lock"]);
    count_up(&stage.store(), &stage.seal(), &name("ada")).await.unwrap();
    let before = fs::read(stage.path()).unwrap();
    let (left, of_another) = (".signgraph-tokens.json.aB3dE6gH", ".signgraph-tokens.json.x.aB3dE6gH");
    for name in [left, of_another, "mine"] {
        fs::write(stage.folder.path().join(name), "").unwrap();
    }
    stage.store().check().await.unwrap();
    assert_eq!(stage.names(), [of_another, "key", "mine", "tokens.json", "tokens.json.lock"]);
    assert_eq!(fs::read(stage.path()).unwrap(), before);
}
