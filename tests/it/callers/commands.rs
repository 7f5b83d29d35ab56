//! `signgraph integrations`, and servers that nobody could ask.

use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        let desk = Desk(TempDir::new().unwrap());
        let file = desk.0.path().join("integrations.json");
        let text = format!("[callers]\nintegrations_file = '{}'\n", file.display());
        std::fs::write(desk.config(), text).unwrap();
        desk
    }

    fn config(&self) -> String {
        self.0.path().join("signgraph.toml").display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let config = self.config();
        let output = program(&[&["integrations", "--config", &config], arguments].concat());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let (code, text, errors) = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(code, 0, "{errors}");
        serde_json::from_str(&text).unwrap()
    }
}

fn program(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_signgraph")).args(arguments).env_clear().output().unwrap()
}

const ADD: [&str; 7] =
    ["add", "--label", "CRM Production", "--owner", "crm@example.com", "--role", "ANALYST"];

#[test]
fn an_integration_is_made_switched_on_given_another_key_and_deleted() {
    let desk = Desk::new();
    assert!(desk.run(&["list"]).1.starts_with("There are no integrations"));
    let made = desk.json(&ADD);
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    assert!(key.starts_with(&format!("sgk_{id}_")) && key.len() > 50, "{key}");
    assert_eq!(
        (&made["isActive"], &made["role"], &made["account"]),
        (&false.into(), &"ANALYST".into(), &"default".into())
    );

    let list = desk.run(&["list"]).1;
    assert!(list.contains(id) && list.contains("CRM Production") && !list.contains(key), "{list}");
    assert_eq!(desk.json(&["activate", id])["isActive"], true);
    assert_eq!(desk.json(&["list"])[0]["isActive"], true);
    assert!(desk.json(&["list"])[0].get("key").is_none());
    let (code, words, _) = desk.run(&["regenerate-key", id]);
    assert!(code == 0 && words.contains("is shown this once") && !words.contains(key), "{words}");
    assert_eq!(desk.json(&["deactivate", id])["isActive"], false);
    assert!(desk.run(&["delete", id]).1.starts_with("Deleted"));
    assert_eq!(desk.json(&["list"]), Value::Array(Vec::new()));
}

#[test]
fn what_cannot_be_done_is_told() {
    let desk = Desk::new();
    let unknown = desk.run(&["activate", "abcdefgh23"]);
    assert_eq!((unknown.0, unknown.2.as_str()), (1, "error: there is no integration abcdefgh23\n"));
    let other = ["--account", "legal"];
    for (arguments, code, word) in [
        ([&ADD[..], &other].concat(), 2, "--account: there is no such account"),
        (
            [&ADD[..], &["--webhook-url", "http://a.example"]].concat(),
            1,
            "webhookUrl: write a whole https address",
        ),
        (vec!["activate", "../../etc"], 2, "ten small letters and digits"),
        (
            vec!["add", "--label", "x", "--owner", "y", "--role", "ADMIN"],
            2,
            "VIEWER, ANALYST, OPERATOR or OWNER",
        ),
    ] {
        let (found, _, errors) = desk.run(&arguments);
        assert_eq!(found, code, "{arguments:?} {errors}");
        assert!(errors.contains(word), "{arguments:?} {errors}");
    }
    let nowhere = program(&["integrations", "list"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("callers.integrations_file: is missing"));
}

#[test]
fn a_server_in_front_of_a_signnow_that_nobody_may_ask_does_not_start() {
    let output = program(&["serve", "--listen", "127.0.0.1:0", "--upstream", "http://127.0.0.1:9"]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    for word in ["callers.integrations_file", "signgraph integrations add", "server.allow_unauthenticated"] {
        assert!(errors.contains(word), "{word}: {errors}");
    }
}
