//! Which signNow, as whom, and who may reach it through us.

use secrecy::ExposeSecret;
use signgraph::config::variable;
use signgraph::signnow::{Credentials, Recovery};

use super::desk::{CREDENTIALS, Desk};

#[test]
fn real_signnow_wants_credentials_and_a_server_on_this_machine_is_taken_for_a_sandbox() {
    let desk = Desk::with_file("[upstream]\nurl = 'https://api.signnow.com'");
    assert_eq!(
        desk.complaints(),
        [
            "upstream.credentials: https://api.signnow.com wants to know who asks; set client_id, client_secret, \
             username and password there, or the first two and run `signgraph login`, or set api_key alone"
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
    assert!(complaints[0].ends_with("upstream.allowed_hosts"), "{complaints:?}");
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
        [
            "SIGNGRAPH_UPSTREAM_CREDENTIALS_PASSWORD_FILE: the file it names holds a secret, and every user of this \
             machine can read it; chmod 600 it, or give it such a mode where it is mounted"
        ]
    );
    for (mode, words) in
        [(0o620, "others than its owner can change it"), (0o602, "can change it"), (0o440, "")]
    {
        desk.write("loose", "canary-password", mode);
        let warnings = desk.config().warnings;
        assert_eq!(warnings.is_empty(), words.is_empty(), "{mode:o}: {warnings:?}");
        assert!(warnings.iter().all(|line| line.contains(words)), "{mode:o}: {warnings:?}");
    }
}

#[test]
fn a_loose_configuration_file_is_told_once_if_it_holds_secrets() {
    let text = format!("[upstream]\nurl = 'https://api.signnow.com'\n{CREDENTIALS}");
    let desk = Desk::with_file(&text);
    assert!(desk.config().warnings.is_empty());
    desk.write("config.toml", &text, 0o644);
    let warnings = desk.config().warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("config.toml: holds a secret"), "{warnings:?}");
    desk.write("config.toml", "[server]\ngraphiql = false", 0o644);
    assert!(desk.config().warnings.is_empty());
}

#[test]
fn an_api_key_stands_alone() {
    let desk =
        Desk::with_file("[upstream]\nurl = 'https://api.signnow.com'\n[upstream.credentials]\napi_key = 'k'");
    assert!(matches!(desk.config().upstream.options.credentials, Credentials::ApiKey(_)));
    let desk = Desk::with_file(
        "[upstream]\nurl = 'https://api.signnow.com'\n[upstream.credentials]\napi_key = 'k'\nusername = 'u'",
    );
    let complaints = desk.complaints();
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].starts_with("config.toml:4: upstream.credentials.api_key: "), "{complaints:?}");
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
fn what_follows_a_lost_refresh_is_declared() {
    assert_eq!(Desk::new().config().upstream.options.token_recovery, Recovery::Login);
    for (word, recovery) in [("login", Recovery::Login), ("probe", Recovery::Probe), ("wait", Recovery::Wait)]
    {
        let desk = Desk::with_file(&format!("[upstream]\ntoken_recovery = '{word}'"));
        assert_eq!(desk.config().upstream.options.token_recovery, recovery);
    }
    let complaints = Desk::with_file("[upstream]\ntoken_recovery = 'hope'").complaints();
    assert_eq!(
        complaints,
        ["config.toml:2: upstream.token_recovery: expects \"login\", \"probe\" or \"wait\""]
    );
}

#[test]
fn the_key_of_the_tokens_comes_from_a_file_or_as_it_is() {
    let desk = Desk::with_file("[upstream]\ntoken_key = 'canary-key'\nold_token_key = 'canary-old'");
    let upstream = desk.config().upstream;
    assert_eq!(upstream.token_key.unwrap().expose_secret(), "canary-key");
    assert_eq!(upstream.old_token_key.unwrap().expose_secret(), "canary-old");
    let file = desk.write("key", "canary-file\n", 0o600);
    let desk = desk.variable("SIGNGRAPH_UPSTREAM_TOKEN_KEY_FILE", file.to_str().unwrap());
    assert_eq!(desk.config().upstream.token_key.unwrap().expose_secret(), "canary-file");
    assert!(!format!("{:?}", desk.config()).contains("canary"));
}

#[test]
fn tokens_are_kept_in_a_redis_in_the_place_of_a_file() {
    let key = "[upstream]\ntoken_key = 'canary-key'\n";
    let desk = Desk::with_file(&format!("{key}token_redis = 'redis://:canary@redis.test'"));
    let upstream = desk.config().upstream;
    assert_eq!(upstream.token_redis.as_ref().unwrap().expose_secret(), "redis://:canary@redis.test");
    assert_eq!(upstream.token_file, None);
    assert!(!format!("{upstream:?}").contains("canary"));
    let file = desk.write("redis", "redis://:canary-file@redis.test\n", 0o600);
    let desk = desk.variable("SIGNGRAPH_UPSTREAM_TOKEN_REDIS_FILE", file.to_str().unwrap());
    let url = desk.config().upstream.token_redis.unwrap();
    assert_eq!(url.expose_secret(), "redis://:canary-file@redis.test");
    let desk = Desk::with_file(&format!("{key}token_redis = 'redis://redis.test'"));
    let upstream = desk.variable("SIGNGRAPH_UPSTREAM_TOKEN_FILE", "/tokens.json").config().upstream;
    assert!(
        upstream.token_redis.is_none() && upstream.token_file.is_some(),
        "a variable is stronger than the file"
    );
}

#[test]
fn two_places_for_tokens_are_refused_by_name() {
    for redis in ["token_redis", "token_redis_file"] {
        let file = Desk::new().write("redis", "redis://:canary@redis.test", 0o600);
        let value =
            if redis == "token_redis" { "redis://:canary@redis.test" } else { file.to_str().unwrap() };
        let text = format!("[upstream]\ntoken_file = '/tokens.json'\n{redis} = '{value}'\ntoken_key = 'key'");
        let complaints = Desk::with_file(&text).complaints();
        let expected = format!("upstream.{redis}: upstream.token_file is set as well; keep one of the two");
        assert!(complaints.iter().any(|line| line.ends_with(&expected)), "{complaints:?}");
        assert!(!format!("{complaints:?}").contains("canary"));
    }
}

#[test]
fn tokens_in_a_redis_need_a_key_of_the_operators_own() {
    let complaints = Desk::with_file("[upstream]\ntoken_redis = 'redis://:canary@redis.test'").complaints();
    let [complaint] = &complaints[..] else { panic!("{complaints:?}") };
    assert!(
        complaint.starts_with("upstream.token_key: is missing, and tokens in Redis are sealed"),
        "{complaint}"
    );
    assert!(complaint.contains("openssl rand -base64 32") && !complaint.contains("canary"), "{complaint}");
}
