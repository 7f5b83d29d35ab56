//! `signgraph token status`: how a chain stands, without anybody being asked.

use std::fs;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use signgraph::sandbox::{self, Sandbox};
use signgraph::signnow::{Client, Credentials, Options, SystemClock, Upstream};
use tempfile::TempDir;

use super::program::{errors, run, text};
use crate::support::Vault;

struct Stage {
    sandbox: Sandbox,
    folder: TempDir,
}

impl Stage {
    async fn start() -> Stage {
        let stage = Stage {
            sandbox: Sandbox::start(Default::default()).await.unwrap(),
            folder: TempDir::new().unwrap(),
        };
        let file = stage.folder.path().join("tokens.json");
        let config =
            format!("[upstream]\nurl = '{}'\ntoken_file = '{}'\n", stage.sandbox.url(), file.display());
        fs::write(stage.folder.path().join("signgraph.toml"), config).unwrap();
        stage
    }

    fn vault(&self) -> Vault {
        Vault::of_program(&self.folder.path().join("tokens.json"))
    }

    fn options(&self) -> Options {
        let credentials = Credentials::Password {
            client_id: sandbox::CLIENT_ID.to_owned(),
            client_secret: sandbox::CLIENT_SECRET.into(),
            username: sandbox::VIEWER.to_owned(),
            password: sandbox::PASSWORD.into(),
        };
        Options::new(Upstream::parse(&self.sandbox.url(), &[]).unwrap(), credentials)
    }

    async fn log_in(&self) {
        let client = Client::new(self.options(), self.vault().sealed(), Arc::new(SystemClock)).unwrap();
        client.ready().await.unwrap();
    }

    /// Opens a claim that nobody works on, taken so long ago.
    async fn leave_a_claim(&self, ago: TimeDelta) {
        let mut record = self.vault().record(&self.options()).await.unwrap();
        let since = (Utc::now() - ago).timestamp();
        record["state"] = json!({ "claimed": { "id": 1, "act": "refresh", "turn": 1, "since": since } });
        self.vault().put(&self.options(), &record).await;
    }

    /// Runs it, and gives the exit code and what was printed.
    async fn status(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String) {
        let config = self.folder.path().join("signgraph.toml").to_str().unwrap().to_owned();
        let mut all = vec!["token", "status", "--config", &config];
        all.extend(arguments);
        let output = tokio::task::block_in_place(|| run(&all, variables));
        assert_eq!(errors(&output).len(), 0, "{output:?}");
        (output.status.code(), text(&output))
    }

    async fn status_as_json(&self, variables: &[(&str, &str)]) -> (Option<i32>, Value) {
        let (code, text) = self.status(&["--json"], variables).await;
        (code, serde_json::from_str(&text).unwrap())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_at_rest_is_told_in_words_and_as_json() {
    let stage = Stage::start().await;
    let (code, told) = stage.status_as_json(&[]).await;
    assert_eq!((code, &told["status"], &told["generation"]), (Some(0), &json!("none"), &json!(0)));
    stage.log_in().await;
    let (code, words) = stage.status(&[], &[]).await;
    let lines: Vec<&str> = words.lines().collect();
    assert!(lines[0].starts_with("There is a pair of tokens in "), "{words}");
    assert_eq!((code, lines[3]), (Some(0), "  generation 1"));
    assert!(lines[4].starts_with("  obtained   20") && lines[4].ends_with(" ago"), "{words}");
    assert!(lines[5].starts_with("  ends       20") && lines[5].ends_with(", in 29 days"), "{words}");
    assert!(lines[6].starts_with("  refreshed  20") && lines[6].ends_with(", in 14 days"), "{words}");
    assert_eq!(lines[7], "  spent      0 refresh tokens lately");
    let (code, told) = stage.status_as_json(&[]).await;
    assert_eq!((code, &told["status"], &told["spentRefreshTokens"]), (Some(0), &json!("ready"), &json!(0)));
    let moment = |name: &str| DateTime::parse_from_rfc3339(told[name].as_str().unwrap()).unwrap();
    assert_eq!(moment("expiresAt") - moment("obtainedAt"), TimeDelta::days(30));
    assert_eq!(moment("refreshAt") - moment("obtainedAt"), TimeDelta::days(15));
    let record = stage.vault().record(&stage.options()).await.unwrap();
    for token in ["access_token", "refresh_token"] {
        let token = record["pair"][token].as_str().unwrap();
        assert!(!words.contains(token) && !told.to_string().contains(token));
    }
    let key = [("SIGNGRAPH_UPSTREAM_CREDENTIALS_API_KEY", "canary-key")];
    let (code, told) = stage.status_as_json(&key).await;
    assert_eq!((code, &told["status"]), (Some(0), &json!("api_key")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_chain_that_waits_for_an_operator_is_a_failure() {
    let stage = Stage::start().await;
    stage.log_in().await;
    let wait = [("SIGNGRAPH_UPSTREAM_TOKEN_RECOVERY", "wait")];
    stage.leave_a_claim(TimeDelta::seconds(1)).await;
    let (code, told) = stage.status_as_json(&wait).await;
    assert_eq!((code, &told["status"], told["since"].is_string()), (Some(0), &json!("fetching"), true));
    stage.leave_a_claim(TimeDelta::hours(1)).await;
    let (code, told) = stage.status_as_json(&wait).await;
    assert_eq!((code, &told["status"]), (Some(1), &json!("waiting")));
    assert!(told["message"].as_str().unwrap().contains("signgraph token revoke"), "{told}");
    let (code, told) = stage.status_as_json(&[]).await;
    assert_eq!((code, &told["status"]), (Some(0), &json!("fetching")), "with a password a server logs in");
}
