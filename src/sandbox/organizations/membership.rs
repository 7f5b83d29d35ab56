//! What an organization is to the caller.

use serde::Serialize;

use crate::sandbox::listing::{Field, Filters};
use crate::sandbox::world::{AdminRole, Id, Organization, SeatStatus, World};

/// The filters of the list of organizations.
pub(super) const FILTERS: &[Field] = &[Field::text("status"), Field::any_of("type")];

/// A seat of the caller. In the order of rank, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Rank {
    Member,
    Moderator,
    Admin,
}

impl Rank {
    fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }
}

impl From<AdminRole> for Rank {
    fn from(role: AdminRole) -> Self {
        match role {
            AdminRole::Admin => Self::Admin,
            AdminRole::Moderator => Self::Moderator,
        }
    }
}

/// The `membership` of an organization: the caller's seat in it.
#[derive(Debug, Serialize)]
pub(super) struct Membership<'world> {
    #[serde(rename = "type")]
    rank: Rank,
    status: SeatStatus,
    invited_by: Option<Inviter<'world>>,
}

#[derive(Debug, Serialize)]
struct Inviter<'world> {
    id: Id,
    email: &'world str,
}

impl<'world> Membership<'world> {
    /// The user's highest seat among those the filters let pass. A declined invitation is no seat.
    pub(super) fn highest(
        world: &'world World,
        organization: &Organization,
        user: Id,
        filters: &Filters,
    ) -> Option<Self> {
        let admin = organization.admin(user).map(|seat| (seat.role.into(), seat.status, seat.invited_by));
        let member = organization.member(user).map(|seat| (Rank::Member, seat.status, seat.invited_by));
        let seats = admin.into_iter().chain(member);
        let passing = seats.filter(|(rank, status, _)| passes(filters, *rank, *status));
        let (rank, status, invited_by) = passing.max_by_key(|(rank, ..)| *rank)?;
        let inviter = invited_by.and_then(|id| world.users.get(&id));
        let invited_by = inviter.map(|user| Inviter { id: user.id, email: &user.email });
        Some(Membership { rank, status, invited_by })
    }
}

/// Without a filter by type the list holds "organizations in which the user has the role of moderator/admin".
fn passes(filters: &Filters, rank: Rank, status: SeatStatus) -> bool {
    let asked_for =
        if filters.has("type") { filters.admit_text("type", rank.name()) } else { rank > Rank::Member };
    asked_for && status != SeatStatus::Declined && filters.admit_text("status", status.name())
}
