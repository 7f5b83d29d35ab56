//! `signgraph token` where the tokens are in a Redis.

use std::sync::Arc;

use signgraph::sandbox::{self, Sandbox};
use signgraph::signnow::{Client, Credentials, Options, SystemClock, Upstream};

use super::program::{errors, run, text};
use crate::support::{KEY, RedisServer, Vault};

fn options(sandbox: &Sandbox) -> Options {
    let credentials = Credentials::Password {
        client_id: sandbox::CLIENT_ID.to_owned(),
        client_secret: sandbox::CLIENT_SECRET.into(),
        username: sandbox::VIEWER.to_owned(),
        password: sandbox::PASSWORD.into(),
    };
    Options::new(Upstream::parse(&sandbox.url(), &[]).unwrap(), credentials)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_in_redis_is_told_of_verified_and_ended() {
    let (sandbox, server) = (Sandbox::start(Default::default()).await.unwrap(), RedisServer::start());
    let vault = Vault::over(Arc::new(server.store()));
    let client = Client::new(options(&sandbox), vault.sealed(), Arc::new(SystemClock)).unwrap();
    client.ready().await.unwrap();
    let (sandbox_url, url) = (sandbox.url(), server.url());
    let variables = [
        ("SIGNGRAPH_UPSTREAM_URL", sandbox_url.as_str()),
        ("SIGNGRAPH_UPSTREAM_TOKEN_REDIS", &url),
        ("SIGNGRAPH_UPSTREAM_TOKEN_KEY", KEY),
    ];
    let place = format!("Redis at {}/0", server.address());
    for (command, words) in [
        (&["status"][..], format!("There is a pair of tokens in {place}.")),
        (&["verify"], "signNow accepts the token.".to_owned()),
        (&["revoke", "--yes"], format!("signNow ended the token. It is out of {place}; ")),
        (&["status"], format!("The last token in {place} was ended: ")),
    ] {
        let arguments = [&["token"], command].concat();
        let output = tokio::task::block_in_place(|| run(&arguments, &variables));
        assert!(text(&output).starts_with(&words), "{output:?}");
        assert!(output.status.success() && !format!("{output:?}").contains("canary"), "{output:?}");
    }
    assert!(!vault.has_pair(&options(&sandbox)).await);
}

#[test]
fn a_redis_that_cannot_be_used_stops_the_start() {
    let mut server = RedisServer::start();
    server.kill();
    let url = server.url();
    let variables = |url, key| {
        [
            ("SIGNGRAPH_UPSTREAM_URL", "http://127.0.0.1:1"),
            ("SIGNGRAPH_UPSTREAM_TOKEN_REDIS", url),
            ("SIGNGRAPH_UPSTREAM_TOKEN_KEY", key),
        ]
    };
    for (variables, reason) in [
        (variables(url.as_str(), KEY), "error: upstream.token_redis cannot be used: "),
        (variables("canary", KEY), "error: upstream.token_redis cannot be used: "),
        (variables(&url, "canary"), "error: upstream.token_key or upstream.old_token_key cannot be used: "),
        (variables(&url, ""), "error: upstream.token_key: is missing, and tokens in Redis are sealed"),
    ] {
        for arguments in [&["--listen", "127.0.0.1:0"][..], &["token", "status"]] {
            let output = run(arguments, &variables);
            let lines = errors(&output);
            assert_eq!((output.status.code(), text(&output).as_str()), (Some(2), ""), "{output:?}");
            assert!(lines.len() == 1 && lines[0].starts_with(reason), "{lines:?}");
            assert!(!lines[0].contains("canary"), "{lines:?}");
        }
    }
}
