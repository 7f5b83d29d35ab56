//! Invitations to sign: where the effect of each command can be seen when no answer came.
//!
//! A document has one round of invitations that wait or were signed at a time, and signNow refuses another (document 002).
//! So a round that fits is the one that was asked for, a document without any has none, and everything else leaves it open.

use std::sync::Arc;

use super::change::{Before, Evidence};
use super::invite_place::{InviteCommand, InvitePlace};
use super::reader::Reader;
use crate::signnow::v1::{
    CancelFieldInvites, CancelFreeformInvite, Document, DocumentById, DocumentGroupById, FieldInvite,
    Recipient, ResendFieldInvite, SendFieldInvite, SendFreeformInvite,
};
use crate::signnow::v2::{
    CreateEmbeddedInviteLink, CreateEmbeddedInvites, CreateGroupEmbeddedInviteLink,
    CreateGroupEmbeddedInvites, DeleteEmbeddedInvites, DeleteGroupEmbeddedInvites, EmbeddedInvite,
    SigningAction,
};
use crate::signnow::{
    DocumentId, EmailAddress, Error, FreeformInviteId, GroupInviteId, InviteStatus, SigningRole,
};

/// A mail and a link leave nothing behind that tells whether there was another.
impl InviteCommand for ResendFieldInvite {}
impl InviteCommand for CreateEmbeddedInviteLink {}
impl InviteCommand for CreateGroupEmbeddedInviteLink {}

impl InviteCommand for SendFieldInvite {
    async fn evidence(
        &self,
        _place: &InvitePlace,
        reader: &Reader,
        _before: Option<&Before>,
    ) -> Result<Evidence<()>, Error> {
        let document = document(reader, &self.document).await?;
        let part = |(recipient, role): (&Recipient, &SigningRole)| {
            let email = match recipient {
                Recipient::Email(email) => Some(email.clone()),
                Recipient::EmailGroup(_) => None,
            };
            Part { email, role: role.clone(), is_embedded: false }
        };
        let parts = self.signers.iter().map(|signer| part((&signer.recipient, &signer.role)));
        Ok(round(parts.map(|part| (part, &*document))))
    }
}

impl InviteCommand for CreateEmbeddedInvites {
    async fn evidence(
        &self,
        _place: &InvitePlace,
        reader: &Reader,
        _before: Option<&Before>,
    ) -> Result<Evidence<Vec<EmbeddedInvite>>, Error> {
        let document = document(reader, &self.document).await?;
        let part = |email: &EmailAddress, role: &SigningRole| Part {
            email: Some(email.clone()),
            role: role.clone(),
            is_embedded: true,
        };
        let parts = self.invitees.iter().map(|invitee| part(&invitee.signer.email, &invitee.role));
        Ok(match round(parts.map(|part| (part, &*document))) {
            Evidence::Done(()) => made(&document).map_or(Evidence::Unclear, Evidence::Done),
            Evidence::NotDone => Evidence::NotDone,
            Evidence::Unclear => Evidence::Unclear,
        })
    }
}

impl InviteCommand for CreateGroupEmbeddedInvites {
    async fn evidence(
        &self,
        place: &InvitePlace,
        reader: &Reader,
        _before: Option<&Before>,
    ) -> Result<Evidence<GroupInviteId>, Error> {
        let group = reader.get(&DocumentGroupById { id: self.group.clone() }).await?;
        let documents = documents(reader, place).await?;
        let signers = self.steps.iter().flat_map(|step| &step.signers);
        let tasks = signers.flat_map(|signer| signer.tasks.iter().map(|task| (&signer.signer.email, task)));
        let parts = tasks.filter_map(|(email, task)| match &task.action {
            SigningAction::Sign(role) => {
                let document = documents.iter().find(|document| document.id == task.document)?;
                Some((
                    Part { email: Some(email.clone()), role: role.clone(), is_embedded: true },
                    &**document,
                ))
            }
            SigningAction::View => None,
        });
        let id = group.invite_id.as_deref().and_then(|id| id.parse().ok());
        Ok(match (round(parts), id) {
            (Evidence::Done(()), Some(id)) => Evidence::Done(id),
            (Evidence::NotDone, None) if !documents.iter().any(|document| document.has_live_invite()) => {
                Evidence::NotDone
            }
            _ => Evidence::Unclear,
        })
    }
}

impl InviteCommand for CancelFieldInvites {
    async fn evidence(
        &self,
        _place: &InvitePlace,
        reader: &Reader,
        _before: Option<&Before>,
    ) -> Result<Evidence<()>, Error> {
        let document = document(reader, &self.document).await?;
        let is_signed = |invite: &FieldInvite| invite.status == InviteStatus::Fulfilled;
        Ok(Evidence::that(document.field_invites.iter().all(is_signed)))
    }
}

impl InviteCommand for DeleteEmbeddedInvites {
    async fn evidence(
        &self,
        place: &InvitePlace,
        reader: &Reader,
        _before: Option<&Before>,
    ) -> Result<Evidence<()>, Error> {
        no_embedded_invite_waits(place, reader).await
    }
}

