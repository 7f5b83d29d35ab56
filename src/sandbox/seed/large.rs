//! The world to measure with: twenty organizations of a hundred members, four of them pending.

use super::names::{COMPANY_FIRST, COMPANY_SECOND};
use super::organizations::{Crowd, Outline};
use super::seeder::Seeder;
use crate::sandbox::world::{AdminRole, Id, SeatStatus, Subscription};

/// The most documents one person made in thirteen months.
const DILIGENCE: u32 = 12;

pub(super) fn plant(mut seeder: Seeder<'_>) {
    let viewer = seeder.known("viewer", ("Vera", "Lindholm"), Subscription::Enterprise);
    seeder.documents(viewer, 37, 23);
    for second in COMPANY_SECOND {
        for first in COMPANY_FIRST {
            seeder.large_company(viewer, &format!("{first} {second}"));
        }
    }
}

impl Seeder<'_> {
    fn large_company(&mut self, founder: Id, name: &str) {
        let domain = format!("{}.example", name.to_lowercase().replace(' ', ""));
        let crowd = Crowd { active: 94, never_logged_in: 2, pending: 4, declined: 0 };
        let organization = self.organization(&Outline { name, domain: &domain, founder, crowd });
        let seats = [
            (AdminRole::Admin, SeatStatus::Active),
            (AdminRole::Moderator, SeatStatus::Active),
            (AdminRole::Moderator, SeatStatus::Active),
            (AdminRole::Moderator, SeatStatus::Pending),
        ];
        for (role, status) in seats {
            let user = self.person(&domain, Subscription::Professional);
            self.log_in(user);
            self.seat_admin(organization, user, role, status, founder);
        }
        self.work(organization, DILIGENCE);
    }
}
