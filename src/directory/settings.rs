//! How an organization is set up: settings, e-mail footers, allowed team admins.

use std::time::Duration;

use super::change::{Before, Change, Evidence};
use super::kept::{Kept, Lifetimes, falls_with_organization, organization_tag, organization_tags};
use super::reader::Reader;
use super::users::viewer_tag;
use crate::cache::Tag;
use crate::signnow::v1::User;
use crate::signnow::v2::{
    ActivateTeamAdmin, AllowTeamAdmin, AllowedTeamAdmin, AllowedTeamAdmins, ChangeSetting, EmailFooters,
    Settings,
};
use crate::signnow::{EmailAddress, Error, OrganizationId};

impl Kept for Settings {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.settings
    }

    fn tags(&self) -> Vec<Tag> {
        organization_tags("settings", &self.organization)
    }

    fn falls_with(&self) -> Vec<Tag> {
        falls_with_organization(&self.organization)
    }
}

impl Kept for EmailFooters {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.settings
    }

    fn tags(&self) -> Vec<Tag> {
        organization_tags("email footers", &self.organization)
    }

    fn falls_with(&self) -> Vec<Tag> {
        falls_with_organization(&self.organization)
    }
}

impl Kept for AllowedTeamAdmins {
    fn lifetime(lifetimes: &Lifetimes) -> Duration {
        lifetimes.settings
    }

    fn tags(&self) -> Vec<Tag> {
        organization_tags("allowed team admins", &self.organization)
    }

    fn falls_with(&self) -> Vec<Tag> {
        falls_with_organization(&self.organization)
    }
}

impl Change for ChangeSetting {
    /// `GET /user` tells the settings of the viewer's organization, too.
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![organization_tag("settings", &self.organization), viewer_tag()]
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let pages = reader.all(&Settings { organization: self.organization.clone() }).await?;
        let mut rows = pages.iter().flat_map(|page| &page.rows);
        let row = rows.find(|row| row.name == self.name);
        Ok(row.map_or(Evidence::Unclear, |row| Evidence::that(row.value == self.value)))
    }
}

impl Change for AllowTeamAdmin {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![organization_tag("allowed team admins", &self.organization)]
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let row = team_admin(reader, &self.organization, &self.email).await?;
        Ok(Evidence::that(row.is_some()))
    }
}

impl Change for ActivateTeamAdmin {
    fn forgets(&self, _viewer: Option<&User>) -> Vec<Tag> {
        vec![organization_tag("allowed team admins", &self.organization)]
    }

    async fn evidence(&self, reader: &Reader, _before: Option<&Before>) -> Result<Evidence<()>, Error> {
        let row = team_admin(reader, &self.organization, &self.email).await?;
        Ok(row.map_or(Evidence::Unclear, |row| Evidence::that(row.is_active == self.active)))
    }
}

async fn team_admin(
    reader: &Reader,
    organization: &OrganizationId,
    email: &EmailAddress,
) -> Result<Option<AllowedTeamAdmin>, Error> {
    let list = AllowedTeamAdmins {
        email: Some(email.as_str().to_owned()),
        ..AllowedTeamAdmins::of(organization.clone())
    };
    let pages = reader.all(&list).await?;
    let mut rows = pages.iter().flat_map(|page| &page.rows);
    Ok(rows.find(|row| email.is(&row.email)).cloned())
}
