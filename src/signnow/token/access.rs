//! An access token in use.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::HeaderValue;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::lifetime;
use super::pair::Pair;

/// A token as it is sent, and when it stops being good. Prints nothing of itself: the header is marked
/// sensitive, so `Debug` shows a placeholder.
#[derive(Debug)]
pub(in crate::signnow) struct AccessToken {
    generation: u64,
    header: HeaderValue,
    /// `None` for a key without end.
    term: Option<Term>,
}

/// How long a token is good for. Whoever fetched it may have another clock than whoever uses it. But no token was handed
/// out after it was seen here, so by this process's own time it lasts no longer from then on than it does at all.
#[derive(Debug)]
struct Term {
    /// From then on a successor should be fetched.
    refresh_at: DateTime<Utc>,
    /// From then on it is not sent any more.
    usable_until: DateTime<Utc>,
    obtained_at: DateTime<Utc>,
    seen: Instant,
}

impl Term {
    fn of(pair: &Pair) -> Term {
        Term {
            refresh_at: lifetime::refresh_at(pair.obtained_at, pair.expires_at),
            usable_until: lifetime::usable_until(pair.obtained_at, pair.expires_at),
            obtained_at: pair.obtained_at,
            seen: Instant::now(),
        }
    }

    /// What is left until a moment of the clock, or of what passed since the token was seen, whichever comes first.
    fn until(&self, moment: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
        let whole = (moment - self.obtained_at).to_std().unwrap_or_default();
        let left = (moment - now).to_std().unwrap_or_default();
        left.min(whole.saturating_sub(self.seen.elapsed()))
    }
}

impl AccessToken {
    /// `None` when the token holds characters that no header can carry.
    pub(super) fn of(generation: u64, pair: &Pair) -> Option<AccessToken> {
        Some(AccessToken { generation, header: bearer(&pair.access_token)?, term: Some(Term::of(pair)) })
    }

    /// A key that does not expire.
    pub(super) fn endless(key: &SecretString) -> Option<AccessToken> {
        Some(AccessToken { generation: 0, header: bearer(key)?, term: None })
    }

    /// The `Authorization` header.
    pub(in crate::signnow) fn header(&self) -> HeaderValue {
        self.header.clone()
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// How long until a successor should be fetched.
    pub(super) fn due_in(&self, now: DateTime<Utc>) -> Duration {
        self.term.as_ref().map_or(Duration::MAX, |term| term.until(term.refresh_at, now))
    }

    pub(super) fn is_usable(&self, now: DateTime<Utc>) -> bool {
        self.term.as_ref().is_none_or(|term| !term.until(term.usable_until, now).is_zero())
    }
}

fn bearer(token: &SecretString) -> Option<HeaderValue> {
    let text = Zeroizing::new(format!("Bearer {}", token.expose_secret()));
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_token_lasts_no_longer_than_it_does_whatever_the_clock_says() {
        let fetched = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        let expires_at = fetched + TimeDelta::seconds(100);
        let pair = Pair {
            access_token: "a".into(),
            refresh_token: None,
            obtained_at: fetched,
            expires_at,
            renewed_at: None,
        };
        let token = AccessToken::of(1, &pair).unwrap();
        let behind = fetched - TimeDelta::hours(1);
        assert_eq!(token.due_in(fetched), Duration::from_secs(50));
        assert_eq!(token.due_in(behind), Duration::from_secs(50));
        tokio::time::advance(Duration::from_secs(89)).await;
        assert!(token.is_usable(behind) && token.due_in(behind).is_zero());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(!token.is_usable(behind), "it ends by the time that passed");
        let token = AccessToken::of(1, &pair).unwrap();
        assert!(!token.is_usable(fetched + TimeDelta::seconds(90)), "it ends by the clock");
    }
}
