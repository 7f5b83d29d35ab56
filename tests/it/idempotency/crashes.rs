//! A process that ends at any moment leaves exactly what it had acknowledged.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};
use signgraph::idempotency::{Begun, Claim, Fingerprint, Store, StoreError};

use super::stage::{HandClock, Stage, of_ada, open};

/// What stands under the keys "a", "b" and "c".
type Found = [Begun; 3];

#[tokio::test]
async fn a_file_that_breaks_off_anywhere_holds_what_was_acknowledged_by_then() {
    let written = history().await;
    let (last, _) = written.last().unwrap();
    let title = written[0].0.len();
    for cut in cuts(last) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("idempotency.jsonl");
        put(&path, &last[..cut]);
        if (1..title).contains(&cut) {
            let refusal = open(&path, &HandClock::default()).await.map(drop).unwrap_err();
            assert!(matches!(refusal, StoreError::Content { line: 1, .. }), "{cut}: {refusal}");
            continue;
        }
        let acknowledged = written.iter().rev().find(|(bytes, _)| bytes.len() <= cut);
        let expected = &acknowledged.unwrap_or(&written[0]).1;
        assert_eq!(&found(&path).await, expected, "cut after {cut} of {} bytes", last.len());
    }
}

/// The file after each of some changes, and what stands under the keys then.
async fn history() -> Vec<(Vec<u8>, Found)> {
    use Begun::{Finished, New, Unfinished};
    let stage = Stage::in_a_file().await;
    let mut history = Vec::new();
    let mut note = |found: Found| history.push((fs::read(stage.path()).unwrap(), found));
    note([New, New, New]);
    let a = stage.first("a", "input").await;
    note([Unfinished(Value::Null), New, New]);
    let b = stage.first("b", "input").await;
    note([Unfinished(Value::Null), Unfinished(Value::Null), New]);
    a.finish(json!({ "text": "ü\n" })).await.unwrap();
    let result = || Finished(json!({ "text": "ü\n" }));
    note([result(), Unfinished(Value::Null), New]);
    b.withdraw().await.unwrap();
    note([result(), New, New]);
    let Ok(Claim::First(c)) = stage.claim("c", "input", json!("first")).await else {
        panic!("not the first")
    };
    note([result(), New, Unfinished(json!("first"))]);
    c.notes().keep(json!({ "text": "ü\n" })).await.unwrap();
    note([result(), New, Unfinished(json!({ "text": "ü\n" }))]);
    history
}

/// Around every end of a line, and in the middle of each.
fn cuts(bytes: &[u8]) -> Vec<usize> {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let mut cuts: Vec<usize> = vec![0, 1];
    for end in ends {
        let start = cuts.iter().copied().max().unwrap_or_default();
        cuts.extend([start.midpoint(end), end - 2, end - 1, end]);
        cuts.extend((end < bytes.len()).then_some(end + 1));
    }
    cuts
}

#[tokio::test]
async fn a_file_is_written_on_after_a_line_that_broke_off() {
    let written = history().await;
    let (last, _) = written.last().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("idempotency.jsonl");
    put(&path, &last[..last.len() - 1]);
    let store = open(&path, &HandClock::default()).await.unwrap();
    assert_eq!(begin(&store, "c").await, Begun::Unfinished(json!("first")));
    store.note(&of_ada("c"), json!("again")).await.unwrap();
    drop(store);
    assert_eq!(found(&path).await[2], Begun::Unfinished(json!("again")));
    let store = open(&path, &HandClock::default()).await.unwrap();
    store.finish(&of_ada("c"), json!(1)).await.unwrap();
    drop(store);
    assert_eq!(found(&path).await[2], Begun::Finished(json!(1)));
}

/// Somebody who can write the file, or a disk that forgets, is not taken for a crash.
#[tokio::test]
async fn any_other_wrong_line_is_refused_with_its_number_and_left_as_it_is() {
    let text = String::from_utf8(history().await.pop().unwrap().0).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let with = |at: usize, line: &str| {
        let mut lines = lines.clone();
        lines[at - 1] = line;
        lines.join("\n") + "\n"
    };
    let wrong = [
        (1, "canary".to_owned()),
        (1, "{\"canary\":1}\n".to_owned()),
        (1, with(1, "{\"signgraph\":\"idempotency\",\"version\":2}")),
        (1, lines[1..].join("\n") + "\n"),
        (2, with(2, "canary")),
        (2, with(2, "")),
        (2, with(2, &lines[1].replace("\"seal\"", "\"canary\""))),
        (2, with(2, &lines[1].replace("\"salt\":\"", "\"salt\":\"AA"))),
        (4, with(2, lines[2])),
        (4, with(3, lines[3])),
        (5, with(5, "{\"finish\":{\"key\":\"canary\",\"result\":1}}")),
        (6, with(6, &lines[5][..lines[5].len() - 1])),
        (6, with(6, lines[6])),
        (7, with(7, "{\"note\":{\"key\":\"canary\",\"note\":1}}")),
        (7, with(7, &lines[6].replace("\"note\":{\"text", "\"canary\":{\"text"))),
        (8, text.clone() + lines[4] + "\n"),
        (
            8,
            text.replace(
                lines[6],
                &format!("{}\n{}", lines[3].replace(&key_of(lines[3]), &key_of(lines[6])), lines[6]),
            ),
        ),
    ];
    for (line, content) in wrong {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("idempotency.jsonl");
        put(&path, content.as_bytes());
        let refusal = open(&path, &HandClock::default()).await.map(drop).unwrap_err();
        assert!(
            matches!(refusal, StoreError::Content { line: found, .. } if found == line),
            "{refusal}\n{content}"
        );
        let words = refusal.to_string();
        assert!(words.contains(&format!("line {line} of")) && !words.contains("canary"), "{words}");
        assert_eq!(fs::read(&path).unwrap(), content.as_bytes());
    }
}

/// The key that a line is about.
fn key_of(line: &str) -> String {
    let change: Value = serde_json::from_str(line).unwrap();
    change.as_object().unwrap().values().next().unwrap()["key"].as_str().unwrap().to_owned()
}

async fn found(path: &Path) -> Found {
    let store = open(path, &HandClock::default()).await.unwrap();
    [begin(&store, "a").await, begin(&store, "b").await, begin(&store, "c").await]
}

async fn begin(store: &dyn Store, key: &str) -> Begun {
    store
        .begin(&of_ada(key), &Fingerprint::of(b"input"), Value::Null, HandClock::default().now())
        .await
        .unwrap()
}

fn put(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}
