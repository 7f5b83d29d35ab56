//! The organizations a viewer belongs to.

use std::time::Duration;

use super::change::{Before, Change, Evidence};
use super::kept::{Kept, Lifetimes, every_organization_tag, organization_tag};
use super::reader::Reader;
use super::users::viewer_tag;
use crate::cache::Tag;
use crate::signnow::v1::User;
use crate::signnow::v2::{
    AcceptAdminInvitation, AcceptMemberInvitation, CreateOrganization, DeclineAdminInvitation,
    DeclineMemberInvitation, DeleteOrganization, Membership, Organization, Organizations, RenameOrganization,
    Role, SeatStatus,
};
use crate::signnow::{Error, OrganizationId};

impl Kept for Organizations {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.organizations
    }

    fn tags(&self) -> Vec<Tag> {
        vec![organizations_tag()]
    }
}

/// The viewer's organizations, and the viewer's place in each.
pub(super) fn organizations_tag() -> Tag {
    Tag::new("organizations")
}

/// All that is kept of an organization, and of the viewer's place in it.
pub(super) fn everything_of(organization: &OrganizationId) -> Vec<Tag> {
    let within =
        ["admins", "members", "people", "settings", "email footers", "allowed team admins", "activity"];
    let within = within.map(|aspect| organization_tag(aspect, organization));
    [organizations_tag(), viewer_tag()].into_iter().chain(within).collect()
}

impl Change for CreateOrganization {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![organizations_tag(), viewer_tag()]
    }

    async fn before(&self, reader: &Reader) -> Result<Option<Before>, Error> {
        let pages = reader.all(&Organizations::of_every_role()).await?;
        let ids = pages.iter().flat_map(|page| &page.rows).map(|row| row.id.as_str().to_owned());
        Ok(Some(Before(ids.collect())))
    }

    async fn evidence(
        &self,
        reader: &Reader,
        before: Option<&Before>,
    ) -> Result<Evidence<OrganizationId>, Error> {
        let Some(before) = before else { return Ok(Evidence::Unclear) };
        let pages = reader.all(&Organizations::of_every_role()).await?;
        let rows = pages.iter().flat_map(|page| &page.rows);
        let fitting = rows.filter(|row| row.name == self.name && before.lacks(row.id.as_str()));
        Ok(Evidence::only(fitting.map(|row| row.id.clone())))
    }
}

impl Change for RenameOrganization {
    /// `GET /user` tells the name of the viewer's organization, too.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![organizations_tag(), viewer_tag()]
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let row = find(reader, &self.organization).await?;
        Ok(row.map_or(Evidence::Unclear, |row| Evidence::that(row.name == self.name)))
    }
}

impl Change for DeleteOrganization {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        everything_of(&self.organization)
    }

    async fn before(&self, reader: &Reader) -> Result<Option<Before>, Error> {
        let is_there = is_active(reader, &self.organization).await?;
        Ok(Some(Before::itself(self.organization.as_str(), is_there)))
    }

    async fn evidence(&self, reader: &Reader, before: Option<&Before>) -> Result<Evidence<()>, Error> {
        Ok(gone(is_active(reader, &self.organization).await?, &self.organization, before))
    }
}

impl Change for AcceptAdminInvitation {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        let within = ["admins", "people"].map(|aspect| organization_tag(aspect, &self.organization));
        [organizations_tag(), viewer_tag()].into_iter().chain(within).collect()
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let place = place(reader, &self.organization).await?;
        Ok(place.filter(|place| place.role != Role::Member).map_or(Evidence::Unclear, accepted))
    }
}

impl Change for AcceptMemberInvitation {
    /// Accepting ends a membership elsewhere (document 003), and nothing tells where that was.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        let everywhere = ["members", "people"].map(every_organization_tag);
        [organizations_tag(), viewer_tag()].into_iter().chain(everywhere).collect()
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let place = place(reader, &self.organization).await?;
        Ok(place.filter(|place| place.role == Role::Member).map_or(Evidence::Unclear, accepted))
    }
}

macro_rules! declines {
    ($command:ty, $aspect:literal) => {
        impl Change for $command {
            fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
                vec![organizations_tag(), viewer_tag(), organization_tag($aspect, &self.organization)]
            }

            async fn before(&self, reader: &Reader) -> Result<Option<Before>, Error> {
                let is_there = is_invited(reader, &self.organization).await?;
                Ok(Some(Before::itself(self.organization.as_str(), is_there)))
            }

            async fn evidence(
                &self,
                reader: &Reader,
                before: Option<&Before>,
            ) -> Result<Evidence<()>, Error> {
                Ok(gone(is_invited(reader, &self.organization).await?, &self.organization, before))
            }
        }
    };
}

declines!(DeclineAdminInvitation, "admins");
declines!(DeclineMemberInvitation, "members");

fn accepted(place: Membership) -> Evidence<()> {
    match place.status {
        SeatStatus::Active => Evidence::Done(()),
        SeatStatus::Pending => Evidence::NotDone,
        _ => Evidence::Unclear,
    }
}

/// What is not to be seen is gone only if it was to be seen before.
fn gone(is_there: bool, organization: &OrganizationId, before: Option<&Before>) -> Evidence<()> {
    match before {
        _ if is_there => Evidence::NotDone,
        Some(before) if !before.lacks(organization.as_str()) => Evidence::Done(()),
        _ => Evidence::Unclear,
    }
}

async fn is_active(reader: &Reader, id: &OrganizationId) -> Result<bool, Error> {
    Ok(find(reader, id).await?.is_some_and(|row| row.is_active))
}

/// Whether the viewer has an invitation there that waits.
async fn is_invited(reader: &Reader, id: &OrganizationId) -> Result<bool, Error> {
    Ok(place(reader, id).await?.is_some_and(|place| place.status == SeatStatus::Pending))
}

async fn find(reader: &Reader, id: &OrganizationId) -> Result<Option<Organization>, Error> {
    let pages = reader.all(&Organizations::of_every_role()).await?;
    Ok(pages.iter().flat_map(|page| &page.rows).find(|row| row.id == *id).cloned())
}

/// The viewer's place in an organization.
async fn place(reader: &Reader, id: &OrganizationId) -> Result<Option<Membership>, Error> {
    Ok(find(reader, id).await?.and_then(|row| row.membership))
}
