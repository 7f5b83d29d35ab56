//! `signgraph doctor`: each kind of trouble is found, named and given a cure, and nothing is changed.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Output;

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use signgraph::sandbox::{self, Sandbox};
use signgraph::signnow::{Credentials, Options, Upstream};
use tempfile::TempDir;

use super::program::{client, errors, run, text};
use crate::support::Vault;

const GRANT: &str = "POST /oauth2/token";
const VERIFY: &str = "GET /oauth2/token";

/// A sandbox, and the configuration of one of its people.
struct Stage {
    sandbox: Sandbox,
    folder: TempDir,
    person: &'static str,
}

impl Stage {
    async fn of(person: &'static str) -> Stage {
        let sandbox = Sandbox::start(Default::default()).await.unwrap();
        let stage = Stage { sandbox, folder: TempDir::new().unwrap(), person };
        let config = format!(
            "[upstream]\nurl = '{}'\ntoken_file = '{}'\n[upstream.credentials]\nusername = '{person}'\n",
            stage.sandbox.url(),
            stage.file().display()
        );
        fs::write(stage.config(), config).unwrap();
        stage
    }

    async fn logged_in(person: &'static str) -> Stage {
        let stage = Stage::of(person).await;
        assert_eq!(stage.run(&["login"], &[]).await.status.code(), Some(0));
        stage
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
            username: Some(self.person.to_owned()),
        };
        Options::new(Upstream::parse(&self.sandbox.url(), &[]).unwrap(), credentials)
    }

    async fn record(&self) -> Value {
        self.vault().record(&self.options()).await.unwrap()
    }

    async fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut all: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        all.extend(["--config".to_owned(), self.config().to_str().unwrap().to_owned()]);
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let run = move || {
            let arguments: Vec<&str> = all.iter().map(String::as_str).collect();
            let variables: Vec<_> =
                variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            run(&arguments, &variables)
        };
        tokio::task::spawn_blocking(run).await.unwrap()
    }

    async fn doctor(&self) -> Told {
        self.doctor_with(&[]).await
    }

    async fn doctor_with(&self, variables: &[(&str, &str)]) -> Told {
        let output = self.run(&["doctor", "--json"], variables).await;
        assert_eq!(errors(&output).len(), 0, "{output:?}");
        Told { code: output.status.code(), answer: serde_json::from_slice(&output.stdout).unwrap() }
    }

    async fn fault(&self, fault: Value) {
        self.calm().await;
        let url = format!("{}/__sandbox/faults", self.sandbox.url());
        let answer = client().post(url).json(&json!({ "faults": [fault] })).send().await.unwrap();
        let status = answer.status();
        assert!(status.is_success(), "{}", answer.text().await.unwrap());
    }

    /// Ends all faults.
    async fn calm(&self) {
        let url = format!("{}/__sandbox/faults", self.sandbox.url());
        assert!(client().delete(url).send().await.unwrap().status().is_success());
    }

    async fn calls(&self, route: &str) -> u64 {
        let url = format!("{}/__sandbox/requests", self.sandbox.url());
        let requests: Value = client().get(url).send().await.unwrap().json().await.unwrap();
        requests["counts"][route].as_u64().unwrap_or_default()
    }
}

/// What the program said.
struct Told {
    code: Option<i32>,
    answer: Value,
}

impl Told {
    /// What was found in one check, each as its status and its words.
    fn found(&self, check: &str) -> Vec<(&str, &str)> {
        let checks = self.answer["checks"].as_array().unwrap().iter().filter(|found| found["check"] == check);
        checks.map(|found| (found["status"].as_str().unwrap(), found["message"].as_str().unwrap())).collect()
    }

    /// Insists that one check found this, and nothing else.
    #[track_caller]
    fn finds(&self, check: &str, status: &str, words: &str) {
        let found = self.found(check);
        assert!(
            matches!(found[..], [(s, message)] if s == status && message.contains(words)),
            "{check}: {found:?} in {}",
            self.answer
        );
        let is_problem = self.answer["status"] == "problem";
        assert_eq!(self.code, Some(i32::from(is_problem)), "{}", self.answer);
        assert!(status != "problem" || is_problem);
    }
}

#[tokio::test]
async fn a_chain_that_works_is_told_line_by_line_and_left_as_it_is() {
    let stage = Stage::logged_in("viewer@sandbox.test").await;
    let before = (fs::read(stage.file()).unwrap(), stage.record().await);
    let told = stage.doctor().await;
    for check in ["configuration", "host", "clock", "store", "chain", "token", "account", "plan"] {
        told.finds(check, "ok", "");
    }
    told.finds("account", "ok", "the graph acts as viewer@sandbox.test");
    let organizations = told.found("organization");
    for (status, words) in [
        ("ok", "admin, and its members can be read"),
        ("warning", "and the invitation is open; accept it"),
        ("warning", "member, which signNow shows no members"),
    ] {
        assert!(
            organizations.iter().any(|found| found.0 == status && found.1.contains(words)),
            "{organizations:?}"
        );
    }
    assert_eq!((told.code, &told.answer["status"]), (Some(0), &json!("warning")));
    let words = stage.run(&["doctor"], &[]).await;
    let lines = text(&words);
    assert!(lines.contains("ok       host           answers as signNow does\n"), "{lines}");
    assert_eq!(words.status.code(), Some(0));
    for token in ["access_token", "refresh_token"] {
        let token = before.1["pair"][token].as_str().unwrap();
        assert!(!lines.contains(token) && !told.answer.to_string().contains(token));
    }
    assert_eq!(stage.calls(GRANT).await, 1, "the login alone");
    assert_eq!(fs::read(stage.file()).unwrap(), before.0);
}

