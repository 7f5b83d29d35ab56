//! Documents that show what signing can come to.

use crate::sandbox::world::{
    Channel, Document, DocumentGroup, EmbeddedSigner, FreeformInvite, GroupInvite, Id, Invite, InviteStatus,
    Step,
};

use super::seeder::Seeder;

/// How two signers in a row can stand. Nobody was invited to the first one.
#[rustfmt::skip]
const STAGES: [(&str, &[InviteStatus]); 6] = [
    ("Rental contract draft", &[]),
    ("Rental contract Ash Lane", &[InviteStatus::Pending, InviteStatus::Created]),
    ("Rental contract Birch Lane", &[InviteStatus::Fulfilled, InviteStatus::Pending]),
    ("Rental contract Cedar Lane", &[InviteStatus::Fulfilled, InviteStatus::Fulfilled]),
    ("Rental contract Dogwood Lane", &[InviteStatus::Declined, InviteStatus::Created]),
    ("Rental contract Elm Lane", &[InviteStatus::Fulfilled, InviteStatus::Expired]),
];

const TENANT: &str = "tenant@client.example";
const LANDLORD: &str = "landlord@client.example";

impl Seeder<'_> {
    /// Gives somebody ten documents with fields and one without.
    pub(super) fn showcase(&mut self, owner: Id) {
        for (name, statuses) in STAGES {
            let document = self.contract(owner, name, statuses);
            self.world.documents.push(document);
        }
        let mut embedded =
            self.contract(owner, "Rental contract Fir Lane", &[InviteStatus::Pending, InviteStatus::Created]);
        embedded.invites.iter_mut().for_each(embed);
        self.world.documents.push(embedded);
        self.invited_group(owner);
        let spare = self.contract(owner, "House rules Hazel Lane", &[]);
        self.world.documents.push(spare);
        self.freeform_document(owner);
    }

    /// A document with two roles, and two signers who have come as far as the statuses say.
    fn contract(&mut self, owner: Id, name: &str, statuses: &[InviteStatus]) -> Document {
        let created = self.days_ago(5..20);
        let mut document = self.blank(owner, name, 2, created);
        document.updated = self.days_ago(1..4);
        let roles = ["Tenant", "Landlord"].map(|role| self.role(&mut document, role));
        for ((role, email), status) in roles.into_iter().zip([TENANT, LANDLORD]).zip(statuses) {
            self.invite(&mut document, role, email, *status);
        }
        document
    }

    /// Two contracts in one group: the tenant has signed both, and it is the landlord's turn.
    fn invited_group(&mut self, owner: Id) {
        let (group, invite) = (self.world.new_id(), self.world.new_id());
        let mut documents = vec![];
        for name in ["Rental contract Grove Lane", "House rules Grove Lane"] {
            let statuses = [InviteStatus::Fulfilled, InviteStatus::Pending];
            let mut document = self.contract(owner, name, &statuses);
            for part in &mut document.invites {
                embed(part);
                part.group_invite = Some(invite);
            }
            documents.push(document.id);
            self.world.documents.push(document);
        }
        let steps = [1, 2].map(|order| Step { id: self.world.new_id(), order }).to_vec();
        let updated = self.days_ago(1..4);
        self.world.document_groups.push(DocumentGroup {
            id: group,
            owner,
            name: "Grove Lane".to_owned(),
            documents,
            updated,
            invite: Some(GroupInvite { id: invite, sign_as_merged: true, steps }),
        });
    }

    /// A document without fields, which one signer was asked to sign and another is not asked any more.
    fn freeform_document(&mut self, owner: Id) {
        let created = self.days_ago(5..20);
        let mut document = self.blank(owner, "Inventory Ivy Lane", 1, created);
        document.updated = self.days_ago(1..4);
        for (email, status) in [(TENANT, InviteStatus::Pending), (LANDLORD, InviteStatus::Canceled)] {
            let (id, email, updated) = (self.world.new_id(), email.to_owned(), document.updated);
            let (mailed, signature_id) = (true, None);
            let invite = FreeformInvite { id, email, status, created, updated, mailed, signature_id };
            document.freeform_invites.push(invite);
        }
        self.world.documents.push(document);
    }
}

fn embed(invite: &mut Invite) {
    let (first_name, last_name, auth_method) = (None, None, "none".to_owned());
    invite.channel = Channel::Embedded(EmbeddedSigner { first_name, last_name, auth_method });
    invite.expires = None;
}
