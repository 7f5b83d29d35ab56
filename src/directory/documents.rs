//! The signed-in user's documents.

use std::time::Duration;

use super::kept::{Kept, Lifetimes};
use crate::cache::Tag;
use crate::signnow::v1::{DocumentById, Documents};

impl Kept for Documents {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![Tag::new("documents")]
    }
}

/// A change to one document leaves what is known of the others.
impl Kept for DocumentById {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![Tag::new(format!("document {}", self.id))]
    }
}
