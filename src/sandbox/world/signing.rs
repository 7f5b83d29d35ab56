//! Taking turns: what sending, signing, declining, withdrawing and the passing of time do to invitations.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::World;
use super::document::Document;
use super::id::Id;
use super::invite::{Invite, InviteStatus};
use super::outbox::{About, MailKind};
use super::round::Round;

/// What a signer may do; or time, in the last case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Sign,
    Decline,
    Expire,
}

impl Act {
    /// Whether an invitation in this state lets it be done. Running out needs no turn.
    fn fits(self, status: InviteStatus) -> bool {
        status == InviteStatus::Pending || self == Act::Expire && status.is_open()
    }

    fn result(self) -> InviteStatus {
        match self {
            Act::Sign => InviteStatus::Fulfilled,
            Act::Decline => InviteStatus::Declined,
            Act::Expire => InviteStatus::Expired,
        }
    }
}

impl World {
    /// Puts the invitations of a round on their documents, in place of dead ones, and begins with the first step.
    pub(crate) fn send(&mut self, round: Round, invites: Vec<(Id, Invite)>) {
        let mut by_document: BTreeMap<Id, Vec<Invite>> = BTreeMap::new();
        for (document, invite) in invites {
            by_document.entry(document).or_default().push(invite);
        }
        for (document, invites) in by_document {
            self.put(document, invites);
        }
        self.pass_turn(round);
    }

    fn put(&mut self, document: Id, mut invites: Vec<Invite>) {
        let now = self.now();
        let Some((document, random)) = self.document_and_random(document) else { return };
        for field in &mut document.fields {
            if invites.iter().any(|invite| invite.role_id == Some(field.role_id)) {
                field.request_id = Some(Id::random(random));
            }
        }
        invites.sort_by_key(|invite| invite.order);
        (document.invites, document.updated) = (invites, now);
    }

    /// Lets those sign whose turn has come: whoever waits at the earliest step that is not done. A step that
    /// somebody declined or let run out is never done, and so nobody after it is asked.
    pub(crate) fn pass_turn(&mut self, round: Round) {
        let now = self.now();
        let left = self.invites_in(round).filter(|(_, invite)| invite.status != InviteStatus::Fulfilled);
        let Some(step) = left.map(|(_, invite)| invite.order).min() else { return };
        let mut mails = vec![];
        for (document, invite) in self.invites_in_mut(round) {
            if invite.order == step && invite.status == InviteStatus::Created {
                (invite.status, invite.updated) = (InviteStatus::Pending, now);
                if invite.letter().is_some_and(|letter| !letter.quiet) {
                    mails.extend(letters(document, invite));
                }
            }
        }
        mails.into_iter().for_each(|(to, about)| self.mail(MailKind::FieldInvite, &to, about));
    }

    /// Whether an invitation of either kind is at the point for this.
    pub(crate) fn awaits(&self, id: Id, act: Act) -> bool {
        self.documents.iter().any(|document| {
            let field = document.invites.iter().map(|invite| (invite.id, invite.status));
            let freeform = document.freeform_invites.iter().map(|invite| (invite.id, invite.status));
            field.chain(freeform).any(|(invite, status)| invite == id && act.fits(status))
        })
    }

    /// Does what a signer, or time, does to an invitation that [awaits](World::awaits) it. Whoever comes for a group is
    /// its signer from then on.
    pub(crate) fn act(&mut self, id: Id, act: Act, signer: Option<&str>) {
        let now = self.now();
        if let Some(signer) = signer.filter(|_| act != Act::Expire) {
            self.come_for_group(id, signer);
        }
        let Some((document, round)) = self.act_on_document(id, act) else { return };
        if let Some(document) = self.document_mut(document) {
            document.updated = now;
            document.modified |= act == Act::Sign;
        }
        round.into_iter().for_each(|round| self.pass_turn(round));
    }

    fn come_for_group(&mut self, id: Id, signer: &str) {
        let mut invites = self.documents.iter_mut().flat_map(|document| &mut document.invites);
        if let Some(invite) = invites.find(|invite| invite.id == id && invite.email_group.is_some()) {
            signer.clone_into(&mut invite.email);
        }
    }

