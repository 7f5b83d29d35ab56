//! Logins.

use chrono::{DateTime, Utc};
use serde::Serialize;

/// The last login of a user, as the organization endpoints show it (document 003).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Login {
    /// When the user logged in last; the lists call a sort by it `updated`.
    pub(crate) last_login: DateTime<Utc>,
    pub(crate) ip: String,
    pub(crate) user_agent: String,
    pub(crate) application: String,
    /// When the user logged in for the first time.
    pub(crate) created_at: DateTime<Utc>,
}

impl Login {
    /// A login through the API of the sandbox, which is always reached from the same machine.
    pub(crate) fn by_api(last_login: DateTime<Utc>, user_agent: &str, created_at: DateTime<Utc>) -> Self {
        let (ip, user_agent) = ("127.0.0.1".to_owned(), user_agent.to_owned());
        Login { last_login, ip, user_agent, application: "SignNow API".to_owned(), created_at }
    }
}
