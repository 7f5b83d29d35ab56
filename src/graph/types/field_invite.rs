//! Invites to fill in and sign the fields of a document.

use async_graphql::{Enum, Object};

use super::document::Document;
use super::time::Moment;
use crate::signnow::{self, v1};

/// How far an invite to sign has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum InviteStatus {
    /// Waits for those of an earlier step.
    Created,
    /// Waits for the signer.
    Pending,
    /// Was signed.
    Fulfilled,
    /// Was passed over.
    Skipped,
    /// Was declined.
    Declined,
    /// Was not signed in time.
    Expired,
    /// A state that signNow does not document.
    Unknown,
}

impl From<signnow::InviteStatus> for InviteStatus {
    fn from(status: signnow::InviteStatus) -> Self {
        match status {
            signnow::InviteStatus::Created => Self::Created,
            signnow::InviteStatus::Pending => Self::Pending,
            signnow::InviteStatus::Fulfilled => Self::Fulfilled,
            signnow::InviteStatus::Skipped => Self::Skipped,
            signnow::InviteStatus::Declined => Self::Declined,
            signnow::InviteStatus::Expired => Self::Expired,
            signnow::InviteStatus::Other => Self::Unknown,
        }
    }
}

/// An invite, where it stands in its document.
pub(in crate::graph) struct FieldInvite {
    document: Document,
    index: usize,
}

impl FieldInvite {
    /// All invites of a document, in signNow's order.
    pub(in crate::graph) fn all(document: &Document) -> Vec<Self> {
        let places = 0..document.get().field_invites.len();
        places.map(|index| Self { document: document.clone(), index }).collect()
    }

    /// signNow's id, where it tells one.
    pub(in crate::graph) fn signnows_id(&self) -> Option<&str> {
        self.get().id.as_deref()
    }

    fn get(&self) -> &v1::FieldInvite {
        &self.document.get().field_invites[self.index]
    }
}

/// An invite to fill in and sign the fields of a role.
#[Object]
impl FieldInvite {
    /// signNow's id of the invite; links are made for it.
    async fn invite_id(&self) -> Option<&str> {
        self.signnows_id()
    }

    /// How far it has come.
    async fn status(&self) -> InviteStatus {
        self.get().status.into()
    }

    /// Who is invited.
    async fn email(&self) -> Option<&str> {
        self.get().address()
    }

    /// The name of the role they play.
    async fn role(&self) -> Option<&str> {
        self.get().role.as_deref()
    }

    /// signNow's id of that role.
    async fn role_id(&self) -> Option<&str> {
        self.get().role_id.as_deref()
    }

    /// The step at which it is their turn, from 1.
    async fn order(&self) -> Option<u64> {
        self.document.get().order_of(self.get())
    }

    /// Whether it is for signing inside another application.
    async fn is_embedded(&self) -> bool {
        self.get().is_embedded
    }

    /// When it was created.
    async fn created_at(&self) -> Option<Moment> {
        self.get().created_at.map(Moment)
    }

    /// When it last changed.
    async fn updated_at(&self) -> Option<Moment> {
        self.get().updated_at.map(Moment)
    }

    /// When it ends; null if it does not. Of an embedded invite, this is the end of its last link.
    async fn expires_at(&self) -> Option<Moment> {
        self.get().expires_at.map(Moment)
    }
}
