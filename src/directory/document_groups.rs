//! Groups of the signed-in user's documents.

use std::time::Duration;

use super::kept::{Kept, Lifetimes};
use crate::cache::Tag;
use crate::signnow::v1::{DocumentGroupById, DocumentGroups};

impl Kept for DocumentGroups {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![Tag::new("document groups")]
    }
}

impl Kept for DocumentGroupById {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![Tag::new(format!("document group {}", self.id))]
    }
}