#[tokio::test]
async fn a_host_that_does_not_answer_as_signnow_is_a_problem_with_its_kind() {
    let stage = Stage::logged_in("viewer@sandbox.test").await;
    let url = |url| [("SIGNGRAPH_UPSTREAM_URL", url)];
    stage.doctor_with(&url("http://127.0.0.1:1")).await.finds("host", "problem", "no connection comes about");
    let tls = stage.sandbox.url().replace("http:", "https:");
    stage.doctor_with(&url(&tls)).await.finds(
        "host",
        "problem",
        "its certificate or its TLS is not accepted",
    );
    for (fault, words) in [
        (json!({ "status": 404 }), "is upstream.url an API of signNow's?"),
        (json!({ "status": 200, "body": "<html>", "content_type": "text/html" }), "not as signNow does"),
        (json!({ "status": 503 }), "HTTP 503, a fault of its own"),
        (json!({ "status": 429 }), "limits requests right now"),
        (json!({ "drop": "before_effect" }), "the connection broke"),
    ] {
        let mut fault = fault;
        fault["route"] = json!(VERIFY);
        stage.fault(fault).await;
        let told = stage.doctor().await;
        told.finds("host", "problem", words);
        assert!(told.found("account").is_empty(), "nothing else is asked");
    }
    assert_eq!(stage.calls("GET /user").await, 0);
}

#[tokio::test]
async fn a_clock_that_is_off_by_more_than_a_minute_is_a_warning() {
    let stage = Stage::logged_in("viewer@sandbox.test").await;
    for (ahead, status, words) in [
        (-600, "warning", "600 s ahead of signNow; set its clock"),
        (3600, "warning", "behind signNow"),
        (20, "ok", "within a minute"),
    ] {
        let date = (Utc::now() + TimeDelta::seconds(ahead)).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let body = json!({ "error": "invalid_token", "code": 1537 });
        let fault =
            json!({ "route": VERIFY, "status": 400, "body": body, "headers": { "date": date }, "times": 1 });
        stage.fault(fault).await;
        let told = stage.doctor().await;
        let found = told.found("clock");
        // The test takes time as well.
        let words = if ahead == -600 { "s ahead of signNow; set its clock" } else { words };
        assert!(found[0].0 == status && found[0].1.contains(words), "{found:?}");
        assert_eq!(told.code, Some(0));
    }
}

