//! How an organization is set up: its settings, and who may administer its teams.

use async_graphql::{Context, ID, InputObject, Object};

use super::desk::Desk;
use super::input::input;
use super::outcome::Receipt;
use super::payload::payload;
use super::run::mutate;
use super::user_error::UserErrorCode::Invalid;
use crate::directory::Change;
use crate::graph::error::Failure;
use crate::graph::field::Field;
use crate::graph::types::{AllowedTeamAdmin, OrganizationSetting};
use crate::loaders::LoadsList;
use crate::signnow::v2::{ActivateTeamAdmin, AllowTeamAdmin, ChangeSetting, SettingValue, Settings};
use crate::signnow::{EmailAddress, OrganizationId};

/// The most characters of a value (document 003).
const LONGEST_VALUE: usize = 1000;
/// More than any setting's name has.
const LONGEST_NAME: usize = 255;

/// A setting of an organization.
#[derive(InputObject)]
struct ChangeOrganizationSettingInput {
    /// The organization: its global id, or signNow's own.
    organization_id: ID,
    /// signNow's name of the setting, such as `require_login_for_signing`.
    name: String,
    /// What it is to be, at most 1000 characters; `true` or `false` for a setting that is either on or off.
    value: String,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { ChangeOrganizationSettingInput => ChangeSetting, |input, check| {
    let organization = check.organization("organizationId", &input.organization_id);
    let name = check.text("name", input.name, LONGEST_NAME);
    let value = check.line("value", input.value, LONGEST_VALUE);
    let (organization, name) = (organization?, name?);
    let value = SettingValue::of(&name, value?);
    if value.is_no_flag_for(&name) {
        return check.refuse("value", Invalid, "This setting is either on or off: pass true or false.");
    }
    Some(ChangeSetting { organization, value, name })
} }

/// Someone who may, or may not, administer teams of an organization.
#[derive(InputObject)]
struct TeamAdminInput {
    /// The organization: its global id, or signNow's own.
    organization_id: ID,
    /// Their address.
    email: String,
    /// A key of the caller's own: the same key and the same input are done once, and answered alike for 24 hours.
    idempotency_key: Option<String>,
}

input! { TeamAdminInput => (OrganizationId, EmailAddress), |input, check| {
    let organization = check.organization("organizationId", &input.organization_id);
    let email = check.email("email", &input.email);
    Some((organization?, email?))
} }

payload! {
    /// What became of changing a setting of an organization.
    ChangeOrganizationSettingPayload((OrganizationId, String)) {
        /// The setting as it is now.
        setting: OrganizationSetting = |loaders, place| {
            let list = Settings { organization: place.0.clone() };
            Ok(loaders.row(&list, &place.1).await?.map(OrganizationSetting))
        };
    }
}

payload! {
    /// What became of changing who may administer teams of an organization.
    TeamAdminPayload((OrganizationId, String)) {
        /// The permission as it is now.
        team_admin: AllowedTeamAdmin = |loaders, place| {
            Ok(AllowedTeamAdmin::with_email(loaders, &place.0, &place.1).await?)
        };
    }
}

#[derive(Default)]
pub(super) struct SettingMutations;

#[Object]
impl SettingMutations {
    /// Changes one setting of an organization.
    async fn change_organization_setting(
        &self,
        context: &Context<'_>,
        input: ChangeOrganizationSettingInput,
    ) -> Field<ChangeOrganizationSettingPayload> {
        mutate(context, input, |change: ChangeSetting, desk| async move {
            let place = (change.organization.clone(), change.name.clone());
            desk.carry_out(change, |_| Some(place)).await
        })
        .await
    }

    /// Allows someone who has an account, and does not manage the organization, to administer its teams.
    async fn allow_team_admin(
        &self,
        context: &Context<'_>,
        input: TeamAdminInput,
    ) -> Field<TeamAdminPayload> {
        mutate(context, input, |(organization, email), desk| {
            permit(desk, email.clone(), organization.clone(), AllowTeamAdmin { organization, email })
        })
        .await
    }

    /// Puts the permission of an allowed team admin in force.
    async fn activate_team_admin(
        &self,
        context: &Context<'_>,
        input: TeamAdminInput,
    ) -> Field<TeamAdminPayload> {
        mutate(context, input, |(organization, email), desk| {
            let change = ActivateTeamAdmin { organization, email, active: true };
            permit(desk, change.email.clone(), change.organization.clone(), change)
        })
        .await
    }

    /// Puts the permission of an allowed team admin out of force.
    async fn deactivate_team_admin(
        &self,
        context: &Context<'_>,
        input: TeamAdminInput,
    ) -> Field<TeamAdminPayload> {
        mutate(context, input, |(organization, email), desk| {
            let change = ActivateTeamAdmin { organization, email, active: false };
            permit(desk, change.email.clone(), change.organization.clone(), change)
        })
        .await
    }
}

async fn permit<C: Change<Answer = ()>>(
    desk: Desk,
    email: EmailAddress,
    organization: OrganizationId,
    change: C,
) -> Result<Receipt<(OrganizationId, String)>, Failure> {
    let place = (organization, email.as_str().to_owned());
    desk.carry_out(change, |_| Some(place)).await
}
