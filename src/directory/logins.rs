//! When the members of an organization last logged in.

use std::time::Duration;

use super::kept::{Kept, Lifetimes, every_organization_tag, organization_tag};
use crate::cache::Tag;
use crate::signnow::v2::LastLogins;

/// Logins happen upstream and nowhere else; the tag follows the members, whose list decides who is in it.
impl Kept for LastLogins {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.logins
    }

    fn tags(&self) -> Vec<Tag> {
        vec![organization_tag("members", &self.organization), every_organization_tag("members")]
    }
}
