//! A caller who goes away takes nothing along.

use std::fs::{File, TryLockError};

use futures::poll;
use signgraph::signnow::vault::{Sealed, TokenStore};

use super::stage::{Stage, name};
use crate::app::PATIENCE;

#[tokio::test]
async fn a_swap_whose_caller_has_gone_is_carried_to_its_end() {
    let stage = Stage::new();
    let (store, ada, bob) = (stage.store(), name("ada"), name("bob"));
    let record = Sealed::from_bytes(vec![1]);
    store.swap(&bob, None, Some(&record)).await.unwrap();
    let lock = File::open(stage.path().with_file_name("tokens.json.lock")).unwrap();
    lock.lock().unwrap();
    {
        let mut swap = store.swap(&ada, None, Some(&record));
        assert!(poll!(&mut swap).is_pending());
    }
    assert_eq!(store.read(&ada).await.unwrap(), None, "another holds the lock");
    drop(lock);
    let arrival = async { while store.read(&ada).await.unwrap().is_none() {} };
    tokio::time::timeout(PATIENCE, arrival).await.unwrap();
    assert_eq!(store.read(&ada).await.unwrap(), Some(record));
}

#[tokio::test]
async fn a_swap_that_nobody_asks_for_is_never_begun() {
    let stage = Stage::new();
    let (store, ada) = (stage.store(), name("ada"));
    drop(store.swap(&ada, None, Some(&Sealed::from_bytes(vec![1]))));
    assert!(stage.names().is_empty());
}

/// The lock is taken for a swap, and for no longer.
#[tokio::test]
async fn who_is_answered_holds_nothing() {
    let stage = Stage::new();
    let (store, ada, record) = (stage.store(), name("ada"), Sealed::from_bytes(vec![1]));
    for _ in 0..2 {
        store.swap(&ada, None, Some(&record)).await.unwrap();
        store.check().await.unwrap();
        let lock = File::open(stage.path().with_file_name("tokens.json.lock")).unwrap();
        assert!(!matches!(lock.try_lock(), Err(TryLockError::WouldBlock)));
    }
}
