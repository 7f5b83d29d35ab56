//! `signgraph serve` and `signgraph sandbox`: the banner, the signals, the log.

use std::net::TcpListener;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::program::{Running, client};

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
        assert!(code == Some(0) && !log.contains("ERROR") && !log.contains("panicked"), "{signal}: {log}");
        assert!(TcpListener::bind(&address).is_ok(), "{address}");
    }
}

/// What it leaves when it crashes holds no token.
#[tokio::test]
async fn it_leaves_no_core_file() {
    let running = Running::start(&["serve", "--listen", "127.0.0.1:0"], &[]).await;
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", running.id())).unwrap();
    let words: Vec<_> = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap()
        .split_whitespace()
        .collect();
    assert_eq!(words[4..6], ["0", "0"], "{words:?}");
    assert_eq!(running.end("-TERM").await.0, Some(0));
}

#[tokio::test]
async fn the_sandbox_says_how_to_get_in_and_a_graph_can_stand_on_it() {
    let sandbox = Running::start(&["sandbox", "--listen", "127.0.0.1:0", "--seed", "7"], &[]).await;
    assert!(sandbox.banner.contains("sandbox-client / sandbox-secret"));
    let url = sandbox.banner.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();

    let graph =
        Running::start(&["--listen", "127.0.0.1:0", "--upstream", &url, "--allow-unauthenticated"], &[])
            .await;
    assert_eq!(graph.address_of("signNow"), url);
    assert!(!graph.banner.contains("embedded"), "{}", graph.banner);
    assert_eq!(graph.end("-TERM").await.0, Some(0));
    assert_eq!(sandbox.end("-TERM").await.0, Some(0));
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

#[tokio::test]
async fn a_draining_server_takes_requests_and_says_that_it_is_not_ready_and_a_second_signal_ends_it() {
    let running = Running::start(&["--listen", "127.0.0.1:0"], &[("SIGNGRAPH_SERVER_DRAIN", "10m")]).await;
    let graph = running.address_of("graph");
    let ready = running.address_of("health").replace("live", "ready");
    let ask = || async {
        let answer =
            client().post(&graph).json(&json!({ "query": "{ viewer { email } }" })).send().await.unwrap();
        let closes = answer.headers().get("connection").is_some_and(|value| value == "close");
        (answer.json::<Value>().await.unwrap()["data"]["viewer"]["email"].clone(), closes)
    };
    assert_eq!(client().get(&ready).send().await.unwrap().status(), 200);
    assert_eq!(ask().await, (json!("viewer@sandbox.test"), false));
    running.signal("-TERM");
    while client().get(&ready).send().await.unwrap().status() == 200 {
        tokio::task::yield_now().await;
    }
    let told: Value = client().get(&ready).send().await.unwrap().json().await.unwrap();
    assert_eq!(told["status"], "draining");
    assert_eq!(ask().await, (json!("viewer@sandbox.test"), true));
    let (code, log) = running.end("-INT").await;
    assert!(code == Some(1) && log.contains("a second signal"), "{code:?} {log}");
}

#[tokio::test]
async fn the_log_tells_that_it_stops_and_how_many_requests_it_cut_off() {
    let variables = [("SIGNGRAPH_SERVER_SHUTDOWN_TIMEOUT", "50ms"), ("SIGNGRAPH_LOG_FORMAT", "json")];
    let running = Running::start(&["--listen", "127.0.0.1:0"], &variables).await;
    let graph = running.address_of("graph");
    let address = graph.trim_start_matches("http://").trim_end_matches("/graphql");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\
         expect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server says so when it begins to read the body, which never comes.
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100");
    let (code, log) = running.end("-TERM").await;
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let about = |word: &str| {
        let found = lines.iter().find(|line| line["message"].as_str().unwrap().starts_with(word));
        found.unwrap_or_else(|| panic!("{log}"))
    };
    assert_eq!((code, &about("stopping")["level"]), (Some(0), &json!("INFO")));
    assert_eq!((&about("cut off")["level"], &about("cut off")["requests"]), (&json!("WARN"), &json!(1)));
}
