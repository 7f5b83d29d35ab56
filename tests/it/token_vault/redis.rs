//! The store in Redis: what it says of itself, and what it does while its server does not.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use futures::poll;
use signgraph::signnow::vault::{
    CredentialName, Durability, RedisStore, Seal, Sealed, StoreError, TokenStore,
};

use super::stage::{Stage, count_up, generation, name};
use crate::support::RedisServer;

/// What reading, swapping and checking refuse with.
async fn refusals(store: &RedisStore) -> [String; 3] {
    let (name, record) = (name("ada"), Sealed::from_bytes(vec![1]));
    let read = store.read(&name).await.unwrap_err();
    let swap = store.swap(&name, None, Some(&record)).await.unwrap_err();
    let check = store.check().await.unwrap_err();
    [read, swap, check].map(|refusal| {
        assert!(matches!(refusal, StoreError::Other(_)), "{refusal:?}");
        let text = format!("{refusal} {refusal:?} {store:?}");
        assert!(!text.contains("canary"), "{text}");
        refusal.to_string()
    })
}

#[tokio::test]
async fn a_record_has_a_key_of_its_own_that_never_ends() {
    let (stage, server) = (Stage::new(), RedisServer::start());
    let (store, ada) = (server.store(), name("ada"));
    assert_eq!(store.check().await.unwrap(), Durability::Always);
    assert_eq!(server.ask("DBSIZE"), ":0", "a check leaves nothing");
    count_up(&store, &stage.seal(), &ada).await.unwrap();
    count_up(&store, &stage.seal(), &name("bob")).await.unwrap();
    assert_eq!(server.ask("DBSIZE"), ":2");
    assert_eq!(server.ask(&format!("TTL signgraph:{{{ada}}}:tokens")), ":-1");
    let kept = store.read(&ada).await.unwrap();
    assert!(store.swap(&ada, kept.as_ref(), None).await.unwrap());
    assert_eq!(server.ask("DBSIZE"), ":1");
}

#[tokio::test]
async fn what_is_lost_in_a_crash_is_told() {
    let server = RedisServer::start();
    for (setting, expected, words) in [
        ("appendfsync no", Durability::Later, "set appendfsync to always"),
        ("appendonly no", Durability::Never, "set appendonly to yes"),
    ] {
        assert_eq!(server.ask(&format!("CONFIG SET {setting}")), "+OK");
        let durability = server.store().check().await.unwrap();
        assert_eq!((durability, durability.survives_a_crash()), (expected, false));
        assert!(durability.to_string().contains(words), "{durability}");
    }
}

#[tokio::test]
async fn a_server_that_is_killed_is_told_and_all_it_acknowledged_is_there_again() {
    let (stage, mut server) = (Stage::new(), RedisServer::start());
    let (store, seal, ada) = (server.store(), stage.seal(), name("ada"));
    for round in 1..=3 {
        count_up(&store, &seal, &ada).await.unwrap();
        server.kill();
        for refusal in refusals(&store).await {
            assert!(refusal.contains("takes no connections there"), "{refusal}");
            assert!(refusal.contains(&server.address()), "{refusal}");
        }
        server.start_again();
        assert_eq!(generation(&store, &seal, &ada).await, round, "the first call after it works");
        store.check().await.unwrap();
    }
}

#[tokio::test]
async fn a_server_that_hangs_is_waited_for_within_bounds() {
    let (stage, server) = (Stage::new(), RedisServer::start());
    let (used, fresh, seal, ada) = (server.store(), server.store(), stage.seal(), name("ada"));
    count_up(&used, &seal, &ada).await.unwrap();
    server.pause();
    for store in [&used, &fresh] {
        let begun = Instant::now();
        for refusal in refusals(store).await {
            assert!(refusal.contains("does not answer"), "{refusal}");
        }
        assert!(begun.elapsed() < 3 * Duration::from_secs(10), "{:?}", begun.elapsed());
    }
    server.go_on();
    for store in [&used, &fresh] {
        assert!(count_up(store, &seal, &ada).await.is_some(), "what was given up is not answered to another");
    }
    assert_eq!(generation(&used, &seal, &ada).await, 3);
}

#[tokio::test]
async fn a_swap_whose_caller_has_gone_is_made_once_or_not_at_all() {
    let (stage, server) = (Stage::new(), RedisServer::start());
    let (store, seal, ada) = (server.store(), stage.seal(), name("ada"));
    count_up(&store, &seal, &ada).await.unwrap();
    for _ in 0..20 {
        let kept = store.read(&ada).await.unwrap();
        let before = generation(&store, &seal, &ada).await;
        let next = seal.seal(&ada, before + 1, &(before + 1).to_be_bytes());
        {
            let mut swap = store.swap(&ada, kept.as_ref(), Some(&next));
            for _ in 0..rand::random_range(1..6) {
                assert!(!matches!(poll!(&mut swap), std::task::Poll::Ready(Err(_))));
                tokio::task::yield_now().await;
            }
        }
        // Whoever replaced what was expected can be sure that the swap which was given up changes nothing any more.
        while count_up(&store, &seal, &ada).await.is_none() {}
        let after = generation(&store, &seal, &ada).await;
        assert!(after == before + 1 || after == before + 2, "{before} {after}");
    }
}

