//! Settings of an organization.

use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::caller::{Caller, active_mut, managed};
use super::input;
use super::refusal::Refusal;
use crate::sandbox::http::{Bearer, Fields, Reply, no_content, ok};
use crate::sandbox::listing::Query;
use crate::sandbox::shared::Shared;
use crate::sandbox::world::{Setting, SettingValue};

/// In characters, not bytes.
const LONGEST_VALUE: usize = 1000;

/// A setting; times in unix seconds.
#[derive(Serialize)]
struct Row<'world> {
    setting: &'world str,
    value: Value<'world>,
    #[serde(with = "chrono::serde::ts_seconds_option")]
    created: Option<DateTime<Utc>>,
    #[serde(with = "chrono::serde::ts_seconds_option")]
    updated: Option<DateTime<Utc>>,
}

/// A flag that was written once is a boolean. One that never was is its default as it is stored, "without casting
/// to bool" (document 003): a client meets both under the same name.
#[derive(Serialize)]
#[serde(untagged)]
enum Value<'world> {
    Flag(bool),
    Text(&'world str),
}

impl<'world> From<&'world Setting> for Row<'world> {
    fn from(setting: &'world Setting) -> Self {
        let value = match setting.value {
            SettingValue::Flag(flag) if setting.created.is_some() => Value::Flag(flag),
            _ => Value::Text(setting.value.as_text()),
        };
        Row { setting: &setting.name, value, created: setting.created, updated: setting.updated }
    }
}

/// `GET /v2/organizations/{organization_id}/settings`
pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    query: Query,
) -> Reply {
    let world = shared.world();
    let organization = managed(&world, &bearer, &id)?;
    let page = query.page()?;
    query.filters(&[])?;
    ok(page.cut(organization.settings.iter().map(Row::from).collect()))
}

/// `PUT /v2/organizations/{organization_id}/settings` writes one setting, always from a string.
pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    bearer: Bearer,
    Path(id): Path<String>,
    fields: Fields,
) -> Reply {
    let mut world = shared.world();
    let caller = Caller::of(&world, &bearer);
    let now = world.now();
    let organization = active_mut(&mut world, &id).ok_or(Refusal::OrganizationMissing(id))?;
    caller.manages(organization)?;
    let (name, value) = named_value(&fields)?;
    let setting =
        organization.settings.iter_mut().find(|setting| Some(setting.name.as_str()) == name.as_str());
    setting.ok_or(Refusal::SettingNotFound)?.write(value, now);
    no_content()
}

/// No code is documented for a name that is no string; no setting has such a name.
fn named_value(fields: &Fields) -> Result<(&serde_json::Value, &str), Refusal> {
    let name = input::required(fields, "setting_name", Refusal::SettingNameRequired)?;
    let (missing, not_string) = (Refusal::SettingValueRequired, Refusal::SettingValueNotString);
    let value = input::text(fields, "value", missing, not_string)?;
    if value.chars().count() > LONGEST_VALUE {
        return Err(Refusal::SettingValueTooLong);
    }
    Ok((name, value))
}
