//! `signgraph token`: beside a sandbox, and beside a server that runs with the same token file.

use std::fs;
use std::path::PathBuf;
use std::process::Output;
use std::sync::Arc;

use serde_json::{Value, json};
use signgraph::sandbox::{self, Sandbox};
use signgraph::signnow::vault::SealedStore;
use signgraph::signnow::{Client, Credentials, Options, SystemClock, Upstream};
use tempfile::TempDir;

use super::program::{self, Running, client, errors, run, text};
use crate::support::Vault;

const TERMINATE: &str = "POST /oauth2/terminate";
const VERIFY: &str = "GET /oauth2/token";
const GRANT: &str = "POST /oauth2/token";

/// A sandbox, and a configuration whose tokens are in a file.
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
        let config = format!(
            "[server]\nallow_unauthenticated = true\n[upstream]\nurl = '{}'\ntoken_file = '{}'\n",
            stage.sandbox.url(),
            stage.file().display()
        );
        fs::write(stage.config(), config).unwrap();
        stage
    }

    /// The same after a login.
    async fn logged_in() -> Stage {
        let stage = Stage::start().await;
        stage.log_in(stage.vault().sealed()).await;
        assert_eq!(stage.calls(GRANT).await, 1);
        stage
    }

    async fn log_in(&self, store: SealedStore) {
        Client::new(self.options(), store, Arc::new(SystemClock)).unwrap().ready().await.unwrap();
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

    fn file(&self) -> PathBuf {
        self.folder.path().join("tokens.json")
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("signgraph.toml")
    }

    fn vault(&self) -> Vault {
        Vault::of_program(&self.file())
    }

    /// The record in the token file.
    async fn kept(&self) -> Value {
        self.vault().record(&self.options()).await.unwrap()
    }

    /// Whether there is a pair of tokens in the file.
    async fn has_pair(&self) -> bool {
        self.vault().has_pair(&self.options()).await
    }

    /// Runs `signgraph token …` with the configuration, and insists that no token is printed.
    async fn token(&self, arguments: &[&str]) -> Output {
        self.token_with(arguments, &[]).await
    }

    async fn token_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let kept = self.vault().record(&self.options()).await;
        let mut all = vec!["token".to_owned()];
        all.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        all.extend(["--config".to_owned(), self.config().to_str().unwrap().to_owned()]);
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let run = move || {
            let arguments: Vec<&str> = all.iter().map(String::as_str).collect();
            let variables: Vec<_> =
                variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            run(&arguments, &variables)
        };
        let output = tokio::task::spawn_blocking(run).await.unwrap();
        for token in
            kept.iter().flat_map(|kept| [&kept["pair"]["access_token"], &kept["pair"]["refresh_token"]])
        {
            let printed = text(&output) + &errors(&output).join("\n");
            assert!(token.as_str().is_none_or(|token| !printed.contains(token)), "{printed}");
        }
        output
    }

    /// How often the sandbox was asked this.
    async fn calls(&self, route: &str) -> u64 {
        let url = format!("{}/__sandbox/requests", self.sandbox.url());
        let requests: Value = client().get(url).send().await.unwrap().json().await.unwrap();
        requests["counts"][route].as_u64().unwrap_or_default()
    }

    async fn fault(&self, fault: Value) {
        let url = format!("{}/__sandbox/faults", self.sandbox.url());
        let request = client().post(url).json(&json!({ "faults": [fault] }));
        assert!(request.send().await.unwrap().status().is_success());
    }

    /// A server with the configuration.
    async fn server(&self) -> Running {
        let config = self.config();
        Running::start(&["--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()], &[]).await
    }
}

/// Asks a server something that takes a token.
async fn viewer(server: &Running) -> Value {
    let graph = server.address_of("graph");
    let request = client().post(graph).header("cache-control", "no-cache");
    let answer = request.json(&json!({ "query": "{ viewer { email } }" })).send().await.unwrap();
    answer.json::<Value>().await.unwrap()["data"]["viewer"]["email"].take()
}

/// The exit code and the JSON of an answer.
fn answer(output: &Output) -> (Option<i32>, Value) {
    assert_eq!(errors(output).len(), 0, "{output:?}");
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
}

fn status(output: &Output) -> (Option<i32>, String) {
    let (code, answer) = answer(output);
    (code, answer["status"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_good_token_is_told_in_words_and_as_json() {
    let stage = Stage::logged_in().await;
    let before = fs::read(stage.file()).unwrap();
    let words = stage.token(&["verify"]).await;
    let lines: Vec<String> = text(&words).lines().map(str::to_owned).collect();
    assert_eq!(words.status.code(), Some(0), "{words:?}");
    assert_eq!(lines[0], "signNow accepts the token.");
    assert_eq!(lines[2], format!("  signNow   {}", stage.sandbox.url()));
    assert_eq!(lines[3], "  scope     *");
    assert!(lines[4].starts_with("  ends      20") && lines[4].ends_with(", in 29 days"), "{lines:?}");
    let (code, answer) = answer(&stage.token(&["verify", "--json"]).await);
    assert_eq!((code, &answer["status"], &answer["scope"]), (Some(0), &json!("accepted"), &json!("*")));
    assert_eq!((&answer["upstream"], &answer["message"]), (&json!(stage.sandbox.url()), &json!(lines[0])));
    let end = chrono::DateTime::parse_from_rfc3339(answer["expiresAt"].as_str().unwrap()).unwrap();
    assert!(
        (end.timestamp_millis() - stage.kept().await["pair"]["expires_at"].as_i64().unwrap()).abs() <= 2000
    );
    assert_eq!((stage.calls(VERIFY).await, stage.calls(GRANT).await), (2, 1));
    assert_eq!(fs::read(stage.file()).unwrap(), before);
}

#[tokio::test]
async fn a_token_that_is_not_good_is_told_with_the_reason() {
    let stage = Stage::start().await;
    let verify = ["verify", "--json"];
    assert_eq!(status(&stage.token(&verify).await), (Some(1), "none".to_owned()));
    let stage = Stage::logged_in().await;
    let other = [("SIGNGRAPH_UPSTREAM_CREDENTIALS_USERNAME", "member@sandbox.test")];
    assert_eq!(status(&stage.token_with(&verify, &other).await), (Some(1), "none".to_owned()));
    let mut over = stage.kept().await;
    over["pair"]["expires_at"] = json!(1_700_000_000_000_i64);
    let good = fs::read(stage.file()).unwrap();
    stage.vault().put(&stage.options(), &over).await;
    let (code, answer) = answer(&stage.token(&verify).await);
    assert_eq!((code, &answer["status"]), (Some(1), &json!("over")));
    assert_eq!(answer["expiresAt"], "2023-11-14T22:13:20Z");
    assert_eq!((stage.calls(VERIFY).await, stage.calls(GRANT).await), (0, 1), "signNow was not asked");
    fs::write(stage.file(), good).unwrap();
    stage.fault(json!({ "route": VERIFY, "status": 200, "body": "<html>", "times": 1 })).await;
    stage.fault(json!({ "route": VERIFY, "status": 503, "times": 1 })).await;
    stage.fault(json!({ "route": VERIFY, "drop": "before_effect", "times": 1 })).await;
    for _ in 0..3 {
        assert_eq!(status(&stage.token(&verify).await), (Some(1), "unknown".to_owned()));
    }
    stage.fault(json!({ "route": VERIFY, "expire_tokens": true })).await;
    let refused = stage.token(&["verify"]).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused).starts_with("signNow does not accept the token: it was revoked"), "{refused:?}");
    assert_eq!(stage.calls(GRANT).await, 1);
}

#[tokio::test]
async fn a_revoked_token_is_ended_and_forgotten_and_the_next_start_logs_in() {
    let stage = Stage::logged_in().await;
    let revoked = stage.token(&["revoke", "--yes"]).await;
    assert_eq!((revoked.status.code(), errors(&revoked).len()), (Some(0), 0), "{revoked:?}");
    assert!(text(&revoked).starts_with("signNow ended the token. It is out of "), "{revoked:?}");
    assert!(text(&revoked).contains("logs in with the configured password"), "{revoked:?}");
    assert!(!stage.has_pair().await);
    let again = stage.token(&["revoke", "--yes", "--json"]).await;
    assert_eq!(status(&again), (Some(0), "none".to_owned()));
    assert_eq!(stage.calls(TERMINATE).await, 1);
    let server = stage.server().await;
    assert_eq!(viewer(&server).await, "viewer@sandbox.test");
    assert_eq!((stage.calls(GRANT).await, stage.kept().await["generation"].as_u64()), (2, Some(2)));
    server.end("-TERM").await;
}

#[tokio::test]
async fn a_running_server_is_not_disturbed_by_a_look() {
    let stage = Stage::start().await;
    let server = stage.server().await;
    assert_eq!(viewer(&server).await, "viewer@sandbox.test");
    let first = stage.kept().await;
    assert_eq!(status(&stage.token(&["verify", "--json"]).await), (Some(0), "accepted".to_owned()));
    // The chain is whole: the refresh token is spent by the server, once.
    stage.fault(json!({ "route": "GET /user", "expire_tokens": true, "times": 1 })).await;
    assert_eq!(viewer(&server).await, "viewer@sandbox.test");
    let second = stage.kept().await;
    assert_eq!((first["generation"].as_u64(), second["generation"].as_u64()), (Some(1), Some(2)));
    assert_eq!(stage.calls(GRANT).await, 2);
}

#[tokio::test]
async fn a_running_server_survives_the_end_of_its_token() {
    let stage = Stage::start().await;
    let server = stage.server().await;
    assert_eq!(viewer(&server).await, "viewer@sandbox.test");
    assert_eq!(status(&stage.token(&["revoke", "--yes", "--json"]).await), (Some(0), "revoked".to_owned()));
    assert!(!stage.has_pair().await);
    assert_eq!(viewer(&server).await, "viewer@sandbox.test");
    assert_eq!(stage.kept().await["generation"], 2, "the server logged in again");
    assert_eq!(status(&stage.token(&["verify", "--json"]).await), (Some(0), "accepted".to_owned()));
    let (code, log) = server.end("-TERM").await;
    assert!(code == Some(0) && !log.contains("panicked"), "{log}");
}

#[tokio::test]
async fn a_lost_answer_is_told_as_unknown_and_the_token_kept() {
    let revoke = ["revoke", "--yes", "--json"];
    for (fault, is_ended) in [
        (json!({ "drop": "before_effect" }), false),
        (json!({ "drop": "after_effect" }), true),
        (json!({ "status": 500, "effect": true }), true),
        (json!({ "status": 200, "body": "<html>" }), false),
    ] {
        let stage = Stage::logged_in().await;
        let mut fault = fault;
        fault["route"] = TERMINATE.into();
        fault["times"] = 1.into();
        stage.fault(fault).await;
        let (code, answer) = answer(&stage.token(&revoke).await);
        assert_eq!((code, &answer["status"]), (Some(1), &json!("unknown")));
        assert!(answer["message"].as_str().unwrap().contains("signgraph token verify"), "{answer}");
        assert_eq!((stage.calls(TERMINATE).await, stage.has_pair().await), (1, true));
        let looked = if is_ended { (Some(1), "refused") } else { (Some(0), "accepted") };
        assert_eq!(status(&stage.token(&["verify", "--json"]).await), (looked.0, looked.1.to_owned()));
        let again = if is_ended { (Some(1), "over") } else { (Some(0), "revoked") };
        assert_eq!(status(&stage.token(&revoke).await), (again.0, again.1.to_owned()));
        assert!(!stage.has_pair().await);
    }
    let stage = Stage::logged_in().await;
    stage.fault(json!({ "route": TERMINATE, "status": 429, "times": 1 })).await;
    assert_eq!(status(&stage.token(&revoke).await), (Some(1), "not_revoked".to_owned()));
    assert!(stage.has_pair().await);
}

#[tokio::test]
async fn tokens_of_another_user_are_left_alone() {
    let stage = Stage::logged_in().await;
    let other = [("SIGNGRAPH_UPSTREAM_CREDENTIALS_USERNAME", "member@sandbox.test")];
    let output = stage.token_with(&["revoke", "--yes", "--json"], &other).await;
    assert_eq!(status(&output), (Some(0), "none".to_owned()));
    assert_eq!((stage.calls(TERMINATE).await, stage.has_pair().await), (0, true));
}

#[tokio::test]
async fn an_api_key_can_be_verified_and_is_not_revoked_here() {
    let stage = Stage::start().await;
    let vault = Vault::in_memory();
    stage.log_in(vault.sealed()).await;
    let record = vault.record(&stage.options()).await.unwrap();
    let key = [("SIGNGRAPH_UPSTREAM_CREDENTIALS_API_KEY", record["pair"]["access_token"].as_str().unwrap())];
    let verified = stage.token_with(&["verify"], &key).await;
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    assert!(text(&verified).starts_with("signNow accepts the API key.\n"), "{verified:?}");
    let wrong = [("SIGNGRAPH_UPSTREAM_CREDENTIALS_API_KEY", "no-key")];
    let refused = stage.token_with(&["verify"], &wrong).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused).starts_with("signNow does not accept the API key.\n"), "{refused:?}");
    let revoked = stage.token_with(&["revoke", "--yes"], &key).await;
    assert_eq!((revoked.status.code(), text(&revoked).as_str()), (Some(2), ""));
    assert!(errors(&revoked)[0].contains("an API key is ended in signNow's dashboard"), "{revoked:?}");
    assert_eq!(stage.calls(TERMINATE).await, 0);
}

