//! A pair of tokens.

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::chain::{Links, Mark};
use super::endpoint::Grant;
use super::lifetime;

/// What the token endpoint handed out, and when. It prints nothing of itself. Serialized it holds the tokens, so that
/// is for sealing alone.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Pair {
    /// Opens the API.
    #[serde(serialize_with = "exposed")]
    pub(super) access_token: SecretString,
    /// Opens the token endpoint, once.
    #[serde(serialize_with = "exposed_if_any")]
    pub(super) refresh_token: Option<SecretString>,
    /// When it was handed out, by our clock.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub(super) obtained_at: DateTime<Utc>,
    /// When the access token ends, by our clock.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub(super) expires_at: DateTime<Utc>,
    /// When a pair was last fetched because signNow refused one before its end, by the clock of whoever did.
    #[serde(default, with = "chrono::serde::ts_milliseconds_option")]
    pub(super) renewed_at: Option<DateTime<Utc>>,
}

impl Pair {
    pub(super) fn of(grant: Grant, now: DateTime<Utc>) -> Pair {
        Pair {
            access_token: grant.access_token,
            refresh_token: grant.refresh_token,
            obtained_at: now,
            expires_at: lifetime::expires_at(now, grant.expires_in),
            renewed_at: None,
        }
    }
}

impl Links for Pair {
    fn refresh_mark(&self) -> Option<Mark> {
        let digest = Sha256::digest(self.refresh_token.as_ref()?.expose_secret());
        Some(Mark(digest.iter().take(8).fold(0, |mark, byte| mark << 8 | u64::from(*byte))))
    }

    fn following(mut self, predecessor: &Pair) -> Pair {
        self.refresh_token = self.refresh_token.or_else(|| predecessor.refresh_token.clone());
        self
    }
}

impl std::fmt::Debug for Pair {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Pair").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

fn exposed<S: Serializer>(token: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(token.expose_secret())
}

fn exposed_if_any<S: Serializer>(token: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    token.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}
