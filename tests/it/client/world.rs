//! What the tests of this folder begin with.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use signgraph::signnow::v1::{CurrentUser, User};
use signgraph::signnow::vault::SealedStore;
use signgraph::signnow::{Client, Clock, Credentials, Error, Fetched, Options, RetryOptions, Upstream};

use super::scripted::Scripted;

/// A clock that stands still until it is moved.
pub(super) struct HandClock(Mutex<DateTime<Utc>>);

impl HandClock {
    pub(super) fn new() -> Arc<HandClock> {
        Arc::new(HandClock(Mutex::new(DateTime::from_timestamp(1_767_225_600, 0).unwrap())))
    }

    pub(super) fn advance(&self, seconds: i64) {
        *self.0.lock().unwrap() += TimeDelta::seconds(seconds);
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

pub(super) fn password() -> Credentials {
    password_of("viewer@sandbox.test")
}

pub(super) fn password_of(username: &str) -> Credentials {
    Credentials::Password {
        client_id: "sandbox-client".to_owned(),
        client_secret: "sandbox-secret".to_owned().into(),
        username: username.to_owned(),
        password: "sandbox-password".to_owned().into(),
    }
}

/// Options with pauses short enough for tests.
pub(super) fn options(upstream: &Scripted) -> Options {
    let upstream = Upstream::parse(&upstream.url, &[]).unwrap();
    let retry = RetryOptions { base_delay: Duration::from_millis(2), ..RetryOptions::default() };
    Options { retry, ..Options::new(upstream, password()) }
}

pub(super) fn client(upstream: &Scripted) -> Client {
    client_with(options(upstream), HandClock::new())
}

pub(super) fn client_with(options: Options, clock: Arc<HandClock>) -> Client {
    client_keeping(options, SealedStore::in_memory(), clock)
}

pub(super) fn client_keeping(options: Options, store: SealedStore, clock: Arc<HandClock>) -> Client {
    Client::new(options, store, clock).unwrap()
}

pub(super) async fn user(client: &Client) -> Result<Fetched<User>, Error> {
    client.get(&CurrentUser).await
}

/// Lets the pauses after failures pass without waiting for them.
pub(super) async fn skip(duration: Duration) {
    tokio::time::pause();
    tokio::time::advance(duration).await;
    tokio::time::resume();
}
