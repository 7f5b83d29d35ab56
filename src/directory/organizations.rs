//! The organizations a viewer belongs to.

use std::time::Duration;

use super::kept::{Kept, Lifetimes};
use crate::cache::Tag;
use crate::signnow::v2::Organizations;

impl Kept for Organizations {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.organizations
    }

    fn tags(&self) -> Vec<Tag> {
        vec![Tag::new("organizations")]
    }
}
