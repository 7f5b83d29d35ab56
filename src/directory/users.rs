//! The signed-in user.

use std::time::Duration;

use super::kept::{Kept, Lifetimes};
use crate::cache::Tag;
use crate::signnow::v1::CurrentUser;

impl Kept for CurrentUser {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.viewer
    }

    fn tags(&self) -> Vec<Tag> {
        vec![Tag::new("viewer")]
    }
}
