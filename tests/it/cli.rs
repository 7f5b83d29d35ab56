//! The program as a person or a service manager meets it: words, exit codes, signals.

use std::fs;
use std::net::TcpListener;
use std::process::{Command as Blocking, Output, Stdio};

use serde_json::{Value, json};
use signgraph::graph::Graph;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::support::install_crypto;

const PROGRAM: &str = env!("CARGO_BIN_EXE_signgraph");

/// Runs the program to its end, without any variable of ours.
fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Blocking::new(PROGRAM);
    command.args(arguments).env_clear().envs(variables.iter().copied()).output().unwrap()
}

fn errors(output: &Output) -> Vec<String> {
    String::from_utf8(output.stderr.clone()).unwrap().lines().map(str::to_owned).collect()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The program, running, with what it printed before it waits.
struct Running {
    child: Child,
    banner: String,
}

impl Running {
    async fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Running {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .env_clear()
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut banner = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        while !banner.ends_with("Ctrl-C ends it.\n") {
            let read = output.read_line(&mut banner).await.unwrap();
            assert!(read > 0, "the program ended after: {banner}");
        }
        Running { child, banner }
    }

    /// The word after a name in the banner.
    fn address_of(&self, name: &str) -> String {
        let line = self.banner.lines().find(|line| line.trim_start().starts_with(name));
        let word = line.and_then(|line| line.split_whitespace().nth(1)).expect(name);
        word.trim_end_matches(',').to_owned()
    }

    /// Sends a signal and gives the exit code and everything in the log.
    async fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let id = self.child.id().unwrap().to_string();
        assert!(Blocking::new("kill").args([signal, &id]).status().unwrap().success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
        (self.child.wait().await.unwrap().code(), log)
    }
}

fn client() -> reqwest::Client {
    install_crypto();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[test]
fn every_command_explains_itself_with_an_example() {
    for arguments in [
        &["--help"][..],
        &["serve", "--help"],
        &["sandbox", "--help"],
        &["schema", "--help"],
        &["healthcheck", "--help"],
    ] {
        let output = run(arguments, &[]);
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output).contains("Example: signgraph "), "{arguments:?}");
    }
    assert_eq!(text(&run(&["--version"], &[])), format!("signgraph {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_configuration_is_exit_code_2_and_a_line_for_each_fault() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("signgraph.toml");
    let path = path.to_str().unwrap();
    fs::write(path, "[server]\nport = 4000\n[upstream]\nurl = 'https://api.signnow.com'\n").unwrap();
    for arguments in [&["--config", path][..], &["serve", "--config", path]] {
        let output = run(arguments, &[("SIGNGRAPH_LOG_FORMAT", "xml"), ("PATH", "/nowhere")]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(text(&output), "");
        assert_eq!(
            errors(&output),
            [
                "error: upstream.credentials: https://api.signnow.com wants to know who asks; set client_id, \
                 client_secret, username and password there, or api_key alone"
                    .to_owned(),
                "error: SIGNGRAPH_LOG_FORMAT: expects \"pretty\" or \"json\"".to_owned(),
                format!("error: {path}:2: there is no key server.port; did you mean server.listen?"),
            ]
        );
    }
}

#[test]
fn a_wrong_flag_is_exit_code_2() {
    for arguments in [
        &["--nonsense"][..],
        &["nonsense"],
        &["--listen", "4000"],
        &["--upstream", "api.signnow.com"],
        &["--listen", "0.0.0.0:0"],
        &["sandbox", "--world", "flat"],
        &["sandbox", "--latency", "soon"],
    ] {
        let output = run(arguments, &[]);
        assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""), "{arguments:?}");
        assert!(errors(&output)[0].starts_with("error: "), "{arguments:?}");
    }
}

#[test]
fn a_taken_port_is_one_line_and_exit_code_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&["--listen", &address], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        errors(&output),
        [format!(
            "error: {address} is taken by another program; end that program, or choose another address with --listen"
        )]
    );
    assert_eq!(run(&["sandbox", "--listen", &address], &[]).status.code(), Some(1));
    assert_eq!(run(&["sandbox", "--listen", "0.0.0.0:0"], &[]).status.code(), Some(1));
}

#[test]
fn the_schema_is_printed_as_it_is_and_a_drift_is_summed_up() {
    let printed = text(&run(&["schema"], &[("SIGNGRAPH_NONSENSE", "does not matter here")]));
    assert_eq!(printed, Graph::sdl());
    assert!(printed.ends_with('\n'));

    let directory = TempDir::new().unwrap();
    let path = directory.path().join("schema.graphql");
    let path = path.to_str().unwrap();
    fs::write(path, &printed).unwrap();
    let same = run(&["schema", "--check", path], &[]);
    assert_eq!((same.status.code(), text(&same).as_str(), errors(&same).len()), (Some(0), "", 0));

    fs::write(path, format!("{printed}type Extra {{\n  id: ID!\n}}\n")).unwrap();
    let drifted = run(&["schema", "--check", path], &[]);
    assert_eq!((drifted.status.code(), text(&drifted).as_str()), (Some(1), ""));
    assert_eq!(
        errors(&drifted),
        [
            format!("error: {path} is not the schema of the code: 0 lines more, 3 lines less"),
            "  -type Extra {".to_owned(),
            "  -  id: ID!".to_owned(),
            "  -}".to_owned(),
            format!("If the change is meant: signgraph schema > {path}"),
        ]
    );
    assert_eq!(run(&["schema", "--check", "/nowhere/schema.graphql"], &[]).status.code(), Some(1));
}

