//! Several accounts of signNow in one process: each with its chain, its limits, its breaker and its part of the cache.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};
use signgraph::app::App;
use signgraph::config::{Config, Sources, load};
use signgraph::sandbox::Sandbox;
use tempfile::TempDir;

use crate::support::install_crypto;

const VIEWER: &str = "viewer@sandbox.test";

/// Two places of signNow, and a server with accounts at both.
struct Stage {
    here: Sandbox,
    there: Sandbox,
    app: App,
    client: reqwest::Client,
}

impl Stage {
    async fn start() -> Stage {
        let here = Sandbox::start(Default::default()).await.unwrap();
        let there = Sandbox::start(Default::default()).await.unwrap();
        let file = format!(
            "[server]\nlisten = '127.0.0.1:0'\nallow_unauthenticated = true\nmetrics_listen = '127.0.0.1:0'\n\
             [upstream]\nurl = '{}'\nbreaker_interval = '1m'\nretry.attempts = 1\n\
             [accounts.support]\ncredentials.username = 'outsider@sandbox.test'\n\
             [accounts.elsewhere]\nurl = '{}'\n credentials.username = '{VIEWER}'\n",
            here.url(),
            there.url()
        );
        let app = App::start(&config(&file)).await.unwrap();
        install_crypto();
        Stage { here, there, app, client: reqwest::Client::new() }
    }

    async fn ask(&self, root: &str, query: &str) -> Value {
        let request = self.client.post(format!("{}{root}/graphql", self.app.url()));
        request.json(&json!({ "query": query })).send().await.unwrap().json().await.unwrap()
    }

    async fn email(&self, root: &str) -> Value {
        self.ask(root, "{ viewer { email } }").await["data"]["viewer"]["email"].take()
    }

