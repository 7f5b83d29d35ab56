//! `signgraph login`: with a browser, a pasted code or the password, beside servers and beside trouble.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use reqwest::Url;
use serde_json::{Value, json};
use signgraph::sandbox::{self, Sandbox};
use signgraph::signnow::{Credentials, Options, Upstream};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};

use super::program::{PROGRAM, Running, client, errors, run, text};
use crate::support::{Vault, install_crypto};

const GRANT: &str = "POST /oauth2/token";

/// A sandbox, and the configuration of an application without a password.
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
        stage.configure(sandbox::CLIENT_SECRET, "");
        stage
    }

    fn configure(&self, secret: &str, more: &str) {
        let config = format!(
            "[server]\nallow_unauthenticated = true\n[upstream]\nurl = '{}'\ntoken_file = '{}'\n[upstream.credentials]\nclient_id = '{}'\n\
             client_secret = '{secret}'\n{more}\n",
            self.sandbox.url(),
            self.file().display(),
            sandbox::CLIENT_ID,
        );
        fs::write(self.config(), config).unwrap();
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

    fn options(&self) -> Options {
        let credentials = Credentials::AuthorizationCode {
            client_id: sandbox::CLIENT_ID.to_owned(),
            client_secret: sandbox::CLIENT_SECRET.into(),
            username: None,
        };
        Options::new(Upstream::parse(&self.sandbox.url(), &[]).unwrap(), credentials)
    }

    async fn record(&self) -> Option<Value> {
        self.vault().record(&self.options()).await
    }

    async fn login(&self, arguments: &[&str]) -> Login {
        Login::start(&self.config(), arguments).await
    }

    /// A whole login with a browser.
    async fn logged_in(&self) -> (Option<i32>, Value) {
        let login = self.login(&["--json"]).await;
        assert_eq!(browse(login.url(&[])).await.0, 200);
        login.end().await
    }

    async fn server(&self) -> Running {
        let config = self.config();
        Running::start(&["--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()], &[]).await
    }

    async fn fault(&self, fault: Value) {
        let url = format!("{}/__sandbox/faults", self.sandbox.url());
        let request = client().post(url).json(&json!({ "faults": [fault] }));
        assert!(request.send().await.unwrap().status().is_success());
    }

    async fn grants(&self) -> u64 {
        let url = format!("{}/__sandbox/requests", self.sandbox.url());
        let requests: Value = client().get(url).send().await.unwrap().json().await.unwrap();
        requests["counts"][GRANT].as_u64().unwrap_or_default()
    }
}

/// The program, waiting for a browser, and what it said so far.
struct Login {
    child: Child,
    errors: BufReader<ChildStderr>,
    told: String,
}

impl Login {
    async fn start(config: &std::path::Path, arguments: &[&str]) -> Login {
        let mut command = Command::new(PROGRAM);
        command.arg("login").arg("--config").arg(config).args(arguments).env_clear().kill_on_drop(true);
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut told = String::new();
        while !told.contains(" here") {
            let read = errors.read_line(&mut told).await.unwrap();
            assert!(read > 0, "the program ended after: {told}");
        }
        Login { child, errors, told }
    }

    /// The address to open, with something more in it.
    fn url(&self, more: &[(&str, &str)]) -> Url {
        let line = self.told.lines().find(|line| line.contains("/authorize?")).unwrap();
        let mut url = Url::parse(line.trim()).unwrap();
        url.query_pairs_mut().extend_pairs(more);
        url
    }

    async fn paste(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().unwrap();
        input.write_all(format!("{line}\n").as_bytes()).await.unwrap();
    }

    /// The exit code, and what was printed.
    async fn finish(mut self) -> (Option<i32>, String, String) {
        let (mut output, mut told) = (String::new(), self.told);
        self.child.stdout.take().unwrap().read_to_string(&mut output).await.unwrap();
        self.errors.read_to_string(&mut told).await.unwrap();
        (self.child.wait().await.unwrap().code(), output, told)
    }

    async fn end(self) -> (Option<i32>, Value) {
        let (code, output, told) = self.finish().await;
        (code, serde_json::from_str(&output).unwrap_or_else(|_| panic!("{output} {told}")))
    }
}

/// Goes to an address, and where it leads to; the status and the text at the end of the way.
async fn browse(url: Url) -> (u16, String) {
    let answer = client().get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// The address that a browser is sent back to, which it does not open.
async fn sent_back(url: Url) -> Url {
    install_crypto();
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let answer = client.build().unwrap().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 302);
    Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
}

async fn viewer(server: &Running) -> Value {
    let request = client().post(server.address_of("graph")).header("cache-control", "no-cache");
    let request = request.json(&json!({ "query": "{ viewer { email } }" }));
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_browser_brings_the_code_and_a_running_server_takes_the_pair_up() {
    let stage = Stage::start().await;
    let server = stage.server().await;
    let refused = viewer(&server).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "REAUTHENTICATION_REQUIRED", "{refused}");
    let health = client().get(format!("{}/health/ready", server.address_of("graph").replace("/graphql", "")));
    let health: Value = health.send().await.unwrap().json().await.unwrap();
    assert!(health["reasons"][0].as_str().unwrap().contains("signgraph login"), "{health}");

    let login = stage.login(&["--json"]).await;
    let (status, page) = browse(login.url(&[])).await;
    assert!(status == 200 && page.starts_with("signgraph has got its code."), "{status} {page}");
    let (code, output, told) = login.finish().await;
    let answer: Value = serde_json::from_str(&output).unwrap();
    assert_eq!((code, &answer["status"]), (Some(0), &json!("logged_in")), "{told}");
    let record = stage.record().await.unwrap();
    assert_eq!((&record["generation"], &record["state"]), (&json!(1), &json!("ready")));
    for token in ["access_token", "refresh_token"] {
        let token = record["pair"][token].as_str().unwrap();
        assert!(!output.contains(token) && !told.contains(token));
    }
    // The moment that stands in `expires_in` after a code is understood as one.
    let life =
        record["pair"]["expires_at"].as_i64().unwrap() - record["pair"]["obtained_at"].as_i64().unwrap();
    assert!((2_591_990_000..=2_592_000_000).contains(&life), "{life}");

    let taken_up = async {
        // A server does not look at its store more than five times a second.
        while viewer(&server).await["data"]["viewer"]["email"] != "viewer@sandbox.test" {}
    };
    tokio::time::timeout(Duration::from_secs(30), taken_up)
        .await
        .expect("the pair is taken up without a restart");
    assert_eq!(stage.grants().await, 1);
}

#[tokio::test]
async fn only_the_answer_to_the_question_is_listened_to() {
    let stage = Stage::start().await;
    let login = stage.login(&["--json"]).await;
    let mut foreign = sent_back(login.url(&[])).await;
    let own: String = foreign.to_string();
    foreign.query_pairs_mut().clear().append_pair("code", "theirs").append_pair("state", "theirs");
    assert_eq!(browse(foreign.clone()).await.0, 400);
    foreign.set_query(Some("code=theirs"));
    assert_eq!(browse(foreign.clone()).await.0, 400);
    assert_eq!(browse(foreign.join("/elsewhere").unwrap()).await.0, 404);
    assert_eq!(client().post(own.clone()).send().await.unwrap().status(), 404);
    assert_eq!(stage.grants().await, 0);
    assert_eq!(browse(Url::parse(&own).unwrap()).await.0, 200);
    assert_eq!(login.end().await.0, Some(0));
}

#[tokio::test]
async fn a_user_who_says_no_and_nobody_at_all_are_told_in_words() {
    let stage = Stage::start().await;
    let login = stage.login(&[]).await;
    assert!(browse(login.url(&[("deny", "1")])).await.1.starts_with("signgraph was not let in."));
    let (code, output, told) = login.finish().await;
    assert_eq!((code, output.as_str()), (Some(1), ""));
    assert!(told.contains("error: signNow did not let the application in: access_denied"), "{told}");
    let (code, _, told) = stage.login(&["--wait", "50ms"]).await.finish().await;
    assert_eq!(code, Some(1));
    assert!(told.contains("error: nobody let the application in within the time"), "{told}");
    assert_eq!((stage.grants().await, stage.record().await), (0, None));
}

#[tokio::test]
async fn a_code_or_a_whole_address_is_pasted() {
    let stage = Stage::start().await;
    let redirect = ["--paste", "--json", "--redirect-uri", "https://app.example/back"];
    for whole in [true, false] {
        let mut login = stage.login(&redirect).await;
        let address = sent_back(login.url(&[])).await;
        assert_eq!((address.host_str(), address.path()), (Some("app.example"), "/back"));
        let code = address.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
        login.paste("https://app.example/back?code=theirs&state=theirs").await;
        login.paste(if whole { address.as_str() } else { &code }).await;
        let (status, output, told) = login.finish().await;
        let answer: Value = serde_json::from_str(&output).unwrap();
        assert_eq!((status, &answer["status"]), (Some(0), &json!("logged_in")), "{told}");
        assert!(told.contains("the address belongs to another login"), "{told}");
        assert!(!told.contains(&code) && !output.contains(&code), "{told}");
    }
    let record = stage.record().await.unwrap();
    assert_eq!((&record["generation"], record["spent"].as_array().unwrap().len()), (&json!(2), 1));
    let mut login = stage.login(&["--paste"]).await;
    drop(login.child.stdin.take());
    let (code, _, told) = login.finish().await;
    assert_eq!(code, Some(1));
    assert!(told.contains("error: standard input ended without a code"), "{told}");
}

#[tokio::test]
async fn beside_a_browser_a_paste_works_as_well() {
    let stage = Stage::start().await;
    let mut login = stage.login(&["--json"]).await;
    let address = sent_back(login.url(&[("username", "member@sandbox.test")])).await;
    login.paste(address.as_str()).await;
    assert_eq!(login.end().await.1["status"], "logged_in");
    let server = stage.server().await;
    assert_eq!(viewer(&server).await["data"]["viewer"]["email"], "member@sandbox.test");
}

#[tokio::test]
async fn a_login_that_fails_leaves_the_chain_as_it_was() {
    let stage = Stage::start().await;
    assert_eq!(stage.logged_in().await.0, Some(0));
    let before = stage.record().await.unwrap();
    let mut login = stage.login(&["--paste", "--json"]).await;
    login.paste("mistyped").await;
    let (code, answer) = login.end().await;
    assert_eq!((code, &answer["status"]), (Some(1), &json!("not_logged_in")));
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains("signNow refuses the authorization code: it was used already"), "{message}");
    assert!(message.contains("run `signgraph login` again") && !message.contains("mistyped"), "{message}");
    assert_eq!(stage.record().await.unwrap(), before);

    stage.fault(json!({ "route": GRANT, "drop": "after_effect", "times": 1 })).await;
    let (code, answer) = stage.logged_in().await;
    assert_eq!((code, &answer["status"]), (Some(1), &json!("unknown")), "{answer}");
    assert_eq!(stage.record().await.unwrap(), before);

    stage.configure("wrong", "");
    let (code, answer) = stage.logged_in().await;
    assert_eq!(code, Some(1));
    assert!(answer["message"].as_str().unwrap().contains("check client_id and client_secret"), "{answer}");
    assert_eq!(stage.record().await.unwrap(), before);
    stage.configure(sandbox::CLIENT_SECRET, "");
    assert_eq!(stage.logged_in().await.0, Some(0));
    assert_eq!(stage.record().await.unwrap()["generation"], 2);
}

#[tokio::test]
async fn a_lost_refresh_is_taken_over_and_its_token_is_not_presented_again() {
    let stage = Stage::start().await;
    assert_eq!(stage.logged_in().await.0, Some(0));
    let mut record = stage.record().await.unwrap();
    record["state"] = json!({ "claimed": { "id": 1, "act": "refresh", "turn": 3, "since": 0 } });
    stage.vault().put(&stage.options(), &record).await;
    let config = stage.config();
    let status = ["token", "status", "--json", "--config", config.to_str().unwrap()];
    let told: Value = serde_json::from_slice(&run(&status, &[]).stdout).unwrap();
    assert_eq!(told["status"], "waiting");
    assert_eq!(stage.logged_in().await.0, Some(0));
    let record = stage.record().await.unwrap();
    assert_eq!((&record["generation"], &record["state"]), (&json!(2), &json!("ready")));
    assert_eq!(record["spent"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn with_a_password_it_logs_in_anew() {
    let stage = Stage::start().await;
    let password = |password: &str| format!("username = '{}'\npassword = '{password}'", sandbox::VIEWER);
    stage.configure(sandbox::CLIENT_SECRET, &password(sandbox::PASSWORD));
    let config = stage.config().to_str().unwrap().to_owned();
    let log_in = || {
        let config = config.clone();
        let run = move || run(&["login", "--json", "--config", &config], &[]);
        async move { tokio::task::spawn_blocking(run).await.unwrap() }
    };
    for _ in 0..2 {
        let output = log_in().await;
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(text(&output).contains("\"logged_in\"") && errors(&output).is_empty(), "{output:?}");
    }
    assert_eq!(stage.grants().await, 2);
    stage.configure(sandbox::CLIENT_SECRET, &password("wrong"));
    let output = log_in().await;
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("signNow refuses the user: check username and password"), "{output:?}");
}

#[test]
fn what_cannot_be_done_as_asked_is_exit_code_2_with_the_reason() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("tokens.json");
    let url = |url| ("SIGNGRAPH_UPSTREAM_URL", url);
    let local = url("http://127.0.0.1:1");
    let file = ("SIGNGRAPH_UPSTREAM_TOKEN_FILE", file.to_str().unwrap());
    let id = ("SIGNGRAPH_UPSTREAM_CREDENTIALS_CLIENT_ID", "app");
    let secret = ("SIGNGRAPH_UPSTREAM_CREDENTIALS_CLIENT_SECRET", "canary");
    let key = ("SIGNGRAPH_UPSTREAM_CREDENTIALS_API_KEY", "canary");
    let hosts = ("SIGNGRAPH_UPSTREAM_ALLOWED_HOSTS", "signnow.example");
    let elsewhere = [url("https://signnow.example"), hosts, file, id, secret];
    for (arguments, variables, reason) in [
        (&[][..], &[][..], "upstream.url: is missing"),
        (&[], &[local], "upstream.token_file: is missing"),
        (&[], &[local, id, secret], "upstream.token_file: is missing, and without a password"),
        (&[], &[local, key], "upstream.credentials.api_key: an API key needs no login"),
        (&["--paste"], &[local, file], "upstream.credentials.password: there is a password"),
        (&[], &elsewhere[..], "--authorize-url: is missing"),
    ] {
        let output = run(&[&["login"], arguments].concat(), variables);
        let lines = errors(&output);
        assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""), "{output:?}");
        assert!(lines[0].starts_with(&format!("error: {reason}")), "{lines:?}");
        assert!(!lines.concat().contains("canary"), "{lines:?}");
    }
    let output = run(&["login", "--redirect-uri", "nowhere"], &[local]);
    assert_eq!(output.status.code(), Some(2));
}
