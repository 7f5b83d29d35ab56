//! Settings of users and of organizations, and what else an organization is set up with.

use async_graphql::Object;

use super::person::Person;
use super::time::Moment;
use crate::loaders::{Loaders, LoadsList, Row};
use crate::signnow::v2::{AllowedTeamAdmins, SettingValue};
use crate::signnow::{EmailAddress, Error, OrganizationId, v1, v2};

pub(in crate::graph) struct OrganizationSetting(pub(in crate::graph) Row<v2::Setting>);

/// A setting of an organization.
#[Object]
impl OrganizationSetting {
    /// signNow's name of the setting, such as `require_login_for_signing`.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The value as text; `true` or `false` for a setting that is either on or off.
    async fn value(&self) -> String {
        self.0.value.to_string()
    }

    /// Whether the setting is on; null for a setting that holds a text or a number.
    async fn is_enabled(&self) -> Option<bool> {
        setting_flag(&self.0.value)
    }

    /// When the setting was first made; null while it is signNow's default.
    async fn created_at(&self) -> Option<Moment> {
        self.0.created_at.map(Moment)
    }

    /// When the setting was last changed; null while it is signNow's default.
    async fn updated_at(&self) -> Option<Moment> {
        self.0.updated_at.map(Moment)
    }
}

pub(in crate::graph) struct UserSetting<'a>(pub(super) &'a v1::NamedValue);

/// A setting of a user.
#[Object]
impl UserSetting<'_> {
    /// signNow's name of the setting.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The value as text; `true` or `false` for a setting that is either on or off.
    async fn value(&self) -> String {
        self.0.value.to_string()
    }

    /// Whether the setting is on; null for a setting that holds a text or a number.
    async fn is_enabled(&self) -> Option<bool> {
        setting_flag(&self.0.value)
    }
}

pub(in crate::graph) struct EmailFooter(pub(super) Row<v2::EmailFooter>);

/// A footer of the e-mails that are sent in an organization's name.
#[Object]
impl EmailFooter {
    /// signNow's id of the footer.
    async fn footer_id(&self) -> &str {
        &self.0.id
    }

    /// The text.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// Whether e-mails carry it now.
    async fn is_active(&self) -> bool {
        self.0.is_active
    }

    /// When it was written.
    async fn created_at(&self) -> Option<Moment> {
        self.0.created_at.map(Moment)
    }

    /// When it was last changed.
    async fn updated_at(&self) -> Option<Moment> {
        self.0.updated_at.map(Moment)
    }
}

pub(in crate::graph) struct AllowedTeamAdmin {
    organization: OrganizationId,
    row: Row<v2::AllowedTeamAdmin>,
}

impl AllowedTeamAdmin {
    pub(super) fn new(organization: &OrganizationId, row: Row<v2::AllowedTeamAdmin>) -> Self {
        Self { organization: organization.clone(), row }
    }

    /// The permission of the person with this address.
    pub(in crate::graph) async fn with_email(
        loaders: &Loaders,
        organization: &OrganizationId,
        email: &str,
    ) -> Result<Option<Self>, Error> {
        let list = AllowedTeamAdmins {
            email: Some(email.to_owned()),
            ..AllowedTeamAdmins::of(organization.clone())
        };
        let whole = loaders.whole(&list).await?;
        let row = whole.rows().find(|row| EmailAddress::same(&row.email, email));
        Ok(row.map(|row| Self::new(organization, row)))
    }
}

/// Someone who may be an admin of a team in an organization.
#[Object]
impl AllowedTeamAdmin {
    /// The person who has the permission.
    async fn person(&self) -> Person {
        Person::new(&self.organization, &self.row.user_id, &self.row.email)
    }

    /// Whether the permission is in force.
    async fn is_active(&self) -> bool {
        self.row.is_active
    }

    /// When the permission was given.
    async fn created_at(&self) -> Option<Moment> {
        self.row.created_at.map(Moment)
    }

    /// When the permission was last changed.
    async fn updated_at(&self) -> Option<Moment> {
        self.row.updated_at.map(Moment)
    }
}

/// The value of a setting that is either on or off.
fn setting_flag(value: &SettingValue) -> Option<bool> {
    match value {
        SettingValue::Flag(flag) => Some(*flag),
        SettingValue::Text(_) => None,
    }
}
