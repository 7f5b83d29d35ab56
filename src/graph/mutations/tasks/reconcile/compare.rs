//! What differs. No calls: directory and lists in, differences out.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::difference::{Change, Difference, DifferenceKind};
use super::plan::{Entry, Rules};
use crate::graph::mutations::tasks::ending::{Ending, StepOutcome};
use crate::graph::mutations::tasks::reasons::{invitation_open, last_admin, viewer_stays};
use crate::graph::mutations::tasks::role::AssignableRole;
use crate::graph::mutations::user_error::UserError;
use crate::signnow::v2::{Admin, Member, Role, SeatStatus};
use crate::signnow::{EmailAddress, OrganizationId, UserId};

/// An organization as its lists tell of it.
pub(super) struct People<'a> {
    pub(super) organization: &'a OrganizationId,
    pub(super) admins: Vec<&'a Admin>,
    pub(super) members: Vec<&'a Member>,
    /// The signed-in user.
    pub(super) viewer: &'a UserId,
}

/// Every difference: those of the directory in its order, then the unexpected, then the dormant, in signNow's order.
pub(super) fn compare(directory: &[Entry], people: &People<'_>, rules: Rules) -> Vec<Difference> {
    let mut comparison = Comparison {
        people,
        rules,
        spare_admins: people.admins.iter().filter(|seat| is_admin(seat)).count().saturating_sub(1),
        found: Vec::new(),
    };
    comparison.expected(directory);
    comparison.unexpected(directory);
    comparison.dormant();
    comparison.found
}

fn is_admin(seat: &Admin) -> bool {
    seat.role == Role::Admin && seat.status == SeatStatus::Active
}

struct Comparison<'a> {
    people: &'a People<'a>,
    rules: Rules,
    /// How many admins can still be taken away before the last.
    spare_admins: usize,
    found: Vec<Difference>,
}

/// A place in either list.
#[derive(Clone, Copy)]
struct Seat<'a> {
    user: &'a UserId,
    email: &'a str,
    role: Role,
    status: SeatStatus,
    last_login: Option<DateTime<Utc>>,
}

impl<'a> Seat<'a> {
    fn of_admin(row: &'a Admin) -> Self {
        Self { user: &row.id, email: &row.email, role: row.role, status: row.status, last_login: None }
    }

    fn of_member(row: &'a Member) -> Self {
        let last_login = row.last_login.as_ref().map(|login| login.at);
        Self { user: &row.id, email: &row.email, role: Role::Member, status: row.status, last_login }
    }

    fn is(self, status: SeatStatus) -> bool {
        self.status == status
    }
}

impl<'a> Comparison<'a> {
    fn expected(&mut self, directory: &[Entry]) {
        let admins: HashMap<_, _> = self
            .people
            .admins
            .iter()
            .map(|row| (EmailAddress::new(&row.email), Seat::of_admin(row)))
            .collect();
        let members: HashMap<_, _> = self
            .people
            .members
            .iter()
            .map(|row| (EmailAddress::new(&row.email), Seat::of_member(row)))
            .collect();
        for (index, entry) in directory.iter().enumerate() {
            let (admin, member) = (admins.get(&entry.email).copied(), members.get(&entry.email).copied());
            let before = self.found.len();
            match entry.role {
                None => self.any_role(entry, admin, member),
                Some(AssignableRole::Member) => {
                    self.in_role(entry, AssignableRole::Member, member);
                    admin.into_iter().for_each(|seat| self.unexpected_seat(seat));
                }
                Some(role) => self.in_role(entry, role, admin),
            }
            self.found[before..].iter_mut().for_each(|difference| difference.entry = Some(index));
        }
    }