#[tokio::test]
async fn without_a_yes_and_without_a_terminal_nothing_is_ended() {
    let stage = Stage::logged_in().await;
    let output = stage.token(&["revoke"]).await;
    assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""));
    assert_eq!(
        errors(&output),
        [
            "error: --yes: is missing, and there is no terminal to ask at; give --yes to revoke without a question"
        ]
    );
    assert_eq!((stage.calls(TERMINATE).await, stage.has_pair().await), (0, true));
}

/// `script` gives a program a terminal, and comes with every Debian.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn at_a_terminal_it_asks_first() {
    let stage = Stage::logged_in().await;
    let config = stage.config().to_str().unwrap().to_owned();
    for (said, is_ended) in [("n\n", false), ("\n", false), ("y\n", true)] {
        let command = format!("{} token revoke --config {config}", program::PROGRAM);
        let answer = move || at_a_terminal(&command, said);
        let (code, shown) = tokio::task::spawn_blocking(answer).await.unwrap();
        let question =
            format!("End the token of sandbox-client/viewer@sandbox.test at {}? [y/N]", stage.sandbox.url());
        assert!(shown.contains(&question), "{shown}");
        let told = if is_ended { "signNow ended the token." } else { "error: the token was left as it is" };
        assert!(shown.contains(told), "{shown}");
        assert_eq!((code, stage.has_pair().await), (Some(i32::from(!is_ended)), !is_ended), "{shown}");
        assert_eq!(stage.calls(TERMINATE).await, u64::from(is_ended));
    }
}

