//! A server that asks callers who they are, and the file that says who may come in.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::{Value, json};
use signgraph::app::App;
use signgraph::callers::{Draft, FileStore, Integration, Registry, Role};
use signgraph::config::{Sources, load};
use tempfile::TempDir;

use crate::app::advance;
use crate::support::install_crypto;

pub(super) struct Stage {
    pub(super) app: App,
    pub(super) folder: TempDir,
    client: reqwest::Client,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) challenge: Option<String>,
    pub(super) body: Value,
}

impl Answer {
    pub(super) fn code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"].as_str().unwrap_or("none")
    }
}

impl Stage {
    /// Two accounts of the embedded sandbox.
    pub(super) async fn start() -> Stage {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("signgraph.toml");
        let text = format!(
            "[server]\nlisten = '127.0.0.1:0'\n[callers]\nintegrations_file = '{}'\n\
             [accounts.other]\ncredentials.username = 'outsider@sandbox.test'\n",
            folder.path().join("integrations.json").display()
        );
        std::fs::write(&file, text).unwrap();
        let config = load(Sources { file: Some(file), ..Sources::default() }).unwrap();
        install_crypto();
        let app = App::start(&config).await.unwrap();
        // A connection that is kept would be too old once the clock was moved.
        let client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        Stage { app, folder, client }
    }

    pub(super) fn file(&self) -> PathBuf {
        self.folder.path().join("integrations.json")
    }

    /// The integrations as another process sees them.
    pub(super) fn registry(&self) -> Registry {
        Registry::new(Arc::new(FileStore::new(self.file())))
    }

    /// One that is let in, and its key.
    pub(super) async fn integration(&self, role: Role, account: &str) -> (Integration, String) {
        let registry = self.registry();
        let (integration, key) = registry.create(&draft(role, account)).await.unwrap();
        let integration = registry.set_active(&integration.id, true).await.unwrap();
        // A server believes what it read for a second.
        advance(Duration::from_secs(2)).await;
        (integration, key.text().expose_secret().to_owned())
    }

    pub(super) async fn ask(&self, key: Option<&str>, query: &str) -> Answer {
        self.ask_at("/graphql", key, query).await
    }

    pub(super) async fn ask_at(&self, path: &str, key: Option<&str>, query: &str) -> Answer {
        let mut request =
            self.client.post(format!("{}{path}", self.app.url())).json(&json!({ "query": query }));
        if let Some(key) = key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        let response = request.send().await.unwrap();
        let challenge = response.headers().get("www-authenticate");
        Answer {
            status: response.status().as_u16(),
            challenge: challenge.map(|value| value.to_str().unwrap().to_owned()),
            body: response.json().await.unwrap(),
        }
    }

    /// How many calls reached signNow.
    pub(super) async fn calls(&self) -> u64 {
        let url = format!("{}/__sandbox/requests", self.app.sandbox().unwrap().url());
        let ledger: Value = self.client.get(url).send().await.unwrap().json().await.unwrap();
        ledger["counts"].as_object().unwrap().values().filter_map(Value::as_u64).sum()
    }
}

pub(super) fn draft(role: Role, account: &str) -> Draft {
    Draft {
        label: "CRM Production".to_owned(),
        webhook_url: None,
        owner: "crm@example.com".to_owned(),
        role,
        account: account.to_owned(),
    }
}

pub(super) const WHO: &str = "{ viewer { email } }";
