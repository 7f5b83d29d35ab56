//! What the program says before it does anything: help, faults, exit codes.

use std::fs;
use std::net::TcpListener;

use tempfile::TempDir;

use super::program::{errors, run, text};

#[test]
fn every_command_explains_itself_with_an_example() {
    for arguments in [
        &["--help"][..],
        &["serve", "--help"],
        &["sandbox", "--help"],
        &["schema", "--help"],
        &["healthcheck", "--help"],
        &["token", "--help"],
        &["token", "verify", "--help"],
        &["token", "revoke", "--help"],
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
                 client_secret, username and password there, or the first two and run `signgraph login`, or set api_key alone"
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
        &["sandbox", "--listen", "8086"],
        &["token", "show"],
        &["token", "verify", "--yes"],
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
}

#[test]
fn a_sandbox_for_others_or_under_a_name_is_refused_with_the_cure() {
    for (listen, cure) in [
        ("0.0.0.0:4011", "the sandbox listens on loopback only: choose 127.0.0.1:4011"),
        ("localhost:4011", "names are not taken, and a port is needed: choose 127.0.0.1:4011"),
    ] {
        let output = run(&["sandbox", "--listen", listen], &[]);
        assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""));
        assert!(errors(&output)[0].ends_with(cure), "{output:?}");
    }
}

#[test]
fn a_token_file_that_cannot_be_used_stops_the_start() {
    let directory = TempDir::new().unwrap();
    let garbage = directory.path().join("garbage");
    fs::write(&garbage, "canary").unwrap();
    for (path, reasons) in [
        (directory.path().join("missing/tokens.json"), &["cannot be opened: No such file"][..]),
        (directory.path().to_owned(), &["is no ordinary file; name another one"]),
        (garbage, &["is open to other users", "holds something else than sealed tokens"]),
    ] {
        let variables = [
            ("SIGNGRAPH_UPSTREAM_URL", "http://127.0.0.1:1"),
            ("SIGNGRAPH_UPSTREAM_TOKEN_FILE", path.to_str().unwrap()),
        ];
        let output = run(&["--listen", "127.0.0.1:0"], &variables);
        assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""), "{output:?}");
        let lines = errors(&output);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with("error: upstream.token_file cannot be used: "), "{lines:?}");
        assert!(reasons.iter().any(|reason| lines[0].contains(reason)), "{lines:?}");
        assert!(!lines[0].contains("canary"));
    }
}

#[test]
fn a_token_key_that_cannot_be_used_stops_the_start() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("tokens.json");
    let variables = [
        ("SIGNGRAPH_UPSTREAM_URL", "http://127.0.0.1:1"),
        ("SIGNGRAPH_UPSTREAM_TOKEN_FILE", file.to_str().unwrap()),
        ("SIGNGRAPH_UPSTREAM_TOKEN_KEY", "canary"),
    ];
    let output = run(&["--listen", "127.0.0.1:0"], &variables);
    assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""), "{output:?}");
    let lines = errors(&output);
    assert!(lines.len() == 1 && !lines[0].contains("canary"), "{lines:?}");
    assert!(lines[0].starts_with("error: upstream.token_key "), "{lines:?}");
    assert_eq!(lines[0].matches("openssl rand -base64 32").count(), 1, "{lines:?}");
}

#[test]
fn a_file_of_keys_that_cannot_be_used_stops_the_start() {
    let directory = TempDir::new().unwrap();
    let garbage = directory.path().join("garbage");
    fs::write(&garbage, "canary").unwrap();
    for path in [directory.path().join("missing/keys.jsonl"), garbage] {
        let output =
            run(&["--listen", "127.0.0.1:0"], &[("SIGNGRAPH_IDEMPOTENCY_FILE", path.to_str().unwrap())]);
        assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""), "{output:?}");
        let lines = errors(&output);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with("error: idempotency.file cannot be used: "), "{lines:?}");
        assert!(!lines[0].contains("canary"));
    }
}
