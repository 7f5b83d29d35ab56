//! A group of documents, as it is before anything is sent.

use std::sync::Arc;

use futures::future::try_join_all;

use super::ground::{Ground, is_out, owns};
use crate::directory::{InvitePlace, Inviting};
use crate::graph::mutations::check::Check;
use crate::graph::mutations::user_error::UserErrorCode::{self, *};
use crate::loaders::{Loaders, LoadsObject};
use crate::signnow::v1::{CurrentUser, Document, DocumentById, DocumentGroup, DocumentGroupById, User};
use crate::signnow::{DocumentGroupId, DocumentId, EmailAddress, Error};

/// A group with its documents, and who is signed in.
pub(super) struct GroupGround {
    pub(super) group: Arc<DocumentGroup>,
    /// All of them, in the order of the group.
    pub(super) documents: Vec<Arc<Document>>,
    viewer: Arc<User>,
}

impl Ground for GroupGround {
    type Id = DocumentGroupId;

    /// signNow shows groups to their owner alone.
    const MISSING: (&'static str, UserErrorCode, &'static str) = (
        "documentGroupId",
        DocumentGroupNotFound,
        "There is no such document group of the signed-in user's.",
    );

    async fn read(loaders: &Loaders, id: &DocumentGroupId) -> Result<Self, Error> {
        let group = loaders.object(DocumentGroupById { id: id.clone() });
        let (group, viewer) = futures::try_join!(group, loaders.object(CurrentUser))?;
        let document = |id: &DocumentId| loaders.object(DocumentById { id: id.clone() });
        let documents = try_join_all(group.documents.iter().map(|row| document(&row.id))).await?;
        Ok(Self { group, documents, viewer })
    }
}

impl GroupGround {
    /// A command about the invites of this group.
    pub(super) fn inviting<C>(&self, command: C) -> Inviting<C> {
        Inviting {
            command,
            place: InvitePlace {
                documents: self.group.documents.iter().map(|document| document.id.clone()).collect(),
                group: Some(self.group.id.clone()),
            },
        }
    }

    /// Whether the group can be signed now.
    pub(super) fn takes_invites(&self, check: &mut Check) {
        if self.documents.iter().all(|document| document.fields.is_empty()) {
            let wrong = "No document of the group has fields; add some with roles first.";
            check.note("documentGroupId", NoFields, wrong);
        }
        if self.documents.iter().any(|document| is_out(document)) {
            let wrong = "The group, or one of its documents, has an invite that waits or was signed; cancel it first.";
            check.note("documentGroupId", InviteExists, wrong);
        }
    }

    /// Whether an address is that of an owner, who signs elsewhere (document 002).
    pub(super) fn is_owners(&self, email: &EmailAddress) -> bool {
        let viewer = self.viewer.email.as_deref().is_some_and(|viewer| email.is(viewer));
        viewer || self.documents.iter().any(|document| owns(document, email))
    }
}