#[tokio::test]
async fn a_store_that_cannot_be_used_is_a_problem_and_one_that_is_not_there_yet_is_not() {
    let stage = Stage::of("viewer@sandbox.test").await;
    let told = stage.doctor().await;
    told.finds("store", "ok", "when there is a first token");
    told.finds("chain", "ok", "a server logs in with the password");
    told.finds("token", "warning", "run `signgraph login`");
    assert!(!stage.file().exists() && !stage.folder.path().join("tokens.json.key").exists());
    let nowhere = [("SIGNGRAPH_UPSTREAM_TOKEN_FILE", "/nowhere/tokens.json")];
    stage.doctor_with(&nowhere).await.finds(
        "store",
        "problem",
        "the folder of /nowhere/tokens.json is not there",
    );
    let stage = Stage::logged_in("viewer@sandbox.test").await;
    fs::set_permissions(stage.file(), fs::Permissions::from_mode(0o644)).unwrap();
    stage.doctor().await.finds("store", "problem", "chmod 600");
    fs::set_permissions(stage.file(), fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(stage.file(), "canary").unwrap();
    let told = stage.doctor().await;
    told.finds("store", "problem", "tokens.json");
    assert!(!told.answer.to_string().contains("canary"));
    let url = stage.sandbox.url();
    fs::write(stage.config(), format!("[upstream]\nurl = '{url}'\n")).unwrap();
    stage.doctor().await.finds("store", "warning", "every start logs in anew");
}

#[tokio::test]
async fn a_chain_that_waits_for_somebody_is_a_problem() {
    let stage = Stage::logged_in("viewer@sandbox.test").await;
    let good = stage.record().await;
    let mut lost = good.clone();
    lost["state"] = json!({ "claimed": { "id": 1, "act": "refresh", "turn": 1, "since": 0 } });
    stage.vault().put(&stage.options(), &lost).await;
    let wait = [("SIGNGRAPH_UPSTREAM_TOKEN_RECOVERY", "wait")];
    stage.doctor_with(&wait).await.finds(
        "chain",
        "problem",
        "an operator is waited for: run `signgraph login`",
    );
    let mut late = good.clone();
    late["pair"]["obtained_at"] = json!((Utc::now() - TimeDelta::days(31)).timestamp_millis());
    stage.vault().put(&stage.options(), &late).await;
    stage.doctor().await.finds("chain", "warning", "is a server running with this store?");
    let mut over = good.clone();
    over["pair"]["expires_at"] = json!(1_700_000_000_000_i64);
    stage.vault().put(&stage.options(), &over).await;
    stage.doctor().await.finds("token", "warning", "is past its end");
    let application = format!(
        "[upstream]\nurl = '{}'\ntoken_file = '{}'\n[upstream.credentials]\nclient_id = '{}'\nclient_secret = '{}'\n",
        stage.sandbox.url(),
        stage.file().display(),
        sandbox::CLIENT_ID,
        sandbox::CLIENT_SECRET
    );
    fs::write(stage.config(), &application).unwrap();
    stage.doctor().await.finds("chain", "problem", "no password: run `signgraph login`");
    assert_eq!(stage.calls(GRANT).await, 1);
}

#[tokio::test]
async fn a_token_that_signnow_refuses_is_a_problem_and_is_not_refreshed() {
    let stage = Stage::logged_in("viewer@sandbox.test").await;
    let fault = json!({ "route": "GET /user", "status": 400, "body": { "error": "invalid_token" } });
    stage.fault(fault).await;
    stage.doctor().await.finds("account", "problem", "GET /user fails");
    stage.fault(json!({ "route": VERIFY, "skip": 1, "expire_tokens": true })).await;
    stage.doctor().await.finds("token", "problem", "signNow does not accept it");
    stage.fault(json!({ "route": VERIFY, "skip": 1, "status": 500 })).await;
    stage.doctor().await.finds("token", "problem", "whether it is good is not known");
    assert_eq!(stage.calls(GRANT).await, 1);
    stage.calm().await;
    let key = [("SIGNGRAPH_UPSTREAM_CREDENTIALS_API_KEY", "canary-key")];
    let told = stage.doctor_with(&key).await;
    told.finds("token", "problem", "make another key in signNow's dashboard");
    told.finds("chain", "ok", "an API key has no chain of tokens");
    assert!(!told.answer.to_string().contains("canary"));
}

#[tokio::test]
async fn whose_token_it_is_and_what_their_plan_gives_is_told() {
    for (person, check, status, words) in [
        ("trial@sandbox.test", "plan", "warning", "is a trial"),
        ("business@sandbox.test", "plan", "warning", "manages no organizations"),
        ("expired@sandbox.test", "plan", "problem", "is not in force"),
        ("unverified@sandbox.test", "account", "warning", "is not verified"),
        (
            "outsider@sandbox.test",
            "organization",
            "warning",
            "invited as moderator, and the invitation is open",
        ),
    ] {
        Stage::logged_in(person).await.doctor().await.finds(check, status, words);
    }
    let stage = Stage::logged_in("viewer@sandbox.test").await;
    let pair = stage.record().await;
    let other = Stage { person: "member@sandbox.test", ..stage };
    let record = other.vault().record(&other.options()).await;
    assert!(record.is_none());
    other.vault().put(&other.options(), &pair).await;
    let member = [("SIGNGRAPH_UPSTREAM_CREDENTIALS_USERNAME", "member@sandbox.test")];
    other.doctor_with(&member).await.finds("account", "warning", "names somebody else");
}

#[tokio::test]
async fn organizations_that_cannot_be_read_are_told() {
    let stage = Stage::logged_in("admin@sandbox.test").await;
    let members = "GET /v2/organizations/{organization_id}/members";
    let refusal = |code: u32| json!({ "errors": [{ "code": code, "message": "Access denied" }] });
    for (route, code, level, words) in [
        (members, 12_003_002, "warning", "its plan does not include reading its members"),
        (members, 12_003_003, "problem", "its members cannot be read"),
        ("GET /v2/organizations", 12_003_002, "warning", "the plan does not include organizations"),
        ("GET /v2/organizations", 12_003_003, "problem", "they cannot be listed"),
    ] {
        stage.fault(json!({ "route": route, "status": 403, "body": refusal(code) })).await;
        let told = stage.doctor().await;
        let found = told.found("organization");
        assert!(found.iter().any(|found| found.0 == level && found.1.contains(words)), "{found:?}");
    }
}

#[test]
fn a_configuration_that_cannot_be_used_is_exit_code_2() {
    let url = ("SIGNGRAPH_UPSTREAM_URL", "https://api.signnow.com");
    for (variables, reason) in [
        (&[][..], "upstream.url: is missing"),
        (&[url], "upstream.credentials: "),
        (&[("SIGNGRAPH_LOG_FORMAT", "xml")], "SIGNGRAPH_LOG_FORMAT: expects"),
    ] {
        let output = run(&["doctor"], variables);
        assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""), "{output:?}");
        assert!(errors(&output)[0].starts_with(&format!("error: {reason}")), "{output:?}");
    }
}
