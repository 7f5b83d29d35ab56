//! The world to look around in.
//!
//! The viewer is an admin of two organizations, a moderator of a third and a plain member of a fourth; was
//! invited to two more, and declined one. Of the viewer's 60 documents eleven show what signing can come to. Everybody with an address at `sandbox.test` is here for a reason,
//! which the comments below give.

use super::organizations::{Crowd, Outline};
use super::seeder::Seeder;
use crate::sandbox::world::{AdminRole, Id, SeatStatus, Subscription};

/// The most documents one person made in thirteen months.
const DILIGENCE: u32 = 24;

/// The viewer's documents beside the showcase of signing, which adds ten and one. The modified ones take two pages of a
/// hundred; v1 does not tell how many there are.
const MODIFIED: u32 = 127;
const UNMODIFIED: u32 = 22;

pub(super) fn plant(mut seeder: Seeder<'_>) {
    let viewer = seeder.known("viewer", ("Vera", "Lindholm"), Subscription::Enterprise);
    seeder.documents(viewer, MODIFIED, UNMODIFIED);
    seeder.showcase(viewer);
    seeder.draw_initials(viewer);
    let outsider = register_outsiders(&mut seeder);
    harbor_and_pine(&mut seeder, viewer);
    let blue_lantern = seeder.company("Blue Lantern Studios", "bluelantern.example", viewer, (21, 2, 3, 1));
    let (owner, kestrel) =
        seeder.foreign_company("Kestrel Medical Supply", "kestrelmedical.example", (18, 1, 2, 1));
    seeder.seat_admin(kestrel, viewer, AdminRole::Moderator, SeatStatus::Active, owner);
    let (owner, quarry) =
        seeder.foreign_company("Quarry Street Legal", "quarrystreet.example", (13, 1, 1, 0));
    seeder.seat_member(quarry, viewer, SeatStatus::Active, owner);
    let (owner, juniper) =
        seeder.foreign_company("Juniper Foods Cooperative", "juniperfoods.example", (11, 0, 1, 1));
    seeder.seat_admin(juniper, viewer, AdminRole::Admin, SeatStatus::Pending, owner);
    let (owner, old_mill) = seeder.foreign_company("Old Mill Energy", "oldmill.example", (15, 2, 2, 0));
    seeder.seat_member(old_mill, viewer, SeatStatus::Pending, owner);
    let (owner, ships) = seeder.foreign_company("Tall Ships Festival", "tallships.example", (8, 1, 0, 1));
    seeder.seat_admin(ships, viewer, AdminRole::Moderator, SeatStatus::Declined, owner);
    seeder.seat_admin(blue_lantern, outsider, AdminRole::Moderator, SeatStatus::Pending, viewer);
    limited_companies(&mut seeder);
    closed_company(&mut seeder, viewer);
    let organizations: Vec<Id> =
        seeder.world.organizations.iter().map(|organization| organization.id).collect();
    organizations.into_iter().for_each(|organization| seeder.work(organization, DILIGENCE));
    seeder.spread_documents();
}

/// The largest one: 134 people have a member's seat, so that a list takes two pages of a hundred. `admin@` is
/// admin and member at once, `moderator@` a moderator, `member@` a plain member.
fn harbor_and_pine(seeder: &mut Seeder<'_>, viewer: Id) {
    let harbor = seeder.company("Harbor & Pine Logistics", "harborpine.example", viewer, (106, 9, 12, 5));
    let admin = seeder.known("admin", ("Adrian", "Okonkwo"), Subscription::Enterprise);
    let moderator = seeder.known("moderator", ("Mona", "Castellan"), Subscription::Professional);
    let member = seeder.known("member", ("Miguel", "Brandt"), Subscription::Professional);
    seeder.seat_admin(harbor, admin, AdminRole::Admin, SeatStatus::Active, viewer);
    seeder.seat_admin(harbor, moderator, AdminRole::Moderator, SeatStatus::Active, viewer);
    seeder.seat_member(harbor, admin, SeatStatus::Active, viewer);
    seeder.seat_member(harbor, member, SeatStatus::Active, admin);
    let invitations = [
        (AdminRole::Admin, SeatStatus::Pending),
        (AdminRole::Moderator, SeatStatus::Pending),
        (AdminRole::Moderator, SeatStatus::Declined),
        (AdminRole::Admin, SeatStatus::Declined),
    ];
    for (role, status) in invitations {
        let invited = seeder.person("harborpine.example", Subscription::Professional);
        seeder.seat_admin(harbor, invited, role, status, admin);
    }
}

/// People in no organization, to be invited. `business@` has a plan without organizations, `unverified@` never
/// confirmed the address.
fn register_outsiders(seeder: &mut Seeder<'_>) -> Id {
    let outsider = seeder.known("outsider", ("Oona", "Fairbanks"), Subscription::Professional);
    seeder.known("business", ("Bruno", "Takahashi"), Subscription::Business);
    let unverified = seeder.known("unverified", ("Ulla", "Marchand"), Subscription::None);
    if let Some(user) = seeder.world.users.get_mut(&unverified) {
        user.verified = false;
    }
    seeder.world.last_logins.remove(&unverified);
    for _ in 0..10 {
        seeder.person("freelance.example", Subscription::Professional);
    }
    seeder.person("freelance.example", Subscription::None);
    outsider
}

/// `trial@` runs an organization one seat short of the fifty a trial allows; `expired@` one that cannot be
/// managed any more.
fn limited_companies(seeder: &mut Seeder<'_>) {
    let trial = seeder.known("trial", ("Tara", "Nwosu"), Subscription::Trial);
    seeder.company("Paperplane Startups", "paperplane.example", trial, (43, 3, 3, 1));
    let expired = seeder.known("expired", ("Edgar", "Solberg"), Subscription::Expired);
    seeder.company("Faded Ink Partners", "fadedink.example", expired, (6, 1, 1, 0));
}

/// A deleted organization, which every endpoint says it cannot find.
fn closed_company(seeder: &mut Seeder<'_>, viewer: Id) {
    let closed = seeder.company("Lantern Pilot", "lanternpilot.example", viewer, (0, 0, 0, 0));
    if let Some(organization) = seeder.world.organization_mut(closed) {
        organization.active = false;
    }
}

impl Seeder<'_> {
    fn company(&mut self, name: &str, domain: &str, founder: Id, crowd: (usize, usize, usize, usize)) -> Id {
        let (active, never_logged_in, pending, declined) = crowd;
        let crowd = Crowd { active, never_logged_in, pending, declined };
        self.organization(&Outline { name, domain, founder, crowd })
    }

    /// A company founded by somebody invented, who comes first in the answer.
    fn foreign_company(&mut self, name: &str, domain: &str, crowd: (usize, usize, usize, usize)) -> (Id, Id) {
        let owner = self.person(domain, Subscription::Enterprise);
        self.log_in(owner);
        (owner, self.company(name, domain, owner, crowd))
    }

    /// A few documents for a part of the people.
    fn spread_documents(&mut self) {
        let owners: Vec<Id> = self.world.last_logins.keys().copied().step_by(4).collect();
        for owner in owners {
            let (modified, untouched) = (self.roll(0..3), self.roll(0..2));
            let viewer = self.world.documents.first().is_some_and(|document| document.owner == owner);
            if !viewer {
                self.documents(owner, modified, untouched);
            }
        }
    }
}
