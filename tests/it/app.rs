//! A graph over a sandbox, both on free ports, and what tests need of either.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use signgraph::app::App;
use signgraph::config::{Config, Sources, load};
use signgraph::sandbox::WorldKind;

use crate::support::install_crypto;

/// A running graph over a sandbox of its own.
pub(crate) struct TestApp {
    app: App,
    client: reqwest::Client,
}

/// What the graph answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) data: Value,
    pub(crate) errors: Vec<Value>,
    pub(crate) extensions: Value,
}

impl TestApp {
    /// The demo world, with everything as it is by default.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// A configuration of one's own, which starts as the default one on a free port.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = load(Sources::default()).unwrap();
        config.server.listen = ([127, 0, 0, 1], 0).into();
        change(&mut config);
        let app = App::start(&config).await.unwrap();
        install_crypto();
        // A connection that is kept would be too old once a test has moved the clock.
        let client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        Self { app, client }
    }

    pub(crate) async fn start_in(world: WorldKind) -> Self {
        Self::start_with(|config| config.sandbox.world = world).await
    }

    pub(crate) fn url(&self) -> String {
        self.app.url()
    }

    /// Where the sandbox is.
    pub(crate) fn sandbox(&self) -> String {
        self.app.sandbox().unwrap().url()
    }

    fn sandbox_url(&self, path: &str) -> String {
        format!("{}/__sandbox/{path}", self.sandbox())
    }

    /// Asks, and insists that nothing failed.
    pub(crate) async fn data(&self, query: &str, variables: Value) -> Value {
        let answer = self.ask(query, variables).await;
        assert!(answer.errors.is_empty(), "{query}\n{:#?}", answer.errors);
        answer.data
    }

    pub(crate) async fn ask(&self, query: &str, variables: Value) -> Answer {
        self.send(query, variables, "max-age=60").await
    }

    /// Asks for an answer that is not from the cache.
    pub(crate) async fn ask_anew(&self, query: &str, variables: Value) -> Answer {
        self.send(query, variables, "no-cache").await
    }

    /// Asks with a small document for the variable at `place`, as a GraphQL multipart request.
    pub(crate) async fn ask_with_file(&self, query: &str, variables: Value, place: &str) -> Answer {
        let operations = json!({ "query": query, "variables": variables }).to_string();
        let map = json!({ "0": [place] }).to_string();
        let file = format!(
            "--file\r\ncontent-disposition: form-data; name=\"0\"; filename=\"lease.pdf\"\r\n\r\n{PDF}\r\n"
        );
        let text = |name: &str, text: &str| {
            format!("--file\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        };
        let body =
            [text("operations", &operations), text("map", &map), file, "--file--\r\n".to_owned()].concat();
        let request = self.client.post(format!("{}/graphql", self.url()));
        let request = request.header("content-type", "multipart/form-data; boundary=file");
        let response = request.header("graphql-require-preflight", "1").body(body).send().await.unwrap();
        Answer::of(response).await
    }

    /// Where the sandbox can fetch a file from: it reaches this machine alone.
    pub(crate) fn sandbox_file(&self) -> String {
        self.sandbox_url("requests")
    }

    /// Lets a signer act.
    pub(crate) async fn signer(&self, act: Value) {
        self.post("signers", act).await;
    }

    async fn send(&self, query: &str, variables: Value, cache_control: &str) -> Answer {
        let response = self
            .client
            .post(format!("{}/graphql", self.url()))
            .header("cache-control", cache_control)
            .json(&json!({ "query": query, "variables": variables }))
            .send()
            .await
            .unwrap();
        Answer::of(response).await
    }

    /// The calls that reached the sandbox, by route; tokens are not a query's affair.
    pub(crate) async fn calls(&self) -> BTreeMap<String, u64> {
        let body = self.control("requests").await;
        let counts: BTreeMap<String, u64> = serde_json::from_value(body["counts"].clone()).unwrap();
        counts.into_iter().filter(|(route, _)| !route.contains("/oauth2/")).collect()
    }

    /// How often a token was asked for.
    pub(crate) async fn token_calls(&self) -> u64 {
        self.control("requests").await["counts"]["POST /oauth2/token"].as_u64().unwrap_or_default()
    }

    pub(crate) async fn forget_calls(&self) {
        self.post("reset", json!({ "only": ["requests"] })).await;
    }

    /// Every request that reached the sandbox, in the order of arrival.
    pub(crate) async fn requests(&self) -> Vec<Value> {
        self.control("requests").await["requests"].as_array().unwrap().clone()
    }

    /// The world as it was in the beginning, and nobody having asked for anything; whoever is signed in stays so.
    pub(crate) async fn begin_anew(&self) {
        self.post("reset", json!({ "only": ["world", "faults", "requests"] })).await;
    }

    /// What the sandbox knows, without the graph in between.
    pub(crate) async fn world(&self) -> Value {
        self.control("state").await
    }

    /// Some parts of it, with commas between their names: the whole is a megabyte.
    pub(crate) async fn parts_of_world(&self, parts: &str) -> Value {
        self.control(&format!("state?only={parts}")).await
    }

    pub(crate) async fn edit_world(&self, change: Value) {
        self.post("state", change).await;
    }

    pub(crate) async fn fault(&self, fault: Value) {
        self.post("faults", json!({ "faults": [fault], "seed": 1 })).await;
    }

    pub(crate) async fn end_faults(&self) {
        let response = self.client.delete(self.sandbox_url("faults")).send().await.unwrap();
        assert!(response.status().is_success());
    }

    async fn control(&self, path: &str) -> Value {
        self.client.get(self.sandbox_url(path)).send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) {
        let response = self.client.post(self.sandbox_url(path)).json(&body).send().await.unwrap();
        let status = response.status();
        assert!(status.is_success(), "{status}: {}", response.text().await.unwrap());
    }

    /// The global id of one of the viewer's organizations: the largest they manage.
    pub(crate) async fn largest_organization(&self) -> String {
        let query = "{ organizations(first: 50, roles: [ADMIN], status: ACTIVE) { nodes { id members(first: 1) { totalCount } } } }";
        let data = self.data(query, json!({})).await;
        let organizations = data["organizations"]["nodes"].as_array().unwrap().clone();
        let size = |organization: &Value| organization["members"]["totalCount"].as_u64();
        organizations.iter().max_by_key(|organization| size(organization)).unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) async fn shutdown(self) {
        self.app.shutdown().await.unwrap();
    }
}

/// The smallest document that is one.
const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

impl Answer {
    async fn of(response: reqwest::Response) -> Self {
        let mut body: Value = response.json().await.unwrap();
        Self {
            data: body["data"].take(),
            errors: body["errors"].take().as_array().cloned().unwrap_or_default(),
            extensions: body["extensions"].take(),
        }
    }

    /// The codes of all errors, with the paths they are at.
    pub(crate) fn failures(&self) -> Vec<(String, String)> {
        let path = |error: &Value| {
            let parts = error["path"].as_array().cloned().unwrap_or_default();
            let part = |part: &Value| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
            parts.iter().map(part).collect::<Vec<_>>().join(".")
        };
        let code = |error: &Value| error["extensions"]["code"].as_str().unwrap_or_default().to_owned();
        self.errors.iter().map(|error| (path(error), code(error))).collect()
    }

    pub(crate) fn calls(&self) -> u64 {
        self.extensions["upstream"]["calls"].as_u64().unwrap()
    }
}

/// Lets time pass for whatever looks at tokio's clock, such as the cache, without waiting for it.
pub(crate) async fn advance(duration: Duration) {
    tokio::time::pause();
    tokio::time::advance(duration).await;
    tokio::time::resume();
}

/// Long enough for anything a test waits for, short enough to end a test that hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