#[tokio::test]
async fn a_copy_that_is_restored_gives_the_older_record() {
    let (stage, mut server) = (Stage::new(), RedisServer::start());
    let (store, seal, ada) = (server.store(), stage.seal(), name("ada"));
    count_up(&store, &seal, &ada).await.unwrap();
    let old = store.read(&ada).await.unwrap();
    server.kill();
    let copy = stage.folder.path().join("copy");
    copy_folder(server.data(), &copy);
    server.start_again();
    count_up(&store, &seal, &ada).await.unwrap();
    let lost = store.read(&ada).await.unwrap();
    server.kill();
    fs::remove_dir_all(server.data()).unwrap();
    copy_folder(&copy, server.data());
    server.start_again();
    assert_eq!(store.read(&ada).await.unwrap(), old);
    assert!(
        !store.swap(&ada, lost.as_ref(), None).await.unwrap(),
        "what was lost is not there to be replaced"
    );
}

fn copy_folder(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap().success());
}

#[tokio::test]
async fn who_is_not_let_in_is_told_so() {
    let server = RedisServer::start();
    for url in [
        format!("redis://:canary-wrong@{}/0", server.address()),
        format!("redis://canary-user:canary-wrong@{}/0", server.address()),
        format!("redis://{}/0", server.address()),
    ] {
        let store = RedisStore::new(&url.into()).unwrap();
        for refusal in refusals(&store).await {
            assert!(refusal.contains("does not accept the user name and password"), "{refusal}");
        }
    }
    for url in ["", "canary", "http://canary", "redis://:canary@host:port", "redis://:canary@host/canary"] {
        let refusal = RedisStore::new(&url.to_owned().into()).unwrap_err();
        assert!(refusal.to_string().contains("redis://:password@host:6379/0"), "{refusal}");
        assert!(!format!("{refusal} {refusal:?}").contains("canary"), "{refusal}");
    }
}

#[tokio::test]
async fn what_is_none_of_ours_is_refused_and_left_as_it_is() {
    let (stage, server) = (Stage::new(), RedisServer::start());
    let (store, seal, ada) = (server.store(), stage.seal(), name("ada"));
    let key = format!("signgraph:{{{ada}}}:tokens");
    assert_eq!(server.ask(&format!("SET {key} canary")), "+OK");
    let kept = store.read(&ada).await.unwrap().unwrap();
    assert_eq!(kept.as_bytes(), b"canary");
    assert!(seal.open(&ada, &kept).is_err());
    assert!(!store.swap(&ada, None, Some(&kept)).await.unwrap());
    assert_eq!(server.ask(&format!("DEL {key}")), ":1");
    assert_eq!(server.ask(&format!("LPUSH {key} canary")), ":1");
    let record = Sealed::from_bytes(vec![1]);
    for refusal in [store.read(&ada).await.unwrap_err(), swap(&store, &ada, &record).await.unwrap_err()] {
        assert!(refusal.to_string().contains("holds something else under the key"), "{refusal}");
        assert!(!format!("{refusal:?}").contains("canary"));
    }
    assert_eq!(server.ask(&format!("LLEN {key}")), ":1");
}

async fn swap(store: &RedisStore, name: &CredentialName, next: &Sealed) -> Result<bool, StoreError> {
    store.swap(name, None, Some(next)).await
}

#[tokio::test]
async fn a_server_that_takes_no_changes_is_no_store() {
    let (stage, server) = (Stage::new(), RedisServer::start());
    let (store, seal, ada) = (server.store(), stage.seal(), name("ada"));
    count_up(&store, &seal, &ada).await.unwrap();
    let primary = RedisServer::start();
    let port = primary.address().split(':').next_back().unwrap().to_owned();
    assert_eq!(server.ask(&format!("REPLICAOF 127.0.0.1 {port}")), "+OK");
    let refusal = server.store().check().await.unwrap_err();
    assert!(refusal.to_string().contains("is a replica"), "{refusal}");
    assert_eq!(server.ask("REPLICAOF NO ONE"), "+OK");
    assert_eq!(server.ask("ACL SETUSER guest on >guest ~signgraph:* +get +info +ping"), "+OK");
    let guest = RedisStore::new(&format!("redis://guest:guest@{}/0", server.address()).into()).unwrap();
    let refusal = guest.check().await.unwrap_err();
    assert!(refusal.to_string().contains("does not allow this user"), "{refusal}");
}

#[tokio::test]
async fn no_plaintext_is_on_the_disk_of_a_server() {
    let (stage, mut server) = (Stage::new(), RedisServer::start());
    let name = CredentialName::of("canary@example.test", "https://canary.example.test");
    let seal: Seal = stage.seal();
    let record = seal.seal(&name, 1, b"canary-refresh-token");
    assert!(swap(&server.store(), &name, &record).await.unwrap());
    server.kill();
    let found = Command::new("grep").args(["-r", "-c", "-a", "canary"]).arg(server.data()).output().unwrap();
    assert!(!found.status.success(), "{}", String::from_utf8_lossy(&found.stdout));
    let found = Command::new("grep").args(["-r", "-a", "-l", name.as_str()]).arg(server.data()).output();
    assert!(found.unwrap().status.success(), "it is looked at where the record is");
}
