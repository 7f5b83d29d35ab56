//! Passwords, and how one is told from another.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::chain::{Mark, Policy, Recovery};
use super::credentials::Credentials;
use crate::signnow::options::Options;

/// A password, and what tells it from others without being one.
#[derive(Clone)]
pub(super) struct Password {
    pub(super) secret: SecretString,
    pub(super) mark: Mark,
}

/// Makes marks of passwords. They go into the sealed record, which may be a backup one day and its key with it. So nobody
/// can try passwords against a mark who does not have the application's secret as well, which is in no record.
#[derive(Clone)]
pub(super) struct Marker(SecretString);

impl Marker {
    /// Of an application.
    pub(super) fn new(client_secret: SecretString) -> Marker {
        Marker(client_secret)
    }

    pub(super) fn password(&self, secret: SecretString) -> Password {
        let mark = self.mark(&secret);
        Password { secret, mark }
    }

    pub(super) fn mark(&self, password: &SecretString) -> Mark {
        let inner = self.digest(password.expose_secret().as_bytes());
        let digest = self.digest(&inner);
        Mark(digest.iter().take(8).fold(0, |mark, byte| mark << 8 | u64::from(*byte)))
    }

    fn digest(&self, text: &[u8]) -> [u8; 32] {
        let key = Sha256::digest(self.0.expose_secret());
        Sha256::new().chain_update(b"password").chain_update(key).chain_update(text).finalize().into()
    }
}

/// What a server has to keep a chain of tokens going.
pub(super) struct Means {
    /// What is done about a lost refresh.
    pub(super) recovery: Recovery,
    pub(super) marker: Marker,
    pub(super) password: Option<Password>,
}

impl Means {
    /// As configured; none for an API key.
    pub(super) fn of(options: &Options) -> Option<Means> {
        let (marker, password) = (options.credentials.marker()?, options.credentials.password());
        Some(Means { recovery: options.token_recovery, marker, password })
    }

    /// A password of its own, and no application, for tests.
    #[cfg(any(test, schedules))]
    pub(super) fn of_tests(recovery: Recovery) -> Means {
        let marker = Marker::new("a secret".to_owned().into());
        let password = Some(marker.password("a password".to_owned().into()));
        Means { recovery, marker, password }
    }
}

impl Credentials {
    /// Makes marks of this credential's passwords, where there is an application.
    fn marker(&self) -> Option<Marker> {
        self.application().map(|(_, secret)| Marker::new(secret.clone()))
    }

    /// What may be done about the chain of tokens.
    pub(in crate::signnow) fn policy(&self, recovery: Recovery) -> Policy {
        Policy { recovery, password: self.password().map(|password| password.mark) }
    }

    /// The configured password, where there is one.
    pub(super) fn password(&self) -> Option<Password> {
        let (_, password) = self.user()?;
        Some(self.marker()?.password(password.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_a_password_to_whoever_has_the_applications_secret() {
        let mark = |secret: &str, password: &str| Marker::new(secret.into()).mark(&password.into());
        assert_eq!(mark("a", "p"), mark("a", "p"));
        assert_ne!(mark("a", "p"), mark("a", "q"));
        assert_ne!(mark("a", "p"), mark("b", "p"));
    }
}
