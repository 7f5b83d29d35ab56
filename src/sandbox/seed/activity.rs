//! Thirteen months of work.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::seeder::Seeder;
use crate::sandbox::world::{Activity, Deed, Id, SeatStatus};

/// Thirteen months, in days.
const PAST: u32 = 396;

impl Seeder<'_> {
    /// Lets the active people of an organization have worked; who never logged in did nothing. Nobody made more
    /// than `most` documents.
    pub(super) fn work(&mut self, organization: Id, most: u32) {
        for user in self.people_at_work(organization) {
            let diligence = self.pick(&[0, most / 6, most / 3, most / 2, most - 1]);
            for _ in 0..self.roll(0..diligence + 1) {
                self.document_life(organization, user);
            }
        }
    }

    fn people_at_work(&self, id: Id) -> BTreeSet<Id> {
        let Some(organization) = self.world.organization(id) else { return BTreeSet::new() };
        let admins = organization.admins.iter().map(|seat| (seat.user_id, seat.status));
        let members = organization.members.iter().map(|seat| (seat.user_id, seat.status));
        let seats = admins.chain(members).filter(|(_, status)| *status == SeatStatus::Active);
        seats.map(|(user, _)| user).filter(|user| self.world.last_logins.contains_key(user)).collect()
    }

    /// A document comes into being; most are sent, and most of those are signed.
    fn document_life(&mut self, organization: Id, user_id: Id) {
        let created = self.days_ago(0..PAST);
        self.note(organization, Activity { user_id, at: created, deed: Deed::Created });
        if !self.chance(72) {
            return;
        }
        let sent = created + TimeDelta::minutes(self.roll(2..2_000).into());
        let signers = self.pick(&[1, 1, 1, 2, 2, 3, 4]);
        self.note(organization, Activity { user_id, at: sent, deed: Deed::Sent { signers } });
        if self.chance(78) {
            let seconds_to_complete = self.seconds_to_complete();
            let at = sent + TimeDelta::seconds(seconds_to_complete.into());
            self.note(organization, Activity { user_id, at, deed: Deed::Signed { seconds_to_complete } });
        }
    }

    fn seconds_to_complete(&mut self) -> u32 {
        let longest = self.pick(&[1_800, 1_800, 14_400, 86_400, 500_000]);
        self.roll(95..longest)
    }

    /// What would have happened later than the world's present did not happen.
    fn note(&mut self, organization: Id, activity: Activity) {
        if is_past(activity.at, self.anchor) {
            self.world.activity.record(organization, activity);
        }
    }
}

fn is_past(at: DateTime<Utc>, anchor: DateTime<Utc>) -> bool {
    at <= anchor
}
