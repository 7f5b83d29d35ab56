//! Invitations that belong together, and what they have come to.

use super::World;
use super::document::Document;
use super::document_group::{DocumentGroup, GroupInvite};
use super::id::Id;
use super::invite::{FreeformInvite, Invite, InviteStatus};

/// The invitations that take turns with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Round {
    /// Those of a document by itself.
    Document(Id),
    /// Those of a group's invitation, over all its documents.
    Group(Id),
}

impl Round {
    /// The round of one of a document's invitations.
    pub(crate) fn of(document: Id, invite: &Invite) -> Self {
        invite.group_invite.map_or(Round::Document(document), Round::Group)
    }
}

impl World {
    /// Whether a document appears on an invitation that is waiting or was signed: its own, or its group's.
    pub(crate) fn is_out(&self, document: &Document) -> bool {
        let group = self.group_of_document(document.id);
        document.has_live_invite() || group.is_some_and(|group| self.is_group_out(group))
    }

    /// Whether a group has an invitation that is waiting or was signed.
    pub(crate) fn is_group_out(&self, group: &DocumentGroup) -> bool {
        let round = group.invite.as_ref().map(|invite| Round::Group(invite.id));
        round.is_some_and(|round| self.invites_in(round).any(|(_, part)| part.status.is_live()))
    }

    /// What the parts of a group's invitation have come to together.
    pub(crate) fn status_of_group_invite(&self, invite: &GroupInvite) -> InviteStatus {
        InviteStatus::of_all(self.invites_in(Round::Group(invite.id)).map(|(_, part)| part.status))
    }

    /// The invitations of a round, each with its document.
    pub(crate) fn invites_in(&self, round: Round) -> impl Iterator<Item = (Id, &Invite)> + Clone {
        let invites = self.documents.iter().flat_map(|document| {
            let id = document.id;
            document.invites.iter().map(move |invite| (id, invite))
        });
        invites.filter(move |(document, invite)| Round::of(*document, invite) == round)
    }

    /// The same, to change them.
    pub(super) fn invites_in_mut(&mut self, round: Round) -> impl Iterator<Item = (Id, &mut Invite)> {
        let invites = self.documents.iter_mut().flat_map(|document| {
            let id = document.id;
            document.invites.iter_mut().map(move |invite| (id, invite))
        });
        invites.filter(move |(document, invite)| Round::of(*document, invite) == round)
    }

    /// A freeform invitation, with its document.
    pub(crate) fn freeform_invite_mut(&mut self, id: Id) -> Option<(Id, &mut FreeformInvite)> {
        self.documents.iter_mut().find_map(|document| {
            let invite = document.freeform_invites.iter_mut().find(|invite| invite.id == id)?;
            Some((document.id, invite))
        })
    }
}
