//! People.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
    /// Somebody who has just registered: unverified, and with nothing but a name to a login.
    pub(crate) fn registered(id: Id, email: &str, password: &str, now: DateTime<Utc>) -> Self {
        User {
            id,
            first_name: String::new(),
            last_name: String::new(),
            email: email.to_lowercase(),
            password: password.to_owned(),
            password_changed: now,
            verified: false,
            active: true,
            created: now,
            subscription: Subscription::None,
            company: None,
            registration_source: None,
            phone: None,
            initials: None,
            verification: None,
            password_reset: None,
        }
    }

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
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailedToken {
    pub(crate) token: String,
    pub(crate) expires: DateTime<Utc>,
}
