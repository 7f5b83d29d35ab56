//! People.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::id::Id;
use super::subscription::Subscription;

/// Somebody registered with signNow.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    /// The primary address, which is the login. signNow writes it in lower case.
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) password_changed: DateTime<Utc>,
    pub(crate) verified: bool,
    pub(crate) active: bool,
    pub(crate) created: DateTime<Utc>,
    pub(crate) subscription: Subscription,
    /// The name of the company, when the user gave one.
    pub(crate) company: Option<String>,
    /// Where the registration came from: nothing, `pdffiller` or `airslate` (document 004).
    pub(crate) registration_source: Option<String>,
    pub(crate) phone: Option<String>,
    /// The picture of the initials, once there is one.
    pub(crate) initials: Option<Initials>,
    /// What the last verification mail said.
    pub(crate) verification: Option<MailedToken>,
    /// What the last mail about a forgotten password said.
    pub(crate) password_reset: Option<MailedToken>,
}

impl User {
    /// First and last name.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// The initials a user signs with.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Initials {
    pub(crate) id: Id,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The picture, in base64.
    pub(crate) data: String,
    pub(crate) created: DateTime<Utc>,
}

/// A token that upstream would send by mail; here it can be read from the state.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MailedToken {
    pub(crate) token: String,
    pub(crate) expires: DateTime<Utc>,
}
