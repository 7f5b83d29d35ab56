//! What was done in an organization, as a whole and by each of its people.

use std::time::Duration;

use super::kept::{Kept, Lifetimes, every_organization_tag, organization_tag};
use crate::cache::Tag;
use crate::signnow::v2::{Activity, UsersActivity};

impl Kept for Activity {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.activity
    }

    fn tags(&self) -> Vec<Tag> {
        vec![organization_tag("activity", &self.organization)]
    }
}

/// Who is listed depends on who is in the organization, so a change of people makes it obsolete too; what they are there
/// does not matter.
impl Kept for UsersActivity {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.activity
    }

    fn tags(&self) -> Vec<Tag> {
        let within = ["activity", "people"].map(|aspect| organization_tag(aspect, &self.organization));
        within.into_iter().chain([every_organization_tag("people")]).collect()
    }
}
