//! Several processes of the program over one token file, and one of them killed in the middle of a refresh.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use signgraph::sandbox::Sandbox;
use tempfile::TempDir;

use super::program::{Running, client};

const GRANT: &str = "POST /oauth2/token";

/// A sandbox, and a configuration with little patience.
struct Stage {
    sandbox: Sandbox,
    folder: TempDir,
}

impl Stage {
    async fn start() -> Stage {
        let sandbox = Sandbox::start(Default::default()).await.unwrap();
        let folder = TempDir::new().unwrap();
        let config = format!(
            "[server]\nallow_unauthenticated = true\n[upstream]\nurl = '{}'\ntoken_file = '{}'\nconnect_timeout = '500ms'\nrequest_timeout = '2s'\n",
            sandbox.url(),
            folder.path().join("tokens.json").display()
        );
        fs::write(folder.path().join("signgraph.toml"), config).unwrap();
        Stage { sandbox, folder }
    }

    async fn server(&self) -> Running {
        let config = self.folder.path().join("signgraph.toml");
        Running::start(&["--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()], &[]).await
    }

    async fn fault(&self, fault: Value) {
        let url = format!("{}/__sandbox/faults", self.sandbox.url());
        let request = client().post(url).json(&json!({ "faults": [fault] }));
        assert!(request.send().await.unwrap().status().is_success());
    }

    /// How often tokens were asked for, and how often each refresh token was presented.
    async fn ledger(&self) -> (u64, Vec<u64>) {
        let url = format!("{}/__sandbox/requests", self.sandbox.url());
        let requests: Value = client().get(url).send().await.unwrap().json().await.unwrap();
        let presented = requests["refresh_tokens"].as_object().unwrap().values();
        let presented = presented.map(|count| count.as_u64().unwrap()).collect();
        (requests["counts"][GRANT].as_u64().unwrap_or_default(), presented)
    }
}

impl Stage {
    /// Three servers that have logged in once between them.
    async fn fleet(&self) -> ([Running; 3], [String; 3]) {
        let servers = [self.server().await, self.server().await, self.server().await];
        let graphs = servers.each_ref().map(|server| server.address_of("graph"));
        for graph in &graphs {
            assert_eq!(viewer(graph.clone()).await, "viewer@sandbox.test");
        }
        assert_eq!(self.ledger().await, (1, vec![]), "one login between them");
        (servers, graphs)
    }
}

/// Asks a server something that takes a token; null where it cannot tell.
async fn viewer(graph: String) -> Value {
    let request = client().post(graph).header("cache-control", "no-cache");
    match request.json(&json!({ "query": "{ viewer { email } }" })).send().await {
        Ok(answer) => answer.json::<Value>().await.unwrap()["data"]["viewer"]["email"].take(),
        Err(_) => Value::Null,
    }
}

async fn until<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    let wait = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait).await.unwrap_or_else(|_| panic!("never: {what}"));
}

#[tokio::test]
async fn processes_share_a_chain() {
    let stage = Stage::start().await;
    let (_servers, graphs) = stage.fleet().await;
    // Their common token ends early: one of them refreshes it.
    stage.fault(json!({ "route": "GET /user", "expire_tokens": true, "times": 1 })).await;
    for answer in futures::future::join_all(graphs.iter().cloned().map(viewer)).await {
        assert_eq!(answer, "viewer@sandbox.test");
    }
    assert_eq!(stage.ledger().await, (2, vec![1]), "one refresh between them");
}

#[tokio::test]
async fn processes_survive_one_that_is_killed_in_a_refresh() {
    let stage = Stage::start().await;
    let (servers, graphs) = stage.fleet().await;
    // The first one is killed while it waits for the answer to a refresh that signNow has carried out.
    stage.fault(json!({ "route": GRANT, "answer_latency_ms": 60_000, "times": 1 })).await;
    stage.fault(json!({ "route": "GET /user", "expire_tokens": true, "times": 1 })).await;
    let cut_off = tokio::spawn(viewer(graphs[0].clone()));
    until("a refresh", || async { stage.ledger().await.0 == 2 }).await;
    let [killed, second, third] = servers;
    killed.end("-KILL").await;
    assert_eq!(cut_off.await.unwrap(), Value::Null);
    until("the others go on", || async { viewer(graphs[1].clone()).await == "viewer@sandbox.test" }).await;
    assert_eq!(viewer(graphs[2].clone()).await, "viewer@sandbox.test");
    assert_eq!(stage.ledger().await, (3, vec![1]), "a login, and nothing is presented twice");
    for server in [second, third] {
        let (code, log) = server.end("-TERM").await;
        assert!(code == Some(0) && !log.contains("panicked"), "{log}");
    }
}