    async fn health(&self) -> (u16, Value) {
        let response = self.client.get(format!("{}/health/ready", self.app.url())).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn fault(&self, sandbox: &Sandbox, fault: Value) {
        let url = format!("{}/__sandbox/faults", sandbox.url());
        let response = self.client.post(url).json(&json!({ "faults": [fault] })).send().await.unwrap();
        assert!(response.status().is_success());
    }

    /// The calls that reached a sandbox, by route and by whose they were.
    async fn calls(&self, sandbox: &Sandbox) -> BTreeMap<(String, String), usize> {
        let url = format!("{}/__sandbox/requests", sandbox.url());
        let ledger: Value = self.client.get(url).send().await.unwrap().json().await.unwrap();
        let mut calls = BTreeMap::new();
        for request in ledger["requests"].as_array().unwrap() {
            let text = |name: &str| request[name].as_str().unwrap_or_default().to_owned();
            *calls.entry((text("route"), text("principal"))).or_default() += 1;
        }
        calls
    }

    async fn metrics(&self) -> String {
        self.client.get(self.app.metrics_url().unwrap()).send().await.unwrap().text().await.unwrap()
    }
}

fn config(file: &str) -> Config {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("signgraph.toml");
    std::fs::write(&path, file).unwrap();
    load(Sources { file: Some(path), ..Sources::default() })
        .unwrap_or_else(|complaints| panic!("{complaints}"))
}

fn call(route: &str, principal: &str) -> (String, String) {
    (route.to_owned(), principal.to_owned())
}

#[tokio::test]
async fn each_account_asks_with_its_own_token_and_keeps_its_own_answers() {
    let stage = Stage::start().await;
    for _ in 0..3 {
        assert_eq!(stage.email("").await, VIEWER);
        assert_eq!(stage.email("/accounts/support").await, "outsider@sandbox.test");
        assert_eq!(stage.email("/accounts/elsewhere").await, VIEWER);
    }
    let here = stage.calls(&stage.here).await;
    assert_eq!(here[&call("GET /user", VIEWER)], 1, "{here:?}");
    assert_eq!(here[&call("GET /user", "outsider@sandbox.test")], 1, "{here:?}");
    let there = stage.calls(&stage.there).await;
    assert_eq!(
        there[&call("GET /user", VIEWER)],
        1,
        "the same user of another signNow is somebody else: {there:?}"
    );
    let tokens = |calls: &BTreeMap<(String, String), usize>| -> usize {
        calls.iter().filter(|((route, _), _)| route == "POST /oauth2/token").map(|(_, count)| count).sum()
    };
    assert_eq!((tokens(&here), tokens(&there)), (2, 1));
}

#[tokio::test]
async fn what_one_account_may_see_the_other_may_not() {
    let stage = Stage::start().await;
    let query = "{ organizations(first: 50) { nodes { id name } } }";
    let seen = async |root: &str| -> BTreeSet<String> {
        let answer = stage.ask(root, query).await;
        let nodes = answer["data"]["organizations"]["nodes"].as_array().unwrap().clone();
        nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
    };
    let (viewer, support) = (seen("").await, seen("/accounts/support").await);
    let foreign = viewer.difference(&support).next().expect("the viewer has an organization of their own");
    let query = format!("{{ node(id: \"{foreign}\") {{ ... on Organization {{ name }} }} }}");
    assert!(stage.ask("", &query).await["data"]["node"]["name"].is_string());
    let answer = stage.ask("/accounts/support", &query).await;
    let codes: Vec<&Value> =
        answer["errors"].as_array().into_iter().flatten().map(|error| &error["extensions"]["code"]).collect();
    assert!(answer["data"].is_object() && answer["data"]["node"].is_null(), "{answer}");
    assert!(
        codes.iter().all(|code| ["NOT_FOUND", "FORBIDDEN"].contains(&code.as_str().unwrap())),
        "{answer}"
    );
}

#[tokio::test]
async fn trouble_of_one_account_is_not_trouble_of_another() {
    let stage = Stage::start().await;
    stage.fault(&stage.there, json!({ "route": "POST /oauth2/token", "status": 503 })).await;
    for _ in 0..12 {
        let answer = stage.ask("/accounts/elsewhere", "{ viewer { email } }").await;
        assert_eq!(answer["data"]["viewer"], Value::Null);
    }
    assert_eq!(stage.email("").await, VIEWER);
    let (status, body) = stage.health().await;
    assert_eq!((status, &body["status"]), (200, &json!("ready")), "{body}");
    assert_eq!(body["chain"]["state"], "ready");
    assert!(body["accounts"]["elsewhere"]["chain"]["failure"].is_string(), "{body}");
    assert_eq!(body["accounts"]["elsewhere"]["chain"]["usable"], false, "{body}");

    let begun = std::time::Instant::now();
    stage.fault(&stage.here, json!({ "route": "POST /oauth2/token", "status": 503 })).await;
    let metrics = stage.metrics().await;
    for line in [
        r#"signgraph_chain_usable{account="default"} 1"#,
        r#"signgraph_chain_usable{account="elsewhere"} 0"#,
        r#"signgraph_signnow_calls_total{account="default",route="GET /user",status="2xx"} 1"#,
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
    assert!(!metrics.contains(r#"account="elsewhere",route="GET /user""#), "{metrics}");
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_server_none_of_whose_accounts_is_ready_is_not() {
    let stage = Stage::start().await;
    for sandbox in [&stage.here, &stage.there] {
        stage.fault(sandbox, json!({ "route": "POST /oauth2/token", "status": 400, "body": { "error": "invalid_client" } })).await;
    }
    let (status, body) = stage.health().await;
    assert_eq!(status, 503, "{body}");
    let reasons = body["reasons"].as_array().unwrap();
    let begins = |reason: &Value, name: &str| reason.as_str().unwrap().starts_with(&format!("{name}: "));
    for name in ["default", "elsewhere", "support"] {
        assert!(reasons.iter().any(|reason| begins(reason, name)), "{name}: {body}");
    }
}

#[tokio::test]
async fn an_idempotency_key_is_its_accounts_own() {
    let stage = Stage::start().await;
    let mutation = r#"mutation { updateViewer(input: { firstName: "Ida", idempotencyKey: "the-same" }) {
        outcome userErrors { code } viewer { email firstName } } }"#;
    for (root, email) in [("", VIEWER), ("/accounts/support", "outsider@sandbox.test"), ("", VIEWER)] {
        let answer = stage.ask(root, mutation).await;
        assert_eq!(answer["data"]["updateViewer"]["viewer"]["email"], email, "{answer}");
    }
    let calls = stage.calls(&stage.here).await;
    assert_eq!(calls[&call("PUT /user", VIEWER)], 1, "{calls:?}");
    assert_eq!(calls[&call("PUT /user", "outsider@sandbox.test")], 1, "{calls:?}");
}

#[tokio::test]
async fn every_account_has_its_graphiql_and_no_other_account_has_anything() {
    let stage = Stage::start().await;
    let get = async |path: &str| stage.client.get(format!("{}{path}", stage.app.url())).send().await.unwrap();
    let page = get("/accounts/support").await;
    assert!(page.url().path().ends_with("/accounts/support/"), "{}", page.url());
    let text = page.text().await.unwrap();
    let script = text.split('"').find(|word| word.ends_with("-page.js")).unwrap();
    assert_eq!(get(&format!("/accounts/support/{script}")).await.status(), 200);
    for path in ["/accounts/nobody/", "/accounts/nobody/graphql", "/accounts/", "/accounts/default/graphql"] {
        assert_eq!(get(path).await.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn the_embedded_sandbox_has_room_for_several() {
    let file = "[server]\nlisten = '127.0.0.1:0'\n[accounts.support]\ncredentials.username = 'outsider@sandbox.test'\n";
    let app = App::start(&config(file)).await.unwrap();
    install_crypto();
    assert_eq!(app.accounts().map(|(name, _)| name).collect::<Vec<_>>(), ["default", "support"]);
    let ask = async |root: &str| -> Value {
        let request = reqwest::Client::new().post(format!("{}{root}/graphql", app.url()));
        request.json(&json!({ "query": "{ viewer { email } }" })).send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(ask("").await["data"]["viewer"]["email"], VIEWER);
    assert_eq!(ask("/accounts/support").await["data"]["viewer"]["email"], "outsider@sandbox.test");
}