    /// The document, and the round in which the turn may pass now.
    fn act_on_document(&mut self, id: Id, act: Act) -> Option<(Id, Option<Round>)> {
        let now = self.now();
        let place = self.documents.iter().position(|document| document.has_invite(id))?;
        let (document, random) = (&mut self.documents[place], &mut self.random);
        if let Some(invite) = document.freeform_invites.iter_mut().find(|invite| invite.id == id) {
            (invite.status, invite.updated) = (act.result(), now);
            invite.signature_id = (act == Act::Sign).then(|| Id::random(random));
            return Some((document.id, None));
        }
        let invite = document.invites.iter_mut().find(|invite| invite.id == id)?;
        (invite.status, invite.updated) = (act.result(), now);
        let (round, role) = (Round::of(document.id, invite), invite.role_id);
        if act == Act::Sign {
            let filled = document.fields.iter_mut().filter(|field| Some(field.role_id) == role);
            filled.for_each(|field| field.element_id = Some(Id::random(random)));
        }
        Some((document.id, Some(round)))
    }

    /// Takes back what was not signed; signatures stay on the documents. Whoever had a mail gets another one.
    pub(crate) fn withdraw(&mut self, round: Round) {
        let now = self.now();
        let mailed = self.invites_in(round).filter(|(_, invite)| {
            invite.status == InviteStatus::Pending && invite.letter().is_some_and(|letter| !letter.quiet)
        });
        let mailed: Vec<_> = mailed.flat_map(|(document, invite)| letters(document, invite)).collect();
        for document in &mut self.documents {
            let before = document.invites.len();
            let (id, signed) = (document.id, InviteStatus::Fulfilled);
            document.invites.retain(|invite| Round::of(id, invite) != round || invite.status == signed);
            if document.invites.len() != before {
                document.updated = now;
                forget_requests(document);
            }
        }
        mailed.into_iter().for_each(|(to, about)| self.mail(MailKind::InviteCanceled, &to, about));
    }

    /// Lets those mailed invitations run out whose time is over.
    pub(crate) fn settle(&mut self) {
        let now = self.now();
        let over = |expires: Option<DateTime<Utc>>| expires.is_some_and(|expires| expires <= now);
        for invite in self.documents.iter_mut().flat_map(|document| &mut document.invites) {
            if invite.status.is_open() && !invite.is_embedded() && over(invite.expires) {
                (invite.status, invite.updated) = (InviteStatus::Expired, now);
            }
        }
    }
}

/// Whom a mail about an invitation goes to.
fn letters(document: Id, invite: &Invite) -> Vec<(String, About)> {
    let addresses = invite.addresses().iter().cloned();
    addresses.map(|to| (to, About::invite(document, invite.id))).collect()
}

/// Fields nobody is invited to any more are as they were before.
fn forget_requests(document: &mut Document) {
    let invited: Vec<Option<Id>> = document.invites.iter().map(|invite| invite.role_id).collect();
    let left = document.fields.iter_mut().filter(|field| !invited.contains(&Some(field.role_id)));
    left.for_each(|field| field.request_id = None);
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::Clock;
    use super::*;
    use crate::sandbox::options::Options;

    /// A world in which every invitation that waits has run out a second ago.
    fn late_world() -> World {
        let options = Options::default();
        let mut world = World::begin(&options, options.anchor(), Clock::starting(None));
        let past = world.now() - TimeDelta::seconds(1);
        for invite in world.documents.iter_mut().flat_map(|document| &mut document.invites) {
            invite.expires = Some(past);
        }
        world
    }

    #[test]
    fn time_ends_mailed_invitations_that_wait_and_no_others() {
        let mut world = late_world();
        let before: Vec<Invite> =
            world.documents.iter().flat_map(|document| document.invites.clone()).collect();
        world.settle();
        let after = world.documents.iter().flat_map(|document| &document.invites);
        let mut ended = 0;
        for (before, after) in before.iter().zip(after) {
            let ends = before.status.is_open() && !before.is_embedded();
            let expected = if ends { InviteStatus::Expired } else { before.status };
            assert_eq!(after.status, expected);
            ended += usize::from(ends);
        }
        assert!(ended > 0 && before.iter().any(|invite| invite.status.is_open() && invite.is_embedded()));
        assert!(world.outbox.is_empty());
    }
}
