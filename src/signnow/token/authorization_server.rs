//! Who hands out tokens (RFC 6749 section 1.1 calls it the authorization server).

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use secrecy::SecretString;

use super::endpoint::{Failure, Grant};

/// Hands out pairs of tokens. signNow's token endpoint does; in the simulation a host of a network that is not there does.
///
/// Each call asks at most once. `now` is the time of day of whoever asks.
pub(super) trait AuthorizationServer: Send + Sync + 'static {
    /// Trades a refresh token for the next pair.
    fn refresh<'a>(
        &'a self,
        token: &'a SecretString,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Grant, Failure>>;

    /// Trades a password for the first pair of a new chain.
    fn login<'a>(
        &'a self,
        password: &'a SecretString,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Grant, Failure>>;
}
