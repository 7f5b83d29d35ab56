//! `[upstream]`: which signNow, as whom, and with how much patience.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

use super::credentials::{self, Given};
use super::kind::{COUNT, DURATION, HOSTS, Kind, TEXT, TIMEOUT};
use super::settings::Settings;
use super::tokens;
use crate::directory::CONFIRMATION_PAUSE;
use crate::signnow::{self, Credentials, Options, Recovery, UpstreamError};

/// Which signNow is asked.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// No upstream is named: a sandbox is started, and its address replaces the one in `options`.
    pub embedded: bool,
    /// How the client is to behave, and as whom.
    pub options: Options,
    /// The file where tokens outlive this process, sealed; without one, and without a Redis, they are kept in memory.
    pub token_file: Option<PathBuf>,
    /// The address of the Redis where they do, in the place of a file.
    pub token_redis: Option<SecretString>,
    /// What they are sealed with, in base64; without one a key is kept in a file beside theirs. In Redis there has to be one.
    pub token_key: Option<SecretString>,
    /// What they may still be sealed with, in base64, after another key has taken its place.
    pub old_token_key: Option<SecretString>,
    /// How long lies between the two looks that prove that a call which got no answer was not carried out.
    pub confirmation_pause: Duration,
}

const ATTEMPTS: Kind<u32> =
    Kind { expected: COUNT.expected, read: |raw| u32::try_from((COUNT.read)(raw)?).ok() };

const RECOVERY: Kind<Recovery> = Kind {
    expected: "\"login\", \"probe\" or \"wait\"",
    read: |raw| match raw.text()?.trim() {
        "login" => Some(Recovery::Login),
        "probe" => Some(Recovery::Probe),
        "wait" => Some(Recovery::Wait),
        _ => None,
    },
};

pub(super) fn read(settings: &mut Settings) -> Upstream {
    let mut upstream = embedded();
    let url = settings.read("upstream.url", &TEXT);
    let hosts = settings.read("upstream.allowed_hosts", &HOSTS).unwrap_or_default();
    read_patience(settings, &mut upstream.options);
    settings.set("upstream.confirmation_pause", &DURATION, &mut upstream.confirmation_pause);
    tokens::read(settings, &mut upstream);
    let recovery = settings.read("upstream.token_recovery", &RECOVERY);
    upstream.embedded = !settings.is_set("upstream.url");
    let address = url.and_then(|url| address(settings, &url, &hosts));
    let is_sandbox = address.as_ref().is_some_and(signnow::Upstream::is_loopback);
    let given = credentials::read(settings, is_sandbox);
    if let Some(address) = address {
        complain_of_no_credentials(settings, &address, &given);
        upstream.options.upstream = address;
    }
    if upstream.embedded && settings.is_whole() {
        complain_of_no_url(settings, &given);
    }
    if let Given::Whole(credentials) = given {
        if matches!(credentials, Credentials::AuthorizationCode { .. }) && !upstream.embedded {
            tokens::complain_of_no_place(settings);
            complain_of_no_password(settings, recovery);
        }
        upstream.options.token_recovery = credentials.default_recovery();
        upstream.options.credentials = credentials;
    }
    upstream.options.token_recovery = recovery.unwrap_or(upstream.options.token_recovery);
    upstream
}

fn embedded() -> Upstream {
    #[expect(clippy::expect_used, reason = "a constant that names this machine, which is always allowed")]
    let address = signnow::Upstream::parse("http://127.0.0.1:0", &[]).expect("loopback is allowed");
    Upstream {
        embedded: true,
        options: Options::new(address, credentials::of_sandbox()),
        token_file: None,
        token_redis: None,
        token_key: None,
        old_token_key: None,
        confirmation_pause: CONFIRMATION_PAUSE,
    }
}

fn read_patience(settings: &mut Settings, options: &mut Options) {
    settings.set("upstream.connect_timeout", &TIMEOUT, &mut options.connect_timeout);
    settings.set("upstream.request_timeout", &TIMEOUT, &mut options.request_timeout);
    settings.set("upstream.max_concurrent_calls", &COUNT, &mut options.max_concurrent_calls);
    settings.set("upstream.max_waiting_calls", &COUNT, &mut options.max_waiting_calls);
    settings.set("upstream.breaker_interval", &TIMEOUT, &mut options.breaker_interval);
    settings.set("upstream.retry.attempts", &ATTEMPTS, &mut options.retry.attempts);
    settings.set("upstream.retry.base_delay", &DURATION, &mut options.retry.base_delay);
    settings.set("upstream.retry.max_delay", &DURATION, &mut options.retry.max_delay);
}

fn address(settings: &mut Settings, url: &str, hosts: &[String]) -> Option<signnow::Upstream> {
    match signnow::Upstream::parse(url, hosts) {
        Ok(address) => Some(address),
        Err(error) => {
            let origin = settings.origin("upstream.url").to_owned();
            let key = if matches!(error, UpstreamError::Host(_)) { ": upstream.allowed_hosts" } else { "" };
            settings.complain(format!("{origin}: {error}{key}"));
            None
        }
    }
}

/// A server on this machine without credentials is taken for a sandbox, whose credentials are published.
fn complain_of_no_credentials(settings: &mut Settings, address: &signnow::Upstream, given: &Given) {
    if matches!(given, Given::Nothing) && !address.is_loopback() && settings.is_whole() {
        settings.complain(format!(
            "upstream.credentials: {address} wants to know who asks; set client_id, client_secret, username \
             and password there, or the first two and run `signgraph login`, or set api_key alone"
        ));
    }
}

/// Nobody but an operator can log in, so a server cannot be told to.
fn complain_of_no_password(settings: &mut Settings, recovery: Option<Recovery>) {
    if recovery == Some(Recovery::Login) {
        let origin = settings.origin("upstream.token_recovery").to_owned();
        settings.complain(format!(
            "{origin}: \"login\" needs upstream.credentials.password, which is missing; write \"probe\" or \"wait\""
        ));
    }
}

/// Credentials without an upstream would silently serve the sandbox's people instead of the real ones.
fn complain_of_no_url(settings: &mut Settings, given: &Given) {
    if !matches!(given, Given::Nothing) {
        settings.complain(
            "upstream.url: is missing, and there are credentials; set it to https://api.signnow.com or \
             https://api-eval.signnow.com, or remove the credentials"
                .to_owned(),
        );
    }
}
