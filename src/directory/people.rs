//! The people of an organization: admins and moderators, members, and the invitations to become either.

use std::time::Duration;

use super::kept::{Kept, Lifetimes, organization_tag};
use crate::cache::Tag;
use crate::signnow::v2::{Admins, Members};

impl Kept for Admins {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.people
    }

    fn tags(&self) -> Vec<Tag> {
        vec![organization_tag("admins", &self.organization)]
    }
}

impl Kept for Members {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.people
    }

    fn tags(&self) -> Vec<Tag> {
        vec![organization_tag("members", &self.organization)]
    }
}
