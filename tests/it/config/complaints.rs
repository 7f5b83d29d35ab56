//! What is said when a configuration cannot be read, and what never is.

use std::ffi::OsString;

use super::desk::{CREDENTIALS, Desk};

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