impl InviteCommand for DeleteGroupEmbeddedInvites {
    async fn evidence(
        &self,
        place: &InvitePlace,
        reader: &Reader,
        _before: Option<&Before>,
    ) -> Result<Evidence<()>, Error> {
        no_embedded_invite_waits(place, reader).await
    }
}

impl InviteCommand for SendFreeformInvite {
    /// The same signer can be invited twice, so only comparison tells.
    async fn before(&self, _place: &InvitePlace, reader: &Reader) -> Result<Option<Before>, Error> {
        let document = document(reader, &self.document).await?;
        let ids = document.freeform_invites.iter().filter_map(|invite| invite.id.clone());
        Ok(Some(Before(ids.collect())))
    }

    async fn evidence(
        &self,
        _place: &InvitePlace,
        reader: &Reader,
        before: Option<&Before>,
    ) -> Result<Evidence<FreeformInviteId>, Error> {
        let Some(before) = before else { return Ok(Evidence::Unclear) };
        let document = document(reader, &self.document).await?;
        let to = |invite: &&crate::signnow::v1::FreeformInvite| {
            invite.signer_email.as_deref().is_some_and(|email| self.to.is(email))
        };
        let ids = document.freeform_invites.iter().filter(to).filter_map(|invite| invite.id.as_deref());
        Ok(Evidence::only(ids.filter(|id| before.lacks(id)).filter_map(|id| id.parse().ok())))
    }
}

impl InviteCommand for CancelFreeformInvite {
    async fn evidence(
        &self,
        place: &InvitePlace,
        reader: &Reader,
        _before: Option<&Before>,
    ) -> Result<Evidence<()>, Error> {
        let documents = documents(reader, place).await?;
        let mut invites = documents.iter().flat_map(|document| &document.freeform_invites);
        let invite = invites.find(|invite| invite.id.as_deref() == Some(self.invite.as_str()));
        Ok(invite.map_or(Evidence::Unclear, |invite| Evidence::that(invite.is_canceled)))
    }
}

/// One signer's part in a round.
struct Part {
    /// None where anyone of a group of addresses may sign.
    email: Option<EmailAddress>,
    role: SigningRole,
    is_embedded: bool,
}

impl Part {
    /// The invitation to it, whatever has become of that.
    fn invite_in<'a>(&self, document: &'a Document) -> Option<&'a FieldInvite> {
        document.field_invites.iter().find(|invite| {
            let role = match &self.role {
                SigningRole::Name(name) => invite.role.as_ref() == Some(name),
                SigningRole::Id(id) => invite.role_id.as_ref() == Some(id),
            };
            let email = self.email.as_ref();
            let is_for = |email: &EmailAddress| invite.address().is_some_and(|address| email.is(address));
            role && invite.is_embedded == self.is_embedded && email.is_none_or(is_for)
        })
    }
}

/// Whether the round that these parts make up is there. One that ended meanwhile is there as well, and nobody can tell it
/// from one that ended before.
fn round<'a>(parts: impl Iterator<Item = (Part, &'a Document)>) -> Evidence<()> {
    let found: Vec<_> = parts.map(|(part, document)| (part.invite_in(document), document)).collect();
    let is_live = |(invite, _): &(Option<&FieldInvite>, _)| invite.is_some_and(|it| it.status.is_live());
    if !found.is_empty() && found.iter().all(is_live) {
        Evidence::Done(())
    } else if found.iter().all(|(invite, document)| invite.is_none() && !document.has_live_invite()) {
        Evidence::NotDone
    } else {
        Evidence::Unclear
    }
}

/// What a document shows of its embedded invitations, as they were answered when they were made: in signing order.
fn made(document: &Document) -> Option<Vec<EmbeddedInvite>> {
    let invites = document.field_invites.iter().filter(|invite| invite.is_embedded);
    let made = invites.map(|invite| {
        Some(EmbeddedInvite {
            id: invite.id.as_deref()?.parse().ok()?,
            email: EmailAddress::new(invite.address()?),
            role_id: invite.role_id.clone(),
            role: invite.role.clone(),
            order: document.order_of(invite),
            status: invite.status,
        })
    });
    let mut made: Vec<_> = made.collect::<Option<_>>()?;
    made.sort_by_key(|invite| invite.order);
    Some(made)
}

async fn no_embedded_invite_waits(place: &InvitePlace, reader: &Reader) -> Result<Evidence<()>, Error> {
    let documents = documents(reader, place).await?;
    let mut invites = documents.iter().flat_map(|document| &document.field_invites);
    Ok(Evidence::that(!invites.any(|invite| invite.is_embedded && invite.status.is_open())))
}

async fn documents(reader: &Reader, place: &InvitePlace) -> Result<Vec<Arc<Document>>, Error> {
    let mut documents = Vec::with_capacity(place.documents.len());
    for id in &place.documents {
        documents.push(document(reader, id).await?);
    }
    Ok(documents)
}

async fn document(reader: &Reader, id: &DocumentId) -> Result<Arc<Document>, Error> {
    reader.get(&DocumentById { id: id.clone() }).await
}
