//! Who we are at signNow.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::chain::Recovery;
use super::vault::CredentialName;
use crate::signnow::upstream::Upstream;

/// A way to be let in.
#[derive(Clone)]
pub enum Credentials {
    /// An application and one of its users: gives short-lived tokens with single-use refresh tokens.
    Password {
        /// The application, from signNow's dashboard.
        client_id: String,
        /// The application's secret.
        client_secret: SecretString,
        /// The user's login, an e-mail address.
        username: String,
        /// The user's password.
        password: SecretString,
    },
    /// An application alone. One of its users lets it in at signNow's page, and the authorization code that this gives is
    /// traded for a first pair of tokens, by an operator and not by a server.
    AuthorizationCode {
        /// The application, from signNow's dashboard.
        client_id: String,
        /// The application's secret.
        client_secret: SecretString,
        /// Tells the chains of several users of one application apart. signNow is not told.
        username: Option<String>,
    },
    /// A key from the dashboard that does not expire and needs no refresh (wire section 2.2).
    ApiKey(SecretString),
}

impl Credentials {
    /// A stable name, fit for keys and files, of whose data this credential reads: the application and its
    /// user, or the first 16 hexadecimal digits of the SHA-256 of an API key. A user's chain is the same
    /// one whether it begins with a password or a code.
    pub fn principal(&self) -> String {
        match self {
            Credentials::Password { client_id, username, .. } => format!("{client_id}/{username}"),
            Credentials::AuthorizationCode { client_id, username, .. } => {
                format!("{client_id}/{}", username.as_deref().unwrap_or_default())
            }
            Credentials::ApiKey(key) => {
                let digest = Sha256::digest(key.expose_secret());
                let prefix: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
                format!("api-key/{prefix}")
            }
        }
    }

    /// What the record of this credential is called. signNow's hosts do not know each other's tokens (wire section 1).
    pub(super) fn name_at(&self, upstream: &Upstream) -> CredentialName {
        CredentialName::of(&self.principal(), &upstream.to_string())
    }

    /// The application's id and secret, where there is an application.
    pub(in crate::signnow) fn application(&self) -> Option<(&str, &SecretString)> {
        match self {
            Credentials::Password { client_id, client_secret, .. }
            | Credentials::AuthorizationCode { client_id, client_secret, .. } => {
                Some((client_id, client_secret))
            }
            Credentials::ApiKey(_) => None,
        }
    }

    /// The user's name and password, where a server may log in with them.
    pub(in crate::signnow) fn user(&self) -> Option<(&str, &SecretString)> {
        match self {
            Credentials::Password { username, password, .. } => Some((username, password)),
            Credentials::AuthorizationCode { .. } | Credentials::ApiKey(_) => None,
        }
    }

    /// What is done about a lost refresh unless something else is declared.
    pub fn default_recovery(&self) -> Recovery {
        match self {
            Credentials::Password { .. } | Credentials::ApiKey(_) => Recovery::Login,
            Credentials::AuthorizationCode { .. } => Recovery::Probe,
        }
    }
}

impl fmt::Debug for Credentials {
    /// The kind alone: even the name of the user is none of a log's business.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Credentials::Password { .. } => formatter.write_str("Password { .. }"),
            Credentials::AuthorizationCode { .. } => formatter.write_str("AuthorizationCode { .. }"),
            Credentials::ApiKey(_) => formatter.write_str("ApiKey(..)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_principal_is_stable_and_holds_no_secret() {
        let password = Credentials::Password {
            client_id: "sandbox-client".to_owned(),
            client_secret: "canary-secret".to_owned().into(),
            username: "viewer@sandbox.test".to_owned(),
            password: "canary-password".to_owned().into(),
        };
        assert_eq!(password.principal(), "sandbox-client/viewer@sandbox.test");
        let key = Credentials::ApiKey("canary-key".to_owned().into());
        assert_eq!(key.principal(), Credentials::ApiKey("canary-key".to_owned().into()).principal());
        assert_ne!(key.principal(), Credentials::ApiKey("another".to_owned().into()).principal());
        let code = |username: Option<&str>| Credentials::AuthorizationCode {
            client_id: "sandbox-client".to_owned(),
            client_secret: "canary-secret".to_owned().into(),
            username: username.map(str::to_owned),
        };
        assert_eq!(code(Some("viewer@sandbox.test")).principal(), password.principal());
        assert_ne!(code(None).principal(), password.principal());
        let printed = [format!("{key:?}"), format!("{password:?}"), format!("{:?}", code(None))];
        for text in printed.into_iter().chain([key.principal(), password.principal()]) {
            assert!(!text.contains("canary"), "{text}");
        }
    }
}
