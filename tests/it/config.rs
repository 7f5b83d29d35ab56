//! Configuration: what is read from where, and what is said when it cannot be.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use signgraph::config::{Complaints, Config, Flag, Sources, keys, load, variable};
use signgraph::signnow::Credentials;
use tempfile::TempDir;

/// A directory to put files into, and sources to load.
struct Desk {
    directory: TempDir,
    sources: Sources,
}

impl Desk {
    fn new() -> Desk {
        Desk { directory: TempDir::new().unwrap(), sources: Sources::default() }
    }

    fn with_file(text: &str) -> Desk {
        let mut desk = Desk::new();
        desk.sources.file = Some(desk.write("config.toml", text, 0o600));
        desk
    }

    fn variable(mut self, name: &str, value: &str) -> Desk {
        self.sources.variables.push((name.into(), value.into()));
        self
    }

    fn flag(mut self, name: &'static str, key: &'static str, value: &str) -> Desk {
        self.sources.flags.push(Flag { name, key, value: value.to_owned() });
        self
    }

    fn write(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    fn load(&self) -> Result<Config, Complaints> {
        load(self.sources.clone())
    }

    fn config(&self) -> Config {
        self.load().unwrap_or_else(|complaints| panic!("{complaints}"))
    }

    /// The complaints, with the directory of this test cut off.
    fn complaints(&self) -> Vec<String> {
        let complaints = self.load().expect_err("a complaint");
        let directory = format!("{}/", self.directory.path().display());
        complaints.lines().iter().map(|line| line.replace(&directory, "")).collect()
    }
}

const CREDENTIALS: &str = "[upstream.credentials]\nclient_id = 'app'\nclient_secret = 'canary-secret'\n\
                           username = 'user@example.com'\npassword = 'canary-password'\n";

#[test]
fn nothing_configured_is_the_embedded_sandbox_on_loopback() {
    let config = Desk::new().config();
    assert!(config.upstream.embedded);
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:4000");
    assert_eq!(config.upstream.options.credentials.principal(), "sandbox-client/viewer@sandbox.test");
    assert!(config.warnings.is_empty());
}

#[test]
fn a_flag_beats_a_variable_and_a_variable_beats_the_file() {
    let file = "[server]\nlisten = '127.0.0.1:1'\nmax_body_bytes = '2MiB'\nrequest_timeout = '7s'";
    let desk = Desk::with_file(file)
        .variable("SIGNGRAPH_SERVER_LISTEN", "127.0.0.1:2")
        .variable("SIGNGRAPH_SERVER_REQUEST_TIMEOUT", "500ms")
        .flag("--listen", "server.listen", "127.0.0.1:3");
    let server = desk.config().server;
    assert_eq!(server.listen.port(), 3);
    assert_eq!(server.request_timeout, Duration::from_millis(500));
    assert_eq!(server.max_body_bytes, 2 << 20);
}

#[test]
fn every_key_has_a_variable_of_its_own() {
    let mut variables: Vec<String> = keys().into_iter().map(variable).collect();
    assert!(variables.contains(&"SIGNGRAPH_UPSTREAM_CREDENTIALS_CLIENT_SECRET".to_owned()));
    let count = variables.len();
    variables.sort();
    variables.dedup();
    assert_eq!(variables.len(), count, "two keys share a variable");
    assert!(!variables.contains(&"SIGNGRAPH_CONFIG".to_owned()));
}

#[test]
fn the_file_can_be_named_by_a_variable() {
    let mut desk = Desk::with_file("[server]\ngraphiql = false");
    let path = desk.sources.file.take().unwrap();
    let desk = desk.variable("SIGNGRAPH_CONFIG", path.to_str().unwrap());
    assert!(!desk.config().server.graphiql);
}

#[test]
fn everything_that_is_wrong_is_told_at_once_and_where() {
    let desk = Desk::with_file(
        "[server]\nlistn = '127.0.0.1:4000'\ngraphiql = 'yes'\n\n[upstream]\nurl = 'ftp://api.signnow.com'\n\n\
         [upstream.credentials]\nclient_id = 'app'\npassword = 5\nusername = ''\n",
    )
    .variable("SIGNGRAPH_CACHE_MAX_BYTES", "plenty")
    .variable("SIGNGRAPH_LOG_FORMATT", "json")
    .variable("UNRELATED", "left alone")
    .flag("--listen", "server.listen", "4000");
    assert_eq!(
        desk.complaints(),
        [
            "--listen: expects an address and a port such as \"127.0.0.1:4000\"",
            "config.toml:3: server.graphiql: expects true or false",
            "config.toml:11: upstream.credentials.username: expects a text that is not empty",
            "config.toml:10: upstream.credentials.password: expects a text that is not empty",
            "upstream.credentials.client_secret: is missing; set it, upstream.credentials.client_secret_file or \
             the variable SIGNGRAPH_UPSTREAM_CREDENTIALS_CLIENT_SECRET",
            "config.toml:6: upstream.url: the upstream URL must begin with https://",
            "SIGNGRAPH_CACHE_MAX_BYTES: expects a size such as \"64MiB\" (KiB, MiB, GiB, or bytes as a number)",
            "config.toml:2: there is no key server.listn; did you mean server.listen?",
            "SIGNGRAPH_LOG_FORMATT: there is no such setting; did you mean SIGNGRAPH_LOG_FORMAT?",
        ]
    );
}

#[test]
fn a_file_that_is_no_toml_is_told_with_its_lines_and_hides_no_other_fault() {
    let desk =
        Desk::with_file("[server\nlisten = '127.0.0.1:4000'\n[upstream]\nurl = https://api.signnow.com\n")
            .variable("SIGNGRAPH_SERVER_GRAPHIQL", "maybe");
    let complaints = desk.complaints();
    assert!(complaints.iter().any(|line| line.starts_with("config.toml:1: ")), "{complaints:#?}");
    assert!(complaints.iter().any(|line| line.starts_with("config.toml:4: ")), "{complaints:#?}");
    let expected = "SIGNGRAPH_SERVER_GRAPHIQL: expects true or false";
    assert!(complaints.iter().any(|line| line == expected), "{complaints:#?}");
}

#[test]
fn a_file_that_is_not_there_is_a_complaint() {
    let mut desk = Desk::new();
    desk.sources.file = Some(desk.directory.path().join("absent.toml"));
    let complaints = desk.complaints();
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].starts_with("absent.toml: cannot be read (No such file"), "{complaints:?}");
}