    /// The best of what there is will do.
    fn any_role(&mut self, entry: &Entry, admin: Option<Seat<'a>>, member: Option<Seat<'a>>) {
        let seats = [admin, member].into_iter().flatten();
        let in_order = |seat: &Seat<'_>| match seat.status {
            SeatStatus::Active => 0,
            SeatStatus::Pending | SeatStatus::Other => 1,
            SeatStatus::Declined => 2,
        };
        match seats.min_by_key(in_order) {
            Some(seat) if !seat.is(SeatStatus::Declined) => self.awaited(seat),
            Some(seat) => self.declined(AssignableRole::Member, seat),
            None => self.missing(entry, AssignableRole::Member),
        }
    }

    fn in_role(&mut self, entry: &Entry, role: AssignableRole, seat: Option<Seat<'a>>) {
        match seat {
            None => self.missing(entry, role),
            Some(seat) if seat.is(SeatStatus::Declined) => self.declined(role, seat),
            Some(seat) if seat.role == role.into() => self.awaited(seat),
            Some(seat) => self.wrong_role(role, seat),
        }
    }

    fn missing(&mut self, entry: &Entry, role: AssignableRole) {
        let difference = Difference {
            kind: DifferenceKind::Missing,
            email: entry.email.as_str().to_owned(),
            organization: self.people.organization.clone(),
            user: None,
            role: role.into(),
            status: None,
            last_login: None,
            entry: None,
            change: Some(invitation(role)),
            ending: StepOutcome::WouldDo.into(),
        };
        self.found.push(difference);
    }

    fn awaited(&mut self, seat: Seat<'a>) {
        if !seat.is(SeatStatus::Active) {
            self.report(DifferenceKind::Pending, seat, None);
        }
    }

    fn declined(&mut self, role: AssignableRole, seat: Seat<'a>) {
        let seat = Seat { role: role.into(), ..seat };
        if self.rules.invite_declined {
            self.change(DifferenceKind::Declined, seat, invitation(role));
        } else {
            self.report(DifferenceKind::Declined, seat, None);
        }
    }

    fn wrong_role(&mut self, role: AssignableRole, seat: Seat<'a>) {
        let Some(role) = role.of_admins() else { return };
        let is_demotion = seat.role == Role::Admin;
        let user = seat.user.clone();
        let change = if is_demotion { Change::Demote(user, role) } else { Change::Promote(user, role) };
        self.change_of_management(DifferenceKind::WrongRole, seat, change);
    }

    fn unexpected(&mut self, directory: &[Entry]) {
        let known: HashSet<&EmailAddress> = directory.iter().map(|entry| &entry.email).collect();
        let people = self.people;
        let admins = people.admins.iter().map(|row| Seat::of_admin(row));
        let members = people.members.iter().map(|row| Seat::of_member(row));
        for seat in admins.chain(members).filter(|seat| !known.contains(&EmailAddress::new(seat.email))) {
            self.unexpected_seat(seat);
        }
    }

    fn unexpected_seat(&mut self, seat: Seat<'a>) {
        let kind = DifferenceKind::Unexpected;
        match (seat.status, seat.role) {
            (SeatStatus::Declined, _) => {}
            (SeatStatus::Active, Role::Member) if seat.user == self.people.viewer => {
                self.report(kind, seat, Some(viewer_stays()));
            }
            (SeatStatus::Active, Role::Member) => {
                self.change(kind, seat, Change::RemoveMember(seat.user.clone()));
            }
            (_, Role::Member) => self.report(kind, seat, Some(invitation_open())),
            _ => self.change_of_management(kind, seat, Change::RemoveAdmin(seat.user.clone())),
        }
    }

    /// A change of someone's right to manage, where it may and can be made.
    fn change_of_management(&mut self, kind: DifferenceKind, seat: Seat<'a>, change: Change) {
        let takes_rights = !matches!(change, Change::Promote(..));
        let takes_an_admin = takes_rights && seat.role == Role::Admin;
        let why_not = match () {
            () if !seat.is(SeatStatus::Active) => Some(invitation_open()),
            () if takes_rights && seat.user == self.people.viewer => Some(viewer_stays()),
            // What signNow does not document is not ours to change, and without leave nothing is taken.
            () if seat.role == Role::Other || (takes_rights && !self.rules.remove_admins) => None,
            () if takes_an_admin && self.spare_admins == 0 => Some(last_admin()),
            () => {
                self.spare_admins -= usize::from(takes_an_admin);
                return self.change(kind, seat, change);
            }
        };
        self.report(kind, seat, why_not);
    }

    fn dormant(&mut self) {
        let Some(since) = self.rules.dormant_since else { return };
        let people = self.people;
        let is_dormant = |seat: &Seat<'_>| {
            seat.is(SeatStatus::Active) && seat.last_login.is_none_or(|last| last < since.into())
        };
        for seat in people.members.iter().map(|row| Seat::of_member(row)).filter(is_dormant) {
            self.report(DifferenceKind::Dormant, seat, None);
        }
    }

    fn report(&mut self, kind: DifferenceKind, seat: Seat<'a>, why: Option<UserError>) {
        let ending = Ending::with(StepOutcome::Reported, why.into_iter().collect());
        self.push(kind, seat, None, ending);
    }

    fn change(&mut self, kind: DifferenceKind, seat: Seat<'a>, change: Change) {
        self.push(kind, seat, Some(change), StepOutcome::WouldDo.into());
    }

    fn push(&mut self, kind: DifferenceKind, seat: Seat<'a>, change: Option<Change>, ending: Ending) {
        self.found.push(Difference {
            kind,
            email: seat.email.to_owned(),
            organization: self.people.organization.clone(),
            user: Some(seat.user.clone()),
            role: seat.role.into(),
            status: Some(seat.status.into()),
            last_login: seat.last_login,
            entry: None,
            change,
            ending,
        });
    }
}

fn invitation(role: AssignableRole) -> Change {
    role.of_admins().map_or(Change::InviteMember, Change::InviteAdmin)
}
