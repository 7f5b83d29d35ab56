//! Organizations and the places in them.

use chrono::TimeDelta;

use super::names::{FOOTERS, TEAMS};
use super::seeder::Seeder;
use crate::sandbox::world::{
    AdminRole, AdminSeat, AllowedTeamAdmin, EmailFooter, Id, Logo, MemberSeat, Organization, SeatStatus,
    Subscription, Team,
};

/// How many invented people an organization gets, by what became of their invitation.
pub(super) struct Crowd {
    pub(super) active: usize,
    /// Active as well, but never seen.
    pub(super) never_logged_in: usize,
    pub(super) pending: usize,
    pub(super) declined: usize,
}

/// What an organization is made from.
pub(super) struct Outline<'a> {
    pub(super) name: &'a str,
    pub(super) domain: &'a str,
    pub(super) founder: Id,
    pub(super) crowd: Crowd,
}

impl Seeder<'_> {
    /// A new organization with its people, settings, footers, teams and allowed team admins.
    pub(super) fn organization(&mut self, outline: &Outline<'_>) -> Id {
        let (id, created) = (self.world.new_id(), self.days_ago(420..459));
        let mut organization = Organization::founded(id, outline.name, outline.founder, created);
        organization.logo = self
            .chance(60)
            .then(|| Logo { id: self.world.new_id(), uri: format!("https://{}/logo.png", outline.domain) });
        self.decorate(&mut organization);
        self.world.organizations.push(organization);
        self.populate(id, outline);
        id
    }

    /// Gives somebody a place as admin or moderator.
    pub(super) fn seat_admin(
        &mut self,
        organization: Id,
        user: Id,
        role: AdminRole,
        status: SeatStatus,
        by: Id,
    ) {
        let at = self.days_ago(5..400);
        if let Some(organization) = self.world.organization_mut(organization) {
            organization.admins.push(AdminSeat { user_id: user, role, status, invited_by: Some(by), at });
        }
    }

    /// Gives somebody a place as member, and an active one also a place in the first team.
    pub(super) fn seat_member(&mut self, organization: Id, user: Id, status: SeatStatus, by: Id) {
        let at = self.days_ago(5..400);
        let Some(organization) = self.world.organization_mut(organization) else { return };
        organization.members.push(MemberSeat { user_id: user, status, invited_by: Some(by), at });
        if let (SeatStatus::Active, Some(team)) = (status, organization.teams.first_mut()) {
            team.members.push(user);
        }
    }

    fn populate(&mut self, id: Id, outline: &Outline<'_>) {
        let crowd = &outline.crowd;
        let groups = [
            (crowd.active, SeatStatus::Active, 100),
            (crowd.never_logged_in, SeatStatus::Active, 0),
            (crowd.pending, SeatStatus::Pending, 30),
            (crowd.declined, SeatStatus::Declined, 50),
        ];
        for (size, status, seen) in groups {
            for _ in 0..size {
                let subscription =
                    self.pick(&[Subscription::None, Subscription::Business, Subscription::Professional]);
                let user = self.person(outline.domain, subscription);
                if self.chance(seen) {
                    self.log_in(user);
                }
                self.employ(user, outline.name);
                self.seat_member(id, user, status, outline.founder);
            }
        }
        self.form_teams(id, outline.founder);
        self.allow_team_admins(id);
    }

    fn employ(&mut self, user: Id, company: &str) {
        if let Some(user) = self.world.users.get_mut(&user) {
            user.company = Some(company.to_owned());
        }
    }

    /// Some settings that were changed once, and some footers; of these the last is out of use.
    fn decorate(&mut self, organization: &mut Organization) {
        for index in 0..organization.settings.len() {
            if self.chance(35) {
                let (at, text) = (self.days_ago(1..400), self.pick(&["1", "1", "0", "30", "90"]));
                organization.settings[index].write(text, at);
            }
        }
        let count = 2 + self.roll(0..3) as usize;
        for (index, text) in FOOTERS.iter().take(count).enumerate() {
            let created_at = self.days_ago(100..400);
            organization.email_footers.push(EmailFooter {
                id: self.world.new_id(),
                footer: text.replace("{}", &organization.name),
                active: index + 1 < count,
                created_at,
                updated_at: created_at + TimeDelta::days(self.roll(0..90).into()),
            });
        }
    }

    fn form_teams(&mut self, organization: Id, admin: Id) {
        let members = self.active_members(organization);
        let count = 1 + members.len() / 40;
        for (index, name) in TEAMS.iter().take(count).enumerate() {
            let (id, created) = (self.world.new_id(), self.days_ago(50..400));
            let members = members.iter().skip(index).step_by(count).copied().collect();
            if let Some(organization) = self.world.organization_mut(organization) {
                organization.teams.push(Team { id, name: (*name).to_owned(), created, admin, members });
            }
        }
    }

    /// Every ninth member, of whom every third has lost the right again.
    fn allow_team_admins(&mut self, organization: Id) {
        let chosen = self.active_members(organization).into_iter().step_by(9).take(18);
        for (index, user_id) in chosen.enumerate() {
            let created = self.days_ago(60..300);
            let updated = created + TimeDelta::days(self.roll(0..50).into());
            let email = self.world.users.get(&user_id).map_or_else(String::new, |user| user.email.clone());
            let seat = AllowedTeamAdmin { user_id, email, active: index % 3 != 2, created, updated };
            if let Some(organization) = self.world.organization_mut(organization) {
                organization.allowed_team_admins.push(seat);
            }
        }
    }

    fn active_members(&self, organization: Id) -> Vec<Id> {
        let seats =
            self.world.organization(organization).map_or(&[][..], |organization| &organization.members);
        seats.iter().filter(|seat| seat.status == SeatStatus::Active).map(|seat| seat.user_id).collect()
    }
}
