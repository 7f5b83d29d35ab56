//! When the members of an organization last logged in.

use std::time::Duration;

use super::kept::{Kept, Lifetimes, every_organization_tag, falls_with_organization, organization_tags};
use crate::cache::Tag;
use crate::signnow::v2::LastLogins;

/// Logins happen upstream and nowhere else; the tag follows the members, whose list decides who is in it.
impl Kept for LastLogins {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.logins
    }

    fn tags(&self) -> Vec<Tag> {
        let everywhere = [every_organization_tag("members")];
        organization_tags("members", &self.organization).into_iter().chain(everywhere).collect()
    }

    fn falls_with(&self) -> Vec<Tag> {
        falls_with_organization(&self.organization)
    }
}
