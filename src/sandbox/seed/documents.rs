//! Documents of people.

use std::cmp::Ordering;

use chrono::{DateTime, TimeDelta, Utc};

use serde_json::json;

use super::names::{DOCUMENTS, LAST, ROLES};
use super::seeder::Seeder;
use crate::sandbox::world::{Channel, Content, Document, Field, Id, Invite, InviteStatus, Letter, Role};

/// How long an invitation that still stands does so beyond the world's beginning, at least: nothing runs out by
/// itself while a test looks on.
const MARGIN: TimeDelta = TimeDelta::days(2);

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
        let pages = self.roll(1..13);
        let mut document = self.blank(owner, &name, pages, created);
        document.updated = updated;
        if modified {
            document.template = self.chance(12);
            self.signers(&mut document);
        }
        self.world.documents.push(document);
    }

    /// A document as it was uploaded.
    pub(super) fn blank(&mut self, owner: Id, name: &str, pages: u32, created: DateTime<Utc>) -> Document {
        Document {
            id: self.world.new_id(),
            owner,
            name: name.to_owned(),
            original_filename: format!("{}.pdf", name.to_lowercase().replace(' ', "-")),
            page_count: pages,
            created,
            updated: created,
            modified: false,
            template: false,
            content: Content::Blank { pages },
            roles: vec![],
            fields: vec![],
            invites: vec![],
            freeform_invites: vec![],
        }
    }

    /// A role with one field to sign in.
    pub(super) fn role(&mut self, document: &mut Document, name: &str) -> Id {
        let (id, field_id, number) = (self.world.new_id(), self.world.new_id(), document.fields.len());
        let attributes = json!({
            "page_number": 0,
            "x": 72,
            "y": 120 + 80 * number,
            "width": 180,
            "height": 40,
            "required": true,
            "name": format!("signature_{}", number + 1),
        });
        document.modified = true;
        document.roles.push(Role { id, name: name.to_owned() });
        document.fields.push(Field {
            id: field_id,
            role_id: id,
            kind: "signature".to_owned(),
            attributes: attributes.as_object().cloned().unwrap_or_default(),
            request_id: None,
            element_id: None,
        });
        id
    }

    /// An invitation to a role, with the marks it leaves on the fields.
    pub(super) fn invite(&mut self, document: &mut Document, role: Id, email: &str, status: InviteStatus) {
        let created = document.created;
        let order = u32::try_from(document.invites.len()).unwrap_or(u32::MAX).saturating_add(1);
        for field in document.fields.iter_mut().filter(|field| field.role_id == role) {
            field.request_id = Some(self.world.new_id());
            field.element_id = (status == InviteStatus::Fulfilled).then(|| self.world.new_id());
        }
        document.invites.push(Invite {
            id: self.world.new_id(),
            role_id: Some(role),
            email: email.to_owned(),
            email_group: None,
            order,
            status,
            created,
            updated: document.updated,
            expires: Some(created + TimeDelta::days(30)),
            channel: Channel::Mail(Letter::default()),
            group_invite: None,
        });
    }

    /// Up to three signers; in a quarter of the documents, and in templates, nobody was invited yet.
    fn signers(&mut self, document: &mut Document) {
        let (count, invited) = (self.roll(1..4) as usize, self.chance(75) && !document.template);
        let signed = self.roll(0..4) as usize;
        let lapsed = document.created + TimeDelta::days(30) <= self.anchor + MARGIN;
        for (index, role) in ROLES.iter().take(count).enumerate() {
            let declines = self.chance(8);
            let email = format!("{}@client.example", self.pick(&LAST).to_lowercase());
            let role = self.role(document, role);
            let status = status_of(index, signed, declines);
            let status = if lapsed && status.is_open() { InviteStatus::Expired } else { status };
            if invited {
                self.invite(document, role, &email, status);
            }
        }
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
