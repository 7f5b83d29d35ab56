//! What is sealed is in no file and in no text.

use std::fs;

use signgraph::signnow::vault::{CredentialName, FileStore, MemoryStore, Seal, Sealed, TokenStore};

use super::stage::{Stage, name};

const PLAINTEXT: &[u8] = b"canary-refresh-token";

#[tokio::test]
async fn no_plaintext_key_or_address_is_in_a_file_or_in_debug_output() {
    let stage = Stage::new();
    let (seal, file, memory) = (stage.seal(), stage.store(), MemoryStore::new());
    let name = CredentialName::of("canary-client/canary@example.test", "https://canary.example.test");
    let sealed = seal.seal(&name, 7, PLAINTEXT);
    file.swap(&name, None, Some(&sealed)).await.unwrap();
    memory.swap(&name, None, Some(&sealed)).await.unwrap();
    for file in stage.folder.path().read_dir().unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!contains(&bytes, b"canary"));
    }
    assert!(!contains(sealed.as_bytes(), b"canary"));
    let key = fs::read_to_string(stage.folder.path().join("key")).unwrap();
    let read = file.read(&name).await.unwrap().unwrap();
    let other = Sealed::from_bytes(PLAINTEXT.to_vec());
    let text = format!("{name} {name:?} {sealed:?} {read:?} {other:?} {memory:?} {file:?}");
    assert!(!text.contains("canary") && !text.contains(key.trim()), "{text}");
    assert_eq!(*seal.open(&name, &read).unwrap().1, PLAINTEXT);
}

/// Neither an error nor what it shows to a programmer repeats a byte of what it is about.
#[tokio::test]
async fn no_error_tells_what_it_was_given() {
    let stage = Stage::new();
    let (seal, name) = (stage.seal(), name("ada"));
    let mut long = seal.seal(&name, 7, PLAINTEXT).as_bytes().to_vec();
    long.extend_from_slice(PLAINTEXT);
    for bytes in [PLAINTEXT.to_vec(), [&[1][..], &PLAINTEXT.repeat(4)].concat(), long] {
        assert_silent(&seal, &name, bytes);
    }
    fs::write(stage.path(), PLAINTEXT).unwrap();
    let refusal = FileStore::new(stage.path()).read(&name).await.unwrap_err();
    assert!(!format!("{refusal} {refusal:?}").contains("canary"));
}

fn assert_silent(seal: &Seal, name: &CredentialName, bytes: Vec<u8>) {
    let refusal = seal.open(name, &Sealed::from_bytes(bytes)).unwrap_err();
    let text = format!("{refusal} {refusal:?}");
    assert!(!text.contains("canary") && !text.contains("refresh"), "{text}");
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