#[test]
fn a_section_is_no_value_and_a_value_is_no_section() {
    let desk = Desk::with_file("server = 5\n[cache.max_bytes]\nsoft = 1\n[grahp]\n");
    let complaints = desk.complaints();
    assert_eq!(complaints.len(), 3, "{complaints:#?}");
    assert!(complaints.iter().any(|line| line.contains("server is a section")));
    assert!(complaints.iter().any(|line| line.contains("cache.max_bytes.soft")));
    assert!(complaints.iter().any(|line| line.contains("there is no key grahp")));
}

#[test]
fn a_variable_that_is_no_text_is_a_complaint() {
    use std::os::unix::ffi::OsStringExt;

    let mut desk = Desk::new();
    let value = OsString::from_vec(vec![0xff, 0xfe]);
    desk.sources.variables.push(("SIGNGRAPH_SERVER_LISTEN".into(), value));
    assert_eq!(desk.complaints(), ["SIGNGRAPH_SERVER_LISTEN: is not text in UTF-8; set it again"]);
}

#[test]
fn what_kubernetes_says_of_a_service_named_like_us_is_not_for_us() {
    let mut desk = Desk::new();
    for name in
        ["SIGNGRAPH_PORT", "SIGNGRAPH_PORT_4000_TCP_ADDR", "SIGNGRAPH_SERVICE_HOST", "SIGNGRAPH_SERVICE_PORT"]
    {
        desk = desk.variable(name, "tcp://10.0.0.1:4000");
    }
    assert!(desk.load().is_ok());
}

#[test]
fn real_signnow_wants_credentials_and_a_server_on_this_machine_is_taken_for_a_sandbox() {
    let desk = Desk::with_file("[upstream]\nurl = 'https://api.signnow.com'");
    assert_eq!(
        desk.complaints(),
        [
            "upstream.credentials: https://api.signnow.com wants to know who asks; set client_id, client_secret, \
             username and password there, or api_key alone"
        ]
    );
    let config = Desk::with_file("[upstream]\nurl = 'http://127.0.0.1:8086'").config();
    assert!(!config.upstream.embedded);
    assert_eq!(config.upstream.options.credentials.principal(), "sandbox-client/viewer@sandbox.test");
}

#[test]
fn credentials_without_an_upstream_never_serve_the_sandbox_in_silence() {
    let complaints = Desk::with_file(CREDENTIALS).complaints();
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].starts_with("upstream.url: is missing"), "{complaints:?}");
}

#[test]
fn another_host_has_to_be_named() {
    let file = format!("[upstream]\nurl = 'https://signnow.example'\n{CREDENTIALS}");
    let complaints = Desk::with_file(&file).complaints();
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].starts_with("config.toml:2: upstream.url: signnow.example"), "{complaints:?}");
    let desk =
        Desk::with_file(&file).variable("SIGNGRAPH_UPSTREAM_ALLOWED_HOSTS", "a.example, signnow.example");
    assert_eq!(desk.config().upstream.options.upstream.to_string(), "https://signnow.example");
}

