//! Placeholder.

use std::time::Duration;

use crate::cache::{Cache, Principal};

/// Placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// The viewer.
    pub viewer: Duration,
    /// Organizations.
    pub organizations: Duration,
    /// Admins and members.
    pub people: Duration,
    /// Settings.
    pub settings: Duration,
    /// Logins.
    pub logins: Duration,
    /// Activity.
    pub activity: Duration,
    /// Documents.
    pub documents: Duration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        let minute = Duration::from_secs(60);
        Lifetimes {
            viewer: minute,
            organizations: minute,
            people: minute,
            settings: minute,
            logins: minute,
            activity: minute,
            documents: minute,
        }
    }
}

/// Placeholder.
#[derive(Clone)]
pub struct Directory(pub(crate) crate::signnow::Client);

impl Directory {
    /// Placeholder.
    pub fn new(
        client: crate::signnow::Client,
        _cache: Cache,
        _lifetimes: Lifetimes,
        _principal: Principal,
    ) -> Directory {
        Directory(client)
    }
}
