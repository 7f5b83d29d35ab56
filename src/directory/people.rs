//! The people of an organization: admins and moderators, members, and the invitations to become either.

use std::time::Duration;

use super::change::{Before, Change, Evidence};
use super::kept::{
    Kept, Lifetimes, every_organization_tag, falls_with_organization, organization_tag, organization_tags,
};
use super::organizations::{everything_of, organizations_tag};
use super::reader::Reader;
use super::users::viewer_tag;
use crate::cache::Tag;
use crate::signnow::v1::User;
use crate::signnow::v2::{
    AddAdmin, AddMember, Admin, AdminInvitation, Admins, ChangeAdminRole, Member, Members, RemoveAdmin,
    RemoveMember, Role, SeatStatus,
};
use crate::signnow::{EmailAddress, Error, OrganizationId, UserId};

impl Kept for Admins {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.people
    }

    fn tags(&self) -> Vec<Tag> {
        organization_tags("admins", &self.organization)
    }

    fn falls_with(&self) -> Vec<Tag> {
        falls_with_organization(&self.organization)
    }
}

impl Kept for Members {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.people
    }

    fn tags(&self) -> Vec<Tag> {
        let everywhere = ["members", "names of members"].map(every_organization_tag);
        organization_tags("members", &self.organization).into_iter().chain(everywhere).collect()
    }

    fn falls_with(&self) -> Vec<Tag> {
        falls_with_organization(&self.organization)
    }
}

impl Change for AddAdmin {
    fn forgets(&self, viewer: Option<&User>) -> Vec<Tag> {
        of_new_place(&["admins", "people"], &self.organization, &self.email, viewer)
    }

    async fn evidence(
        &self,
        reader: &Reader,
        _before: Option<&Before>,
    ) -> Result<Evidence<Option<AdminInvitation>>, Error> {
        let email = Some(self.email.as_str().to_owned());
        let pages = reader.all(&Admins { email, ..Admins::of(self.organization.clone()) }).await?;
        let mut rows = pages.iter().flat_map(|page| &page.rows);
        let row = rows.find(|row| self.email.is(&row.email) && row.status != SeatStatus::Declined);
        Ok(match row {
            Some(row) if row.role == Role::from(self.role) => Evidence::Done(None),
            Some(_) => Evidence::Unclear,
            None => Evidence::NotDone,
        })
    }
}

impl Change for ChangeAdminRole {
    fn forgets(&self, viewer: Option<&User>) -> Vec<Tag> {
        of_place(&["admins"], &self.organization, &self.user, viewer)
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let row = admin(reader, &self.organization, &self.user).await?;
        Ok(row.map_or(Evidence::Unclear, |row| Evidence::that(row.role == Role::from(self.role))))
    }
}

impl Change for RemoveAdmin {
    fn forgets(&self, viewer: Option<&User>) -> Vec<Tag> {
        of_place(&["admins", "people"], &self.organization, &self.user, viewer)
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let row = admin(reader, &self.organization, &self.user).await?;
        Ok(Evidence::that(row.is_none()))
    }
}

impl Change for AddMember {
    fn forgets(&self, viewer: Option<&User>) -> Vec<Tag> {
        of_new_place(&["members", "people"], &self.organization, &self.email, viewer)
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let email = Some(self.email.as_str().to_owned());
        let pages = reader.all(&Members { email, ..Members::of(self.organization.clone()) }).await?;
        let mut rows = pages.iter().flat_map(|page| &page.rows);
        let is_in = |row: &Member| self.email.is(&row.email) && row.status != SeatStatus::Declined;
        Ok(Evidence::that(rows.any(is_in)))
    }
}

impl Change for RemoveMember {
    fn forgets(&self, viewer: Option<&User>) -> Vec<Tag> {
        of_place(&["members", "people"], &self.organization, &self.user, viewer)
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let pages = reader.all(&Members::of(self.organization.clone())).await?;
        Ok(Evidence::that(!pages.iter().flat_map(|page| &page.rows).any(|row| row.id == self.user)))
    }
}

/// A new place in an organization. The viewer's own stands in the viewer's organizations as well.
fn of_new_place(
    aspects: &[&str],
    organization: &OrganizationId,
    email: &EmailAddress,
    viewer: Option<&User>,
) -> Vec<Tag> {
    let mut tags: Vec<Tag> = aspects.iter().map(|aspect| organization_tag(aspect, organization)).collect();
    if viewer.is_none_or(|viewer| has_address(viewer, email)) {
        tags.extend([organizations_tag(), viewer_tag()]);
    }
    tags
}

/// Someone's place in an organization, which is lost or another one now. With the viewer's own goes what the viewer may
/// see of the organization.
fn of_place(
    aspects: &[&str],
    organization: &OrganizationId,
    user: &UserId,
    viewer: Option<&User>,
) -> Vec<Tag> {
    if viewer.is_none_or(|viewer| viewer.id == *user) {
        return everything_of(organization);
    }
    aspects.iter().map(|aspect| organization_tag(aspect, organization)).collect()
}

fn has_address(viewer: &User, email: &EmailAddress) -> bool {
    viewer.email.iter().chain(&viewer.emails).any(|own| email.is(own))
}

async fn admin(
    reader: &Reader,
    organization: &OrganizationId,
    user: &UserId,
) -> Result<Option<Admin>, Error> {
    let pages = reader.all(&Admins::of(organization.clone())).await?;
    Ok(pages.iter().flat_map(|page| &page.rows).find(|row| row.id == *user).cloned())
}
