//! Who asks, and whether they may.

use super::refusal::Refusal;
use crate::sandbox::http::Bearer;
use crate::sandbox::world::{AdminRole, Id, Organization, SeatStatus, Subscription, World};

/// The organization a path names, unless it was deleted or never was. Anything else than an id names none.
pub(super) fn active<'world>(world: &'world World, id: &str) -> Option<&'world Organization> {
    let organization = world.organization(id.parse().ok()?)?;
    organization.active.then_some(organization)
}

/// The same, to change it.
pub(super) fn active_mut<'world>(world: &'world mut World, id: &str) -> Option<&'world mut Organization> {
    let organization = world.organization_mut(id.parse().ok()?)?;
    organization.active.then_some(organization)
}

/// The organization a path names, for someone who manages it under a fitting subscription: the gate of every list.
pub(super) fn managed<'world>(
    world: &'world World,
    bearer: &Bearer,
    id: &str,
) -> Result<&'world Organization, Refusal> {
    let organization = active(world, id).ok_or_else(|| Refusal::OrganizationMissing(id.to_owned()))?;
    Caller::of(world, bearer).manages(organization)?;
    Ok(organization)
}

/// The user behind a request, as far as organizations mind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    pub(super) id: Id,
    pub(super) subscription: Subscription,
}

impl Caller {
    pub(super) fn of(world: &World, bearer: &Bearer) -> Self {
        let subscription = world.users.get(&bearer.user).map_or(Subscription::None, |user| user.subscription);
        Caller { id: bearer.user, subscription }
    }

    /// The caller's management role. An invitation that was not accepted gives none.
    pub(super) fn role(self, organization: &Organization) -> Result<AdminRole, Refusal> {
        let seat = organization.admin(self.id).filter(|seat| seat.status == SeatStatus::Active);
        seat.map(|seat| seat.role).ok_or(Refusal::Role)
    }

    /// The caller is admin of the organization.
    pub(super) fn is_admin(self, organization: &Organization) -> bool {
        self.role(organization) == Ok(AdminRole::Admin)
    }

    /// The caller's subscription includes organizations: trial, professional or enterprise.
    pub(super) fn subscribed(self) -> Result<(), Refusal> {
        self.subscription.manages_organizations().then_some(()).ok_or(Refusal::Subscription)
    }

    /// The caller is admin or moderator, under a subscription that includes organizations.
    pub(super) fn manages(self, organization: &Organization) -> Result<AdminRole, Refusal> {
        let role = self.role(organization)?;
        self.subscribed()?;
        Ok(role)
    }
}
