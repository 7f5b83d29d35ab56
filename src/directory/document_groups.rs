//! Groups of the signed-in user's documents.

use std::time::Duration;

use super::kept::{Kept, Lifetimes};
use crate::cache::Tag;
use crate::signnow::DocumentGroupId;
use crate::signnow::v1::{DocumentGroupById, DocumentGroups};

impl Kept for DocumentGroups {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![document_groups_tag()]
    }
}

impl Kept for DocumentGroupById {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.documents
    }

    fn tags(&self) -> Vec<Tag> {
        vec![document_group_tag(&self.id)]
    }
}

/// The viewer's list of groups.
pub(super) fn document_groups_tag() -> Tag {
    Tag::new("document groups")
}

/// One group by itself.
pub(super) fn document_group_tag(group: &DocumentGroupId) -> Tag {
    Tag::new(format!("document group {group}"))
}