/// Runs a command at a terminal where something is typed; its exit code and all that was shown.
#[cfg(target_os = "linux")]
fn at_a_terminal(command: &str, typed: &str) -> (Option<i32>, String) {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut script = Command::new("script");
    let script = script.args(["--quiet", "--return", "--command", command, "/dev/null"]);
    let mut running = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut keyboard = running.stdin.take().unwrap();
    keyboard.write_all(typed.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    drop(keyboard);
    (output.status.code(), text(&output))
}

#[test]
fn a_configuration_that_keeps_no_tokens_is_exit_code_2_with_the_reason() {
    let url = ("SIGNGRAPH_UPSTREAM_URL", "http://127.0.0.1:1");
    let folder = TempDir::new().unwrap();
    let garbage = folder.path().join("garbage");
    fs::write(&garbage, "canary").unwrap();
    let file = ("SIGNGRAPH_UPSTREAM_TOKEN_FILE", garbage.to_str().unwrap());
    for (variables, reason) in [
        (&[][..], "upstream.url: is missing, and the embedded sandbox keeps its tokens to itself"),
        (&[url], "upstream.token_file: is missing, so tokens are in the memory of the server alone"),
        (&[url, file], "upstream.token_file cannot be used: "),
        (&[url, ("SIGNGRAPH_LOG_FORMAT", "xml")], "SIGNGRAPH_LOG_FORMAT: expects"),
    ] {
        for arguments in [&["token", "verify"][..], &["token", "status"], &["token", "revoke", "--yes"]] {
            let output = run(arguments, variables);
            let lines = errors(&output);
            assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""), "{output:?}");
            assert!(lines[0].starts_with(&format!("error: {reason}")), "{lines:?}");
            assert!(lines.len() == 1 && !lines[0].contains("canary"), "{lines:?}");
        }
    }
}
