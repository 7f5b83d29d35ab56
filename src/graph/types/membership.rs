//! The signed-in user's place in an organization.

use async_graphql::Object;

use super::organization::Organization;
use super::person::Person;
use super::role::{MembershipStatus, OrganizationRole};
use crate::loaders::Row;
use crate::signnow::v2;

/// A row of the viewer's organizations, seen from the viewer.
pub(in crate::graph) struct Membership {
    organization: Row<v2::Organization>,
}

impl Membership {
    pub(super) fn new(organization: Row<v2::Organization>) -> Self {
        Self { organization }
    }

    fn seat(&self) -> Option<&v2::Membership> {
        self.organization.membership.as_ref()
    }
}

/// The place of the signed-in user in an organization.
#[Object(name = "OrganizationMembership")]
impl Membership {
    /// The organization.
    async fn organization(&self) -> Organization {
        Organization::new(self.organization.clone())
    }

    /// The signed-in user's role there, in force once `status` is ACTIVE; the highest, if there are several.
    async fn role(&self) -> Option<OrganizationRole> {
        self.seat().map(|seat| seat.role.into())
    }

    /// Whether the invitation has been accepted.
    async fn status(&self) -> Option<MembershipStatus> {
        self.seat().map(|seat| seat.status.into())
    }

    /// Who invited the signed-in user; null for whoever founded the organization, and where signNow does not tell.
    async fn invited_by(&self) -> Option<Person> {
        let inviter = self.seat()?.invited_by.as_ref()?;
        Some(Person::new(&self.organization.id, inviter.id.as_ref()?, inviter.email.as_deref()?))
    }
}
