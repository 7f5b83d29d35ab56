//! A store that goes back in time, as a restored copy or a failover makes it.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use signgraph::signnow::{Client, Options};
use tempfile::TempDir;

use super::scripted::Scripted;
use super::world::{HandClock, client_keeping, options, skip, user};
use crate::support::Vault;

struct Stage {
    upstream: Scripted,
    folder: TempDir,
    clock: Arc<HandClock>,
}

impl Stage {
    async fn new() -> Stage {
        let (upstream, folder) = (Scripted::start().await, tempfile::tempdir().unwrap());
        Stage { upstream, folder, clock: HandClock::new() }
    }

    fn options(&self) -> Options {
        options(&self.upstream)
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("tokens.json")
    }

    fn vault(&self) -> Vault {
        Vault::in_file(self.file())
    }

    fn client(&self) -> Client {
        client_keeping(self.options(), self.vault().sealed(), self.clock.clone())
    }

    /// Lets the token end, and asks for something.
    async fn expire(&self, client: &Client) {
        self.clock.advance(3600);
        user(client).await.unwrap();
    }

    fn presented(&self) -> Vec<String> {
        let asked = self.upstream.tokens_asked();
        asked.iter().filter_map(|asked| asked.form().get("refresh_token").cloned()).collect()
    }
}

#[tokio::test]
async fn an_old_copy_is_corrected_and_no_spent_token_is_presented() {
    let stage = Stage::new().await;
    let client = stage.client();
    user(&client).await.unwrap();
    for round in 0..5 {
        let copy = fs::read(stage.file()).unwrap();
        for _ in 0..1 + round % 3 {
            stage.expire(&client).await;
        }
        let before = stage.vault().generation(&stage.options()).await;
        fs::write(stage.file(), copy).unwrap();
        stage.expire(&client).await;
        assert_eq!(stage.vault().generation(&stage.options()).await, before + 1);
    }
    let presented = stage.presented();
    let distinct: HashSet<_> = presented.iter().collect();
    assert_eq!(distinct.len(), presented.len(), "{presented:?}");
    assert_eq!(stage.upstream.grants().iter().filter(|grant| *grant == "password").count(), 1);
}

#[tokio::test]
async fn a_file_that_is_gone_is_put_back_by_whoever_knows_it() {
    let stage = Stage::new().await;
    let client = stage.client();
    user(&client).await.unwrap();
    fs::remove_file(stage.file()).unwrap();
    stage.expire(&client).await;
    assert_eq!(stage.upstream.grants(), ["password", "refresh_token"]);
}

#[tokio::test]
async fn a_running_server_corrects_the_store_without_being_asked() {
    let stage = Stage::new().await;
    let client = stage.client();
    user(&client).await.unwrap();
    let copy = fs::read(stage.file()).unwrap();
    stage.expire(&client).await;
    fs::write(stage.file(), copy).unwrap();
    skip(Duration::from_secs(61)).await;
    let corrected = async {
        while stage.vault().generation(&stage.options()).await != 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), corrected).await.expect("it was never put right");
    // Whoever starts now finds the present, and not the past.
    let other = stage.client();
    stage.expire(&other).await;
    assert_eq!(stage.presented(), ["refresh-1", "refresh-2"]);
    stage.expire(&client).await;
    assert_eq!(stage.presented(), ["refresh-1", "refresh-2", "refresh-3"]);
}
