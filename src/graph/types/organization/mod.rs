//! An organization: what signNow tells of it, and the lists that belong to it, by theme.

mod activity;
mod people;
mod setup;

use async_graphql::{ID, Object};

use self::activity::OrganizationWork;
use self::people::OrganizationPeople;
use self::setup::OrganizationSetup;
use super::membership::Membership;
use crate::graph::id::GlobalId;
use crate::loaders::{Loaders, LoadsList, Row};
use crate::signnow::v2::Organizations;
use crate::signnow::{Error, OrganizationId, v2};

/// A row of the viewer's organizations.
pub(in crate::graph) struct Organization {
    row: Row<v2::Organization>,
}

impl Organization {
    pub(in crate::graph) fn new(row: Row<v2::Organization>) -> Self {
        Self { row }
    }

    /// The organization with this id; `None` if the viewer is not in it. signNow has no call for one organization,
    /// so it is looked up among all of the viewer's.
    pub(in crate::graph) async fn find(
        loaders: &Loaders,
        id: &OrganizationId,
    ) -> Result<Option<Self>, Error> {
        Ok(loaders.row(&Organizations::of_every_role(), id).await?.map(Self::new))
    }

    fn key(&self) -> &OrganizationId {
        &self.row.id
    }
}

/// An organization that the signed-in user manages or belongs to. What only admins and moderators may see is null,
/// with a `FORBIDDEN` error, for a plain member.
#[Object]
impl Organization {
    /// The global id, for `node` and `organization`.
    pub(in crate::graph) async fn id(&self) -> ID {
        GlobalId::Organization(self.row.id.clone()).encode()
    }

    /// signNow's id of the organization.
    async fn organization_id(&self) -> &str {
        self.row.id.as_str()
    }

    /// The organization's name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Whether the organization is in use.
    async fn is_active(&self) -> bool {
        self.row.is_active
    }

    /// Whether the organization has an admin; null where signNow does not tell.
    async fn has_admin(&self) -> Option<bool> {
        self.row.has_admin
    }

    /// Where the organization's logo lies; null if it has none.
    async fn logo_url(&self) -> Option<&str> {
        self.row.logo.as_deref()
    }

    /// The place of the signed-in user in this organization, and who invited them.
    async fn viewer_membership(&self) -> Option<Membership> {
        self.row.membership.as_ref().map(|_| Membership::new(self.row.clone()))
    }

    #[graphql(flatten)]
    async fn people_of(&self) -> OrganizationPeople<'_> {
        OrganizationPeople(self)
    }

    #[graphql(flatten)]
    async fn setup_of(&self) -> OrganizationSetup<'_> {
        OrganizationSetup(self)
    }

    #[graphql(flatten)]
    async fn work_of(&self) -> OrganizationWork<'_> {
        OrganizationWork(self)
    }
}
