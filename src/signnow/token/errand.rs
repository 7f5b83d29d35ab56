//! A call that may end tokens of its user, our own among them, made under the right to fetch the next pair.

use std::sync::Arc;

use futures::future::BoxFuture;
use secrecy::SecretString;

use super::access::AccessToken;
use super::chain::Outcome;
use crate::signnow::error::Fate;

/// What a command does to the tokens of the user that it is made as, where it is carried out.
#[derive(Clone, Debug)]
pub struct Touch {
    /// Whether the token ends that it is made with, and the refresh token that came with it.
    pub ends_own: bool,
    /// The password changes.
    pub password: Option<PasswordChange>,
}

/// From one password to another.
#[derive(Clone, Debug)]
pub struct PasswordChange {
    /// The password until now.
    pub old: SecretString,
    /// The password from now on; not empty.
    pub new: SecretString,
}

impl Touch {
    /// Whether tokens may have ended where nobody knows if it was carried out.
    pub(super) fn may_end_own(&self) -> bool {
        self.ends_own || self.password.is_some()
    }
}

/// The call, for the writer of tokens to send.
pub(super) struct Errand {
    pub(super) touch: Touch,
    pub(super) send: Send,
}

/// Sends it, once, with this token.
pub(super) type Send = Box<dyn FnOnce(Arc<AccessToken>) -> BoxFuture<'static, Outcome> + std::marker::Send>;

impl From<Result<(), Fate>> for Outcome {
    fn from(end: Result<(), Fate>) -> Outcome {
        match end {
            Ok(()) => Outcome::Done,
            Err(Fate::NotExecuted) => Outcome::NotSpent,
            Err(Fate::Unknown) => Outcome::Unknown,
        }
    }
}
