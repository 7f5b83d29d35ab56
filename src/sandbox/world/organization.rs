//! Organizations.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::id::Id;
use super::seat::{AdminRole, AdminSeat, MemberSeat, SeatStatus};
use super::setting::Setting;

/// An organization with everything that hangs on it (document 003).
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Organization {
    pub(crate) id: Id,
    pub(crate) name: String,
    /// `false` once it was deleted; every endpoint then says it is not found.
    pub(crate) active: bool,
    pub(crate) logo: Option<Logo>,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) created_by: Id,
    /// Admins and moderators, active, invited or having declined; at most one seat for a user.
    pub(crate) admins: Vec<AdminSeat>,
    /// Members, active, invited or having declined; at most one seat for a user.
    pub(crate) members: Vec<MemberSeat>,
    pub(crate) settings: Vec<Setting>,
    pub(crate) email_footers: Vec<EmailFooter>,
    pub(crate) allowed_team_admins: Vec<AllowedTeamAdmin>,
    pub(crate) teams: Vec<Team>,
}

impl Organization {
    /// A new organization, with its founder as the first admin and every setting at its default.
    pub(crate) fn founded(id: Id, name: impl Into<String>, founder: Id, now: DateTime<Utc>) -> Self {
        let (role, status) = (AdminRole::Admin, SeatStatus::Active);
        Organization {
            id,
            name: name.into(),
            active: true,
            logo: None,
            created: now,
            updated: now,
            created_by: founder,
            admins: vec![AdminSeat { user_id: founder, role, status, invited_by: None, at: now }],
            members: vec![],
            settings: Setting::defaults(),
            email_footers: vec![],
            allowed_team_admins: vec![],
            teams: vec![],
        }
    }

    /// The seat of a user among admins and moderators, whatever its status.
    pub(crate) fn admin(&self, user: Id) -> Option<&AdminSeat> {
        self.admins.iter().find(|seat| seat.user_id == user)
    }

    /// The seat of a user among the members, whatever its status.
    pub(crate) fn member(&self, user: Id) -> Option<&MemberSeat> {
        self.members.iter().find(|seat| seat.user_id == user)
    }

    /// Whether the user is an active member.
    pub(crate) fn has_member(&self, user: Id) -> bool {
        self.member(user).is_some_and(|seat| seat.status == SeatStatus::Active)
    }
}

/// The picture of an organization.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Logo {
    pub(crate) id: Id,
    pub(crate) uri: String,
}

/// A text under the mails an organization sends.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct EmailFooter {
    pub(crate) id: Id,
    pub(crate) footer: String,
    pub(crate) active: bool,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// Somebody who may administer teams of the organization.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct AllowedTeamAdmin {
    pub(crate) user_id: Id,
    pub(crate) email: String,
    pub(crate) active: bool,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
}

/// A team inside an organization, as its members see it in `GET /user` (wire section 4.2).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Team {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) created: DateTime<Utc>,
    pub(crate) admin: Id,
    pub(crate) members: Vec<Id>,
}