#[test]
fn secrets_come_from_files_too_and_a_loose_one_is_told() {
    let mut desk = Desk::new();
    let tight = desk.write("tight", "canary-secret\n", 0o600);
    let loose = desk.write("loose", "canary-password", 0o644);
    for (key, value) in [
        ("upstream.url", "https://api-eval.signnow.com"),
        ("upstream.credentials.client_id", "app"),
        ("upstream.credentials.client_secret_file", tight.to_str().unwrap()),
        ("upstream.credentials.username", "user@example.com"),
        ("upstream.credentials.password_file", loose.to_str().unwrap()),
    ] {
        desk = desk.variable(&variable(key), value);
    }
    let config = desk.config();
    assert_eq!(config.upstream.options.credentials.principal(), "app/user@example.com");
    assert_eq!(
        config.warnings,
        ["SIGNGRAPH_UPSTREAM_CREDENTIALS_PASSWORD_FILE: other users can read or change the file it names; \
             chmod 600 it"]
    );
}

#[test]
fn an_api_key_stands_alone() {
    let desk =
        Desk::with_file("[upstream]\nurl = 'https://api.signnow.com'\n[upstream.credentials]\napi_key = 'k'");
    assert!(matches!(desk.config().upstream.options.credentials, Credentials::ApiKey(_)));
    let desk = desk.variable("SIGNGRAPH_UPSTREAM_CREDENTIALS_USERNAME", "user@example.com");
    let complaints = desk.complaints();
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].starts_with("config.toml:4: upstream.credentials.api_key: "), "{complaints:?}");
}

#[test]
fn no_secret_is_ever_repeated() {
    let misplaced = [
        "[upstream]\nurl = 'https://canary:canary@api.signnow.com'",
        "[upstream.credentials]\nclient_secret = canary",
        "[upstream.credentials]\nclient_secret = 'canary\npassword = 1",
        "[upstream.credentials]\nclient_secret = ['canary']\npassword = { is = 'canary' }",
        "[upstream.credentials]\nclient_secret_file = '/canary/canary'",
        "[upstream.credentials]\nclient_secret = 'canary'\nclient_secret_file = 'canary'",
        "[upstream.credentials]\nsecret = 'canary'",
        "client_secret = 'canary'\nclient_secret = 'canary'",
        "client_secret = 'canary' 'canary'",
        "client_secret = \"can\\qary canary\"",
        "[server]\nlisten = 'canary'\nrequest_timeout = 'canary'\n[log]\nformat = 'canary'\nfilter = 'a=canary'",
        "[sandbox]\nworld = 'canary'\n[upstream]\nallowed_hosts = ['canary/canary']",
    ];
    for text in misplaced {
        let desk = Desk::with_file(text).variable("SIGNGRAPH_SECRET", "canary");
        let complaints = desk.complaints();
        assert!(
            !complaints.is_empty() && !complaints.join("\n").contains("canary"),
            "{text}: {complaints:#?}"
        );
    }
    let config =
        Desk::with_file(&format!("[upstream]\nurl = 'https://api.signnow.com'\n{CREDENTIALS}")).config();
    assert!(!format!("{config:?}").contains("canary"));
}

#[test]
fn other_machines_are_let_in_by_an_explicit_word_and_never_to_the_sandbox() {
    let listen = |desk: Desk| desk.flag("--listen", "server.listen", "0.0.0.0:4000");
    let sandbox = listen(Desk::new()).variable("SIGNGRAPH_SERVER_ALLOW_UNAUTHENTICATED", "true").complaints();
    assert_eq!(sandbox.len(), 1);
    assert!(
        sandbox[0].starts_with("--listen: other machines can reach 0.0.0.0:4000, and the embedded sandbox")
    );

    let file = format!("[upstream]\nurl = 'https://api.signnow.com'\n{CREDENTIALS}");
    let silent = listen(Desk::with_file(&file)).complaints();
    assert_eq!(silent.len(), 1);
    assert!(silent[0].contains("server.allow_unauthenticated = true"), "{silent:?}");

    let explicit = listen(Desk::with_file(&file)).variable("SIGNGRAPH_SERVER_ALLOW_UNAUTHENTICATED", "true");
    let warnings = explicit.config().warnings;
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].starts_with("the graph is open to whoever reaches 0.0.0.0:4000"), "{warnings:?}");
}

#[test]
fn the_example_shows_every_key_with_its_default() {
    let example =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("config.example.toml")).unwrap();
    let uncommented: Vec<&str> = example
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| is_key(rest)).unwrap_or(line))
        .collect();
    let config = Desk::with_file(&uncommented.join("\n")).config();
    assert_eq!(format!("{config:#?}"), format!("{:#?}", Desk::new().config()));

    let mut shown = shown_keys(&example);
    let mut known: Vec<String> = keys().into_iter().map(str::to_owned).collect();
    shown.sort();
    known.sort();
    assert_eq!(shown, known);
}

/// Every key of the example, with or without a default, under its section.
fn shown_keys(example: &str) -> Vec<String> {
    let mut section = String::new();
    let mut keys = Vec::new();
    for line in example.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
        }
        let line = line.trim_start_matches('#').trim_start();
        if is_key(line) {
            keys.push(format!("{section}.{}", line.split(' ').next().unwrap()));
        }
    }
    keys
}

fn is_key(line: &str) -> bool {
    let name = line.split(" = ").next().filter(|_| line.contains(" = "));
    name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}
