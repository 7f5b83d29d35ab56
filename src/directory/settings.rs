//! How an organization is set up: settings, e-mail footers, allowed team admins.

use std::time::Duration;

use super::kept::{Kept, Lifetimes, organization_tag};
use crate::cache::Tag;
use crate::signnow::v2::{AllowedTeamAdmins, EmailFooters, Settings};

impl Kept for Settings {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.settings
    }

    fn tags(&self) -> Vec<Tag> {
        vec![organization_tag("settings", &self.organization)]
    }
}

impl Kept for EmailFooters {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.settings
    }

    fn tags(&self) -> Vec<Tag> {
        vec![organization_tag("email footers", &self.organization)]
    }
}

impl Kept for AllowedTeamAdmins {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.settings
    }

    fn tags(&self) -> Vec<Tag> {
        vec![organization_tag("allowed team admins", &self.organization)]
    }
}
