//! What an invite is about, as it is before anything is sent.

use std::future::Future;
use std::sync::Arc;

use crate::directory::{Attempt, InvitePlace, Inviting};
use crate::graph::error::{Code, Failure, coded};
use crate::graph::mutations::check::{Check, Checked};
use crate::graph::mutations::desk::Desk;
use crate::graph::mutations::outcome::Receipt;
use crate::graph::mutations::user_error::UserErrorCode::{self, *};
use crate::loaders::{Loaders, LoadsObject};
use crate::signnow::v1::{CurrentUser, Document, DocumentById, User};
use crate::signnow::{DocumentId, EmailAddress, Error, ErrorKind, InviteStatus};

/// A document, or a group of them.
pub(super) trait Ground: Sized + Send + Sync {
    /// What names it.
    type Id: Send + Sync;

    /// The argument with that name, and what it is to say when there is no such thing.
    const MISSING: (&'static str, UserErrorCode, &'static str);

    /// Reads it.
    fn read(loaders: &Loaders, id: &Self::Id) -> impl Future<Output = Result<Self, Error>> + Send;
}

/// A plan that stands on such ground.
pub(super) trait Plan: Send + Sync {
    /// What it is about.
    type Ground: Ground;

    /// Which.
    fn ground(&self) -> &<Self::Ground as Ground>::Id;

    /// Notes everything that stands against it.
    fn check(&self, ground: &Self::Ground, check: &mut Check);
}

/// Does `work` unless something stands against it. What was kept may be out of date, so it is read anew, once, before anything
/// is refused. Nothing is refused that may have been done before: what is there now would be its own effect.
pub(super) async fn upon<P, W, F, S>(desk: Desk, plan: P, work: W) -> Result<Receipt<S>, Failure>
where
    P: Plan,
    W: FnOnce(P, P::Ground, Desk) -> F,
    F: Future<Output = Result<Receipt<S>, Failure>>,
{
    let looked = match desk.attempt {
        Attempt::Resumed(_) => P::Ground::read(&desk.loaders, plan.ground()).await.map(Ok),
        Attempt::First(_) => match look(&plan, &desk.loaders).await {
            Ok(Err(_)) => look(&plan, &desk.loaders.anew()).await,
            looked => looked,
        },
    };
    match looked {
        Ok(Ok(ground)) => work(plan, ground, desk).await,
        Ok(Err(wrong)) => Ok(desk.reject(wrong)),
        Err(error) => desk.held_up(error.into()),
    }
}

async fn look<P: Plan>(plan: &P, loaders: &Loaders) -> Result<Checked<P::Ground>, Error> {
    let mut check = Check::new();
    let ground = match P::Ground::read(loaders, plan.ground()).await {
        Ok(ground) => {
            plan.check(&ground, &mut check);
            Some(ground)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let (argument, code, message) = P::Ground::MISSING;
            check.refuse(argument, code, message)
        }
        Err(error) => return Err(error),
    };
    Ok(check.then(ground))
}

/// A document and who is signed in.
pub(super) struct DocumentGround {
    pub(super) document: Arc<Document>,
    viewer: Arc<User>,
}

impl Ground for DocumentGround {
    type Id = DocumentId;

    const MISSING: (&'static str, UserErrorCode, &'static str) =
        ("documentId", DocumentNotFound, "There is no such document of the signed-in user's.");

    async fn read(loaders: &Loaders, id: &DocumentId) -> Result<Self, Error> {
        let document = loaders.object(DocumentById { id: id.clone() });
        let (document, viewer) = futures::try_join!(document, loaders.object(CurrentUser))?;
        Ok(Self { document, viewer })
    }
}

impl DocumentGround {
    /// A command about the invites of this document.
    pub(super) fn inviting<C>(&self, command: C) -> Inviting<C> {
        let group = self.document.document_group.as_ref().map(|group| group.id.clone());
        Inviting { command, place: InvitePlace { documents: vec![self.document.id.clone()], group } }
    }

    /// The address that signNow takes invites from: the viewer's own.
    ///
    /// # Errors
    /// [`Failure`] if signNow does not tell it.
    pub(super) fn sender(&self) -> Result<EmailAddress, Failure> {
        let email = self.viewer.email.as_deref().map(EmailAddress::new);
        let wrong = "signNow does not tell the address of the signed-in user, which invites are sent from.";
        email.ok_or_else(|| coded(Code::UpstreamInvalidResponse, wrong))
    }

    /// Whether the viewer owns the document; who only signs it may see it as well.
    pub(super) fn is_own(&self, check: &mut Check) -> bool {
        let by_id = self.document.user_id.as_ref().map(|owner| *owner == self.viewer.id);
        let by_email = self.document.owner_email.as_deref().zip(self.viewer.email.as_deref());
        let is_own = by_id.or_else(|| by_email.map(|(owner, viewer)| EmailAddress::same(owner, viewer)));
        let is_own = is_own.unwrap_or(true);
        if !is_own {
            check.note("documentId", NotOwner, "The signed-in user does not own this document.");
        }
        is_own
    }

    /// A template is copied, and the copy is signed.
    pub(super) fn is_no_template(&self, check: &mut Check) {
        if self.document.is_template {
            check.note("documentId", IsTemplate, "This is a template; invite to a document made of it.");
        }
    }

    /// Freeform invites are for documents without fields (signNow's "Send a freeform or role-based invite").
    pub(super) fn has_no_fields(&self, check: &mut Check) {
        if !self.document.fields.is_empty() {
            let wrong = "The document has fields; invite signers to its roles, by sendFieldInvite.";
            check.note("documentId", HasFields, wrong);
        }
    }

    /// Whether fields can be signed now.
    pub(super) fn takes_invites(&self, check: &mut Check) {
        self.is_no_template(check);
        if self.document.fields.is_empty() {
            check.note("documentId", NoFields, "The document has no fields; add some with roles first.");
        }
        if is_out(&self.document) {
            let wrong =
                "The document has an invite that waits or was signed; cancel it, or use another copy.";
            check.note("documentId", InviteExists, wrong);
        }
    }

    /// Whether an address is the owner's, who signs elsewhere (document 002).
    pub(super) fn is_owners(&self, email: &EmailAddress) -> bool {
        owns(&self.document, email) || self.viewer.email.as_deref().is_some_and(|viewer| email.is(viewer))
    }
}

/// Whether a document is being signed, or was: by itself, or as a part of its group.
pub(in crate::graph::mutations) fn is_out(document: &Document) -> bool {
    let group = document.document_group.as_ref().and_then(|group| group.invite_status.as_deref());
    document.has_live_invite() || group.is_some_and(|status| InviteStatus::of(status).is_live())
}

/// Whether an address is that of a document's owner.
pub(super) fn owns(document: &Document, email: &EmailAddress) -> bool {
    document.owner_email.as_deref().is_some_and(|owner| email.is(owner))
}

pub(super) const OWNER_SIGNS: &str =
    "This is the owner's own address; signNow lets nobody sign their own documents by an embedded invite.";
