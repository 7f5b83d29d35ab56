//! The names of events.

use crate::sandbox::world::{Id, World};

use super::caller::Caller;

/// Events of a document.
const OF_DOCUMENT: [&str; 15] = [
    "document.complete",
    "document.delete",
    "document.open",
    "document.update",
    "document.fieldinvite.create",
    "document.fieldinvite.decline",
    "document.fieldinvite.delete",
    "document.fieldinvite.reassign",
    "document.fieldinvite.replace",
    "document.fieldinvite.sent",
    "document.fieldinvite.signed",
    "document.freeform.create",
    "document.freeform.signed",
    "invite.expired",
    "template.copy",
];

/// Events of a group of documents.
const OF_GROUP: [&str; 7] = [
    "document_group.complete",
    "document_group.delete",
    "document_group.update",
    "document_group.invite.cancel",
    "document_group.invite.create",
    "document_group.invite.resend",
    "document_group.invite.update",
];

/// Events of a user that have no fellow without `user.` in front.
const OF_USER_ALONE: [&str; 2] = ["user.document.create", "user.document_group.create"];

/// What an event happens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    User,
    Document,
    Group,
}

impl Subject {
    /// The subject of an official event name (wire section 7.4); all others are unknown.
    pub(super) fn of(event: &str) -> Option<Subject> {
        let is_known = |event| OF_DOCUMENT.contains(&event) || OF_GROUP.contains(&event);
        match event.strip_prefix("user.") {
            Some(rest) => (is_known(rest) || OF_USER_ALONE.contains(&event)).then_some(Subject::User),
            None if OF_DOCUMENT.contains(&event) => Some(Subject::Document),
            None => OF_GROUP.contains(&event).then_some(Subject::Group),
        }
    }

    /// Whether the caller may hear of this entity: a user of themselves, of their documents and their groups; the
    /// application of everybody's.
    pub(super) fn allows(self, world: &World, caller: Caller, entity: Id) -> bool {
        let owner = match self {
            Subject::User => world.users.get(&entity).map(|user| user.id),
            Subject::Document => world.document(entity).map(|document| document.owner),
            Subject::Group => world.document_group(entity).map(|group| group.owner),
        };
        owner.is_some_and(|owner| caller.user().is_none_or(|user| user == owner))
    }
}
