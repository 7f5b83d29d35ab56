//! What was done in an organization, as a whole and by each of its people.

use std::time::Duration;

use super::kept::{
    Kept, Lifetimes, every_organization_tag, falls_with_organization, organization_tag, organization_tags,
};
use crate::cache::Tag;
use crate::signnow::v2::{Activity, UsersActivity};

impl Kept for Activity {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.activity
    }

    fn tags(&self) -> Vec<Tag> {
        organization_tags("activity", &self.organization)
    }

    fn falls_with(&self) -> Vec<Tag> {
        falls_with_organization(&self.organization)
    }
}

/// Who is listed depends on who is in the organization, so a change of people makes it obsolete too; what they are there
/// does not matter.
impl Kept for UsersActivity {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.activity
    }

    fn tags(&self) -> Vec<Tag> {
        let whole = organization_tags("activity", &self.organization);
        let people = [organization_tag("people", &self.organization), every_organization_tag("people")];
        whole.into_iter().chain(people).collect()
    }

    fn falls_with(&self) -> Vec<Tag> {
        falls_with_organization(&self.organization)
    }
}
