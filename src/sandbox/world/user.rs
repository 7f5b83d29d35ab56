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
    pub(crate) verified: bool,
    pub(crate) active: bool,
    pub(crate) created: DateTime<Utc>,
    pub(crate) subscription: Subscription,
    /// The name of the company, when the user gave one.
    pub(crate) company: Option<String>,
    /// Where the registration came from: nothing, `pdffiller` or `airslate` (document 004).
    pub(crate) registration_source: Option<String>,
}
