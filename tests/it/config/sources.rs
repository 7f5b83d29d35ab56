//! What is read from where, and what beats what.

use std::time::Duration;

use signgraph::config::{keys, variable};

use super::desk::Desk;

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
    let mut variables: Vec<String> = keys().iter().map(|key| variable(key)).collect();
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
fn an_empty_variable_counts_as_not_set() {
    let desk = Desk::with_file("[server]\nlisten = '127.0.0.1:1'")
        .variable("SIGNGRAPH_CONFIG", "")
        .variable("SIGNGRAPH_SERVER_LISTEN", "")
        .variable("SIGNGRAPH_UPSTREAM_URL", "")
        .variable("SIGNGRAPH_UPSTREAM_CREDENTIALS_API_KEY", "");
    let config = desk.config();
    assert!(config.upstream.embedded);
    assert_eq!(config.server.listen.port(), 1);
}

#[test]
fn a_list_in_a_variable_has_commas_and_nothing_else() {
    let name = "SIGNGRAPH_SERVER_ALLOWED_HOSTS";
    let config = Desk::new().variable(name, "graph.example, 10.0.0.1").config();
    assert_eq!(config.server.allowed_hosts, ["graph.example", "10.0.0.1"]);
    for wrong in ["[graph.example]", "[\"graph.example\"]", "graph.example:443", "https://graph.example"] {
        let complaints = Desk::new().variable(name, wrong).complaints();
        assert_eq!(complaints.len(), 1, "{wrong}");
        assert!(complaints[0].contains("no brackets or quotes, as in a.example,b.example"), "{complaints:?}");
    }
    let file = Desk::with_file("[server]\nallowed_hosts = ['graph.example']");
    assert_eq!(file.config().server.allowed_hosts, ["graph.example"]);
}
