//! Further accounts.

use std::time::Duration;

use signgraph::signnow::Credentials;

use super::desk::{CREDENTIALS, Desk};

const REAL: &str =
    "[upstream]\nurl = 'https://api.signnow.com'\nconnect_timeout = '3s'\ntoken_file = '/tokens'\n";

fn with(accounts: &str) -> Desk {
    Desk::with_file(&format!("{REAL}{CREDENTIALS}{accounts}"))
}

const KEY: &str = "credentials.api_key = 'canary-key'\n";

#[test]
fn what_an_account_does_not_say_holds_as_for_the_first() {
    let desk = with(&format!(
        "[accounts.legal]\n{KEY}\n[accounts.trial]\nurl = 'https://api-eval.signnow.com'\nmax_concurrent_calls = 2\n\
         [accounts.trial.credentials]\nclient_id = 'app'\nclient_secret = 'canary'\nusername = 'user@example.com'\n"
    ));
    let desk = desk.variable("SIGNGRAPH_ACCOUNTS_TRIAL_CREDENTIALS_PASSWORD", "canary-password");
    let config = desk.config();
    let (legal, trial) = (config.account(Some("legal")).unwrap(), config.account(Some("trial")).unwrap());
    assert_eq!(legal.options.upstream.to_string(), "https://api.signnow.com");
    assert_eq!(trial.options.upstream.to_string(), "https://api-eval.signnow.com");
    assert!(matches!(legal.options.credentials, Credentials::ApiKey(_)));
    assert!(matches!(trial.options.credentials, Credentials::Password { .. }));
    for account in [legal, trial] {
        assert_eq!(account.options.connect_timeout, Duration::from_secs(3));
        assert_eq!(account.token_file, config.upstream.token_file);
    }
    assert_eq!((legal.options.max_concurrent_calls, trial.options.max_concurrent_calls), (16, 2));
    assert_eq!(config.account(None).unwrap().options.principal(), config.upstream.options.principal());
    assert!(config.account(Some("sales")).is_none());
}

#[test]
fn an_account_is_somebody_else_with_a_name_of_its_own() {
    for (accounts, complaint) in [
        ("[accounts.legal]\n", "accounts.legal.credentials: are missing"),
        (
            "[accounts.Legal]\ncredentials.api_key = 'k'\n",
            "config.toml:11: accounts.Legal: write at most 40 small letters",
        ),
        (
            "[accounts.default]\ncredentials.api_key = 'k'\n",
            "config.toml:11: accounts.default: is what the account of",
        ),
        (
            "[accounts.legal]\ncredentials.client_id = 'app'\ncredentials.client_secret = 's'\n\
             credentials.username = 'user@example.com'\ncredentials.password = 'p'\n",
            "accounts.legal.credentials: are those of upstream; keep one",
        ),
        (
            "[accounts.a]\ncredentials.api_key = 'k'\n[accounts.b]\ncredentials.api_key = 'k'\n",
            "accounts.b.credentials: are those of accounts.a; keep one",
        ),
        (
            "[accounts.legal]\ncredentials.api_key = 'k'\nrequest_timeout = '1s'\n",
            "config.toml:12: there is no key accounts.legal.request_timeout; did you mean",
        ),
        (
            "[accounts.legal]\nurl = 'https://signnow.example'\ncredentials.api_key = 'k'\n",
            "config.toml:11: accounts.legal.url: signnow.example",
        ),
    ] {
        let complaints = with(accounts).complaints();
        assert!(complaints.iter().any(|line| line.starts_with(complaint)), "{accounts}\n{complaints:#?}");
        assert_eq!(complaints.len(), 1, "{accounts}\n{complaints:#?}");
    }
}

#[test]
fn a_sandbox_has_people_and_no_signnow_beside_it() {
    let person = "[accounts.outsider]\ncredentials.username = 'outsider@sandbox.test'\n";
    let config = Desk::with_file(person).config();
    assert!(config.accounts["outsider"].embedded);
    let real = format!("[accounts.legal]\n{KEY}");
    let complaints = Desk::with_file(&real).complaints();
    assert!(complaints[0].contains("upstream.url is missing"), "{complaints:?}");
    assert_eq!(complaints.len(), 1);
    let elsewhere =
        "[accounts.other]\nurl = 'http://127.0.0.1:9'\ncredentials.username = 'viewer@sandbox.test'\n";
    let complaints = Desk::with_file(elsewhere).complaints();
    assert!(
        complaints[0].starts_with("config.toml:2: accounts.other.url: upstream.url is missing"),
        "{complaints:?}"
    );
    let alone = Desk::with_file("[upstream.credentials]\nusername = 'outsider@sandbox.test'").config();
    assert!(alone.upstream.embedded);
    assert!(alone.upstream.options.principal().contains("outsider@sandbox.test"));
}
