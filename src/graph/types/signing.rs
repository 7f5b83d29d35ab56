//! Who signs a document, and how far that has come.

use async_graphql::Object;

use super::time::Moment;
use crate::signnow::v1;

pub(in crate::graph) struct DocumentRole<'a>(pub(super) &'a v1::DocumentRole);

/// A part that someone plays in signing a document.
#[Object]
impl DocumentRole<'_> {
    /// signNow's id of the role; invites name it.
    async fn role_id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Its name, such as `Signer 1`.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its turn, from 1.
    async fn signing_order(&self) -> Option<u64> {
        self.0.signing_order
    }
}

pub(in crate::graph) struct FreeformInvite<'a>(pub(super) &'a v1::FreeformInvite);

/// An invite to sign anywhere on a document.
#[Object]
impl FreeformInvite<'_> {
    /// signNow's id of the invite.
    async fn invite_id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Who sent it.
    async fn originator_email(&self) -> Option<&str> {
        self.0.originator_email.as_deref()
    }

    /// Who is invited.
    async fn signer_email(&self) -> Option<&str> {
        self.0.signer_email.as_deref()
    }

    /// Whether it led to a signature.
    async fn is_signed(&self) -> bool {
        self.0.signature_id.is_some()
    }

    /// Whether it was withdrawn.
    async fn is_canceled(&self) -> bool {
        self.0.is_canceled
    }

    /// When it was sent.
    async fn created_at(&self) -> Option<Moment> {
        self.0.created_at.map(Moment)
    }
}
