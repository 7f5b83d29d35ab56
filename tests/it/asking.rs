//! A graph over a sandbox, asked without HTTP in between: as any role, with any option.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Request, Variables};
use serde_json::{Value, json};
use signgraph::cache::{Cache, Principal};
use signgraph::callers::{Caller, Role};
use signgraph::directory::{Directory, Lifetimes};
use signgraph::graph::{Asking, Freshness, Graph, Options};
use signgraph::idempotency::{self, Keys, MemoryStore};
use signgraph::sandbox::{self, Sandbox, WorldKind};
use signgraph::signnow::vault::SealedStore;
use signgraph::signnow::{self, Client, Credentials, SystemClock, Upstream};

use crate::support::install_crypto;

/// The sandbox, and the graph over it.
pub(crate) struct Stage {
    sandbox: Sandbox,
    graph: Graph,
    http: reqwest::Client,
}

/// What was answered, as a caller reads it.
pub(crate) struct Told {
    pub(crate) data: Value,
    pub(crate) errors: Vec<Value>,
    pub(crate) extensions: Value,
}

impl Stage {
    pub(crate) async fn start(change: impl FnOnce(&mut Options)) -> Self {
        Self::start_in(WorldKind::Demo, change).await
    }

    pub(crate) async fn start_in(world: WorldKind, change: impl FnOnce(&mut Options)) -> Self {
        let sandbox = Sandbox::start(sandbox::Options { world, ..Default::default() }).await.unwrap();
        let mut options = Options::default();
        change(&mut options);
        let keys = Keys::new(
            Arc::new(MemoryStore::new(&idempotency::Options::default())),
            Arc::new(chrono::Utc::now),
        );
        let graph = Graph::new(directory(&sandbox), keys, options);
        install_crypto();
        Self { sandbox, graph, http: reqwest::Client::new() }
    }

    pub(crate) async fn ask(&self, role: Role, query: &str, variables: Value) -> Told {
        self.asked(role, Freshness::Cached, query, variables).await
    }

    /// Asks for an answer that is not from the cache.
    pub(crate) async fn ask_anew(&self, role: Role, query: &str, variables: Value) -> Told {
        self.asked(role, Freshness::Refresh, query, variables).await
    }

    async fn asked(&self, role: Role, freshness: Freshness, query: &str, variables: Value) -> Told {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(60);
        let request = Request::new(query).variables(Variables::from_json(variables));
        let caller = Caller { role, ..Caller::anybody() };
        let asking = Asking { caller, freshness, deadline, remaining: Some(100) };
        let executed = self.graph.execute(request, asking).await;
        let mut told = serde_json::to_value(executed.response).unwrap();
        Told {
            data: told["data"].take(),
            errors: told["errors"].take().as_array().cloned().unwrap_or_default(),
            extensions: told["extensions"].take(),
        }
    }

    /// The calls that reached the sandbox, by route, without those for tokens.
    pub(crate) async fn calls(&self) -> BTreeMap<String, u64> {
        let body: Value = self.http.get(self.control("requests")).send().await.unwrap().json().await.unwrap();
        let counts: BTreeMap<String, u64> = serde_json::from_value(body["counts"].clone()).unwrap();
        counts.into_iter().filter(|(route, _)| !route.contains("/oauth2/")).collect()
    }

    /// Every request that reached the sandbox.
    pub(crate) async fn requests(&self) -> Vec<Value> {
        let body: Value = self.http.get(self.control("requests")).send().await.unwrap().json().await.unwrap();
        body["requests"].as_array().unwrap().clone()
    }

    pub(crate) async fn forget_calls(&self) {
        let only = json!({ "only": ["requests"] });
        let response = self.http.post(self.control("reset")).json(&only).send().await.unwrap();
        assert!(response.status().is_success());
    }

    fn control(&self, path: &str) -> String {
        format!("{}/__sandbox/{path}", self.sandbox.url())
    }
}

impl Told {
    /// The codes of what was refused as a whole.
    pub(crate) fn refusals(&self) -> Vec<&str> {
        let whole = self.errors.iter().filter(|error| error["path"].is_null());
        whole.map(|error| error["extensions"]["code"].as_str().unwrap()).collect()
    }

    pub(crate) fn message(&self) -> &str {
        self.errors.first().and_then(|error| error["message"].as_str()).unwrap_or_default()
    }
}

fn directory(sandbox: &Sandbox) -> Directory {
    let credentials = Credentials::Password {
        client_id: "sandbox-client".to_owned(),
        client_secret: "sandbox-secret".to_owned().into(),
        username: "viewer@sandbox.test".to_owned(),
        password: "sandbox-password".to_owned().into(),
    };
    let options = signnow::Options::new(Upstream::parse(&sandbox.url(), &[]).unwrap(), credentials);
    let client = Client::new(options, SealedStore::in_memory(), Arc::new(SystemClock)).unwrap();
    Directory::new(client, Cache::new(&Default::default()), Lifetimes::default(), Principal::new("viewer"))
}
