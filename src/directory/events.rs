//! Subscriptions to events.

use std::time::Duration;

use super::kept::{Kept, Lifetimes};
use crate::cache::Tag;
use crate::signnow::events::EventSubscriptions;

/// The list is the application's, and it is kept under the principal all the same: that keeps it apart from other
/// applications, and another user of this one reads it anew.
impl Kept for EventSubscriptions {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.settings
    }

    fn tags(&self) -> Vec<Tag> {
        vec![Tag::new("event subscriptions")]
    }
}
