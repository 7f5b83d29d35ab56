//! An access token in use.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use reqwest::header::HeaderValue;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::lifetime;
use super::pair::Pair;

/// A token as it is sent, and when it stops being good. Prints nothing of itself: the header is marked
/// sensitive, so `Debug` shows a placeholder.
#[derive(Debug)]
pub(in crate::signnow) struct AccessToken {
    generation: u64,
    header: HeaderValue,
    /// From then on a successor should be fetched.
    refresh_at: DateTime<Utc>,
    /// From then on it is not sent any more; `None` for a key without end.
    usable_until: Option<DateTime<Utc>>,
    accepted: AtomicBool,
}

impl AccessToken {
    /// `None` when the token holds characters that no header can carry.
    pub(super) fn of(generation: u64, pair: &Pair) -> Option<AccessToken> {
        Some(AccessToken {
            generation,
            header: bearer(&pair.access_token)?,
            refresh_at: lifetime::refresh_at(pair.obtained_at, pair.expires_at),
            usable_until: Some(lifetime::usable_until(pair.obtained_at, pair.expires_at)),
            accepted: AtomicBool::new(false),
        })
    }

    /// A key that does not expire.
    pub(super) fn endless(key: &SecretString) -> Option<AccessToken> {
        Some(AccessToken {
            generation: 0,
            header: bearer(key)?,
            refresh_at: DateTime::<Utc>::MAX_UTC,
            usable_until: None,
            accepted: AtomicBool::new(true),
        })
    }

    /// The `Authorization` header.
    pub(in crate::signnow) fn header(&self) -> HeaderValue {
        self.header.clone()
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    pub(super) fn refresh_at(&self) -> DateTime<Utc> {
        self.refresh_at
    }

    pub(super) fn is_usable(&self, now: DateTime<Utc>) -> bool {
        self.usable_until.is_none_or(|end| now < end)
    }

    /// Notes that signNow let this token in. A token that was let in and is refused later was revoked; one
    /// that never was may be refused for a reason that a successor would not cure.
    pub(in crate::signnow) fn was_accepted(&self) {
        self.accepted.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_been_accepted(&self) -> bool {
        self.accepted.load(Ordering::Relaxed)
    }
}

fn bearer(token: &SecretString) -> Option<HeaderValue> {
    let text = Zeroizing::new(format!("Bearer {}", token.expose_secret()));
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}
