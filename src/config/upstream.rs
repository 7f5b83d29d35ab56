//! `[upstream]`: which signNow, as whom, and with how much patience.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

use super::account::{self, Saying};
use super::credentials;
use super::kind::{COUNT, DURATION, Kind, TIMEOUT};
use super::section::Section;
use super::settings::Settings;
use super::tokens;
use crate::directory::CONFIRMATION_PAUSE;
use crate::signnow::{self, Options};

/// Which signNow is asked, as whom, and where its tokens are kept: an account.
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

pub(super) fn read(settings: &mut Settings) -> Upstream {
    let mut upstream = embedded();
    read_patience(settings, &mut upstream.options);
    settings.set("upstream.confirmation_pause", &DURATION, &mut upstream.confirmation_pause);
    tokens::read(settings, &mut upstream);
    match account::read(settings, &Section::new("upstream"), &mut upstream) {
        Saying::Nothing => complain_of_no_credentials(settings, &upstream),
        Saying::Somebody if upstream.embedded && settings.is_whole() => complain_of_no_url(settings),
        Saying::Wrong | Saying::Person | Saying::Somebody => {}
    }
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
    settings.set("upstream.breaker_interval", &TIMEOUT, &mut options.breaker_interval);
    settings.set("upstream.retry.attempts", &ATTEMPTS, &mut options.retry.attempts);
    settings.set("upstream.retry.base_delay", &DURATION, &mut options.retry.base_delay);
    settings.set("upstream.retry.max_delay", &DURATION, &mut options.retry.max_delay);
}

/// A server on this machine without credentials is taken for a sandbox, whose credentials are published.
fn complain_of_no_credentials(settings: &mut Settings, upstream: &Upstream) {
    let address = &upstream.options.upstream;
    if !upstream.embedded && !address.is_loopback() && settings.is_whole() {
        settings.complain(format!(
            "upstream.credentials: {address} wants to know who asks; set client_id, client_secret, username \
             and password there, or the first two and run `signgraph login`, or set api_key alone"
        ));
    }
}

/// Credentials without an upstream would silently serve the sandbox's people instead of the real ones.
fn complain_of_no_url(settings: &mut Settings) {
    settings.complain(
        "upstream.url: is missing, and there are credentials; set it to https://api.signnow.com or \
         https://api-eval.signnow.com, or remove the credentials"
            .to_owned(),
    );
}