#[tokio::test]
async fn without_configuration_it_serves_and_says_what_to_do() {
    let running = Running::start(&["--listen", "127.0.0.1:0"], &[]).await;
    let graph = running.address_of("graph");
    assert!(running.address_of("sandbox").starts_with("http://127.0.0.1:"));
    assert!(running.banner.contains("viewer@sandbox.test"));

    let page = client().get(running.address_of("GraphiQL")).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let live = client().get(running.address_of("health")).send().await.unwrap();
    assert_eq!(live.status(), 200);

    let curl = running.banner.lines().find(|line| line.trim_start().starts_with("curl ")).unwrap();
    assert!(curl.contains(&format!("{graph} -H 'content-type: application/json' -d ")), "{curl}");
    let body = curl.split('\'').nth(3).unwrap().to_owned();
    let request = client().post(&graph).header("content-type", "application/json").body(body);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer.get("errors"), None, "{answer}");
    assert_eq!(answer["data"]["viewer"]["email"], "viewer@sandbox.test");

    assert_eq!(running.end("-INT").await.0, Some(0));
}

#[tokio::test]
async fn both_signals_end_it_cleanly_and_the_port_is_free_again() {
    for signal in ["-INT", "-TERM"] {
        let running = Running::start(&["serve", "--listen", "127.0.0.1:0"], &[]).await;
        let address = running.address_of("graph");
        let address = address.trim_start_matches("http://").trim_end_matches("/graphql").to_owned();
        let (code, log) = running.end(signal).await;
        assert_eq!((code, log.as_str()), (Some(0), ""), "{signal}");
        assert!(TcpListener::bind(&address).is_ok(), "{address}");
    }
}

#[tokio::test]
async fn the_sandbox_says_how_to_get_in_and_a_graph_can_stand_on_it() {
    let sandbox = Running::start(&["sandbox", "--listen", "127.0.0.1:0", "--seed", "7"], &[]).await;
    assert!(sandbox.banner.contains("sandbox-client / sandbox-secret"));
    let url = sandbox.banner.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();

    let graph = Running::start(&["--listen", "127.0.0.1:0", "--upstream", &url], &[]).await;
    assert_eq!(graph.address_of("signNow"), url);
    assert!(!graph.banner.contains("embedded"), "{}", graph.banner);
    assert_eq!(graph.end("-TERM").await.0, Some(0));
    assert_eq!(sandbox.end("-TERM").await.0, Some(0));
}

#[tokio::test]
async fn the_health_check_passes_what_is_healthy_and_names_what_is_not() {
    let running = Running::start(&["--listen", "127.0.0.1:0"], &[]).await;
    let graph = running.address_of("graph");
    let live = running.address_of("health");
    let address = graph.trim_start_matches("http://").trim_end_matches("/graphql").to_owned();
    let check = move || {
        let healthy = run(&["healthcheck", "--url", &live], &[]);
        let missing = run(&["healthcheck", "--url", &live.replace("live", "absent")], &[]);
        let derived = run(&["healthcheck"], &[("SIGNGRAPH_SERVER_LISTEN", &address)]);
        (healthy, missing, derived)
    };
    let (healthy, missing, derived) = tokio::task::spawn_blocking(check).await.unwrap();
    assert_eq!((healthy.status.code(), errors(&healthy).len()), (Some(0), 0));
    assert_eq!(missing.status.code(), Some(1));
    assert!(errors(&missing)[0].contains("/health/absent answers 404"), "{missing:?}");
    assert_eq!((derived.status.code(), errors(&derived).len()), (Some(0), 0), "{derived:?}");
    running.end("-TERM").await;

    let silent = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody = run(&["healthcheck", "--url", &format!("http://{silent}/health/ready")], &[]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(errors(&nobody)[0].contains("does not answer"), "{nobody:?}");
}

#[tokio::test]
async fn the_log_has_a_line_for_each_operation_and_none_of_its_contents() {
    let running = Running::start(&["--listen", "127.0.0.1:0"], &[("SIGNGRAPH_LOG_FORMAT", "json")]).await;
    let graph = running.address_of("graph");
    let document = "query Canary($canaryVariable: String) { canaryAlias: __typename }";
    let body = json!({ "query": document, "operationName": "Canary", "variables": { "canaryVariable": "canaryValue" } });
    let requests = [body.to_string(), r#"{"query":"{ canaryField }"}"#.to_owned(), "canaryBody".to_owned()];
    for body in requests {
        let request = client().post(&graph).header("content-type", "application/json").body(body);
        request.send().await.unwrap();
    }
    let (_, log) = running.end("-TERM").await;
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let lines: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(lines.len(), 3, "{log}");
    assert_eq!((&lines[0]["operation"], &lines[0]["status"]), (&json!("Canary"), &json!(200)));
    assert_eq!(lines[2]["codes"], "BAD_REQUEST");
    assert!(lines.iter().all(|line| line["ms"].is_u64()), "{log}");
    assert!(!log.contains("canary"), "{log}");
}
