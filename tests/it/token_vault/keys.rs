//! Keys in files and in words.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::thread;

use signgraph::signnow::vault::{FileError, Key, KeyError};

use super::stage::Stage;

/// 32 bytes, as `openssl rand -base64 32` would print them.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn put(path: &Path, content: &str) {
    fs::write(path, content).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
}

fn from_text(text: &str) -> Result<Key, KeyError> {
    Key::from_base64(&text.to_owned().into())
}

#[test]
fn a_key_is_read_from_base64_with_or_without_what_surrounds_it() {
    let id = from_text(KEY).unwrap().id();
    for text in [format!(" {KEY}\r\n"), KEY.trim_end_matches('=').to_owned()] {
        assert_eq!(from_text(&text).unwrap().id(), id);
    }
    assert_ne!(from_text(&KEY.replace("AAEC", "AAED")).unwrap().id(), id);
    assert_ne!(Key::random().id(), Key::random().id());
    let stage = Stage::new();
    let path = stage.folder.path().join("key");
    put(&path, &format!("{KEY}\n"));
    assert_eq!(Key::from_file(&path).unwrap().id(), id);
    assert_eq!(Key::from_file_or_new(&path).unwrap().id(), id);
    let link = stage.folder.path().join("link");
    symlink(&path, &link).unwrap();
    assert_eq!(Key::from_file(&link).unwrap().id(), id, "secrets are mounted as links");
}

#[test]
fn what_is_no_key_is_refused_with_its_fault_and_not_shown() {
    let stage = Stage::new();
    let path = stage.folder.path().join("key");
    for (content, words) in [
        ("", "has 0 bytes"),
        ("c2VjcmV0", "has 6 bytes"),
        (&KEY[4..], "has 29 bytes"),
        (&format!("AAAA{KEY}"), "has 35 bytes"),
        (&"c2VjcmV0".repeat(20), "is far too long"),
        (&"c2VjcmV0".repeat(2000), "is far too long"),
        ("correct horse battery staple", "is not in base64"),
        (&KEY.replace('A', "é"), "is not in base64"),
    ] {
        put(&path, content);
        let in_file = [Key::from_file(&path), Key::from_file_or_new(&path)];
        for refusal in in_file.into_iter().chain([from_text(content)]) {
            let refusal = refusal.map(drop).unwrap_err();
            let told = format!("{refusal} {refusal:?}");
            assert!(refusal.to_string().contains(&format!("{words}; it has to be 32")), "{refusal}");
            assert!(!told.contains("c2Vj") && !told.contains("horse"), "{told}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), content, "it is left as it is");
    }
}

#[test]
fn a_key_that_others_may_use_or_that_is_no_file_is_refused() {
    let stage = Stage::new();
    let folder = stage.folder.path();
    let path = folder.join("key");
    put(&path, KEY);
    for loose in [0o640, 0o604, 0o644, 0o620, 0o601] {
        fs::set_permissions(&path, Permissions::from_mode(loose)).unwrap();
        for refusal in [Key::from_file(&path), Key::from_file_or_new(&path)] {
            let refusal = refusal.map(drop).unwrap_err();
            assert!(
                matches!(refusal, KeyError::File(FileError::Permissions { mode, .. }) if mode == loose),
                "{refusal}"
            );
            assert!(refusal.to_string().contains("run `chmod 600` on it"), "{refusal}");
        }
    }
    assert!(Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
    for (name, words) in [
        ("", "is no ordinary file"),
        ("pipe", "is no ordinary file"),
        ("none", "cannot be opened"),
        ("missing/key", "cannot be opened"),
    ] {
        let refusal = Key::from_file(&folder.join(name)).map(drop).unwrap_err();
        assert!(refusal.to_string().contains(words), "{name}: {refusal}");
    }
    assert!(Key::from_file_or_new(&folder.join("missing/key")).is_err());
}

#[test]
fn a_new_key_is_its_owners_alone_and_stays() {
    let stage = Stage::new();
    let path = stage.folder.path().join("key");
    let made = Key::from_file_or_new(&path).unwrap().id();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(Key::from_file_or_new(&path).unwrap().id(), made);
    assert_eq!(Key::from_file(&path).unwrap().id(), made);
    assert_eq!(stage.names(), ["key"], "no temporary file is left");
}

#[test]
fn all_who_make_a_key_at_once_end_with_the_same() {
    for _ in 0..20 {
        let (stage, barrier) = (Stage::new(), Barrier::new(8));
        let path = stage.folder.path().join("key");
        let make = || {
            barrier.wait();
            Key::from_file_or_new(&path).unwrap().id()
        };
        let ids: Vec<_> = thread::scope(|scope| {
            let makers: Vec<_> = (0..8).map(|_| scope.spawn(make)).collect();
            makers.into_iter().map(|maker| maker.join().unwrap()).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(stage.names(), ["key"]);
    }
}
