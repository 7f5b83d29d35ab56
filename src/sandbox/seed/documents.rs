//! Documents of people.

use std::cmp::Ordering;

use chrono::{DateTime, TimeDelta, Utc};

use super::names::{DOCUMENTS, LAST, ROLES};
use super::seeder::Seeder;
use crate::sandbox::world::{Document, Id, Invite, InviteStatus, Signer};

impl Seeder<'_> {
    /// Gives somebody documents, modified and untouched ones mixed in time.
    pub(super) fn documents(&mut self, owner: Id, modified: u32, untouched: u32) {
        for number in 0..modified.max(untouched) {
            for (count, modified) in [(modified, true), (untouched, false)] {
                if number < count {
                    self.document(owner, modified);
                }
            }
        }
    }

    fn document(&mut self, owner: Id, modified: bool) {
        let created = self.days_ago(1..390);
        let days = if modified { self.roll(0..20) } else { 0 };
        let updated = (created + TimeDelta::days(days.into())).min(self.anchor);
        let party = self.pick(&LAST);
        let name = self.pick(&DOCUMENTS).replace("{}", party);
        let document = Document {
            id: self.world.new_id(),
            owner,
            original_filename: format!("{}.pdf", name.to_lowercase().replace(' ', "-")),
            name,
            page_count: self.roll(1..13),
            created,
            updated,
            modified,
            template: modified && self.chance(12),
            signers: if modified { self.signers(created, updated) } else { vec![] },
        };
        self.world.documents.push(document);
    }

    /// Up to three signers; in a quarter of the documents nobody was invited yet.
    fn signers(&mut self, created: DateTime<Utc>, updated: DateTime<Utc>) -> Vec<Signer> {
        let (count, invited) = (self.roll(1..4) as usize, self.chance(75));
        let signed = self.roll(0..4) as usize;
        let mut signers = vec![];
        for (index, role) in ROLES.iter().take(count).enumerate() {
            let declines = self.chance(8);
            let status = status_of(index, signed, declines);
            let invite = invited.then(|| self.invite(status, created, updated));
            let (role_id, field_id) = (self.world.new_id(), self.world.new_id());
            signers.push(Signer { role_id, role: (*role).to_owned(), field_id, invite });
        }
        signers
    }

    fn invite(&mut self, status: InviteStatus, created: DateTime<Utc>, updated: DateTime<Utc>) -> Invite {
        let email = format!("{}@client.example", self.pick(&LAST).to_lowercase());
        let expires = created + TimeDelta::days(30);
        Invite { id: self.world.new_id(), email, status, created, updated, expires }
    }
}

/// Signers take turns: the next one after those who signed is asked and may decline, later ones wait.
fn status_of(index: usize, signed: usize, declines: bool) -> InviteStatus {
    match index.cmp(&signed) {
        Ordering::Less => InviteStatus::Fulfilled,
        Ordering::Equal if declines => InviteStatus::Declined,
        Ordering::Equal => InviteStatus::Pending,
        Ordering::Greater => InviteStatus::Created,
    }
}
