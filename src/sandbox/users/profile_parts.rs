//! The inner objects of `GET /user` (wire section 4.2).

use chrono::{DateTime, Datelike, Months, NaiveTime, Utc};
use serde_json::{Map, Value, json};

use crate::sandbox::world::{AdminRole, Organization, SeatStatus, SettingValue, Team, User, World};

/// Flags that every user has, whether or not there is an organization to switch them on.
const SETTINGS: [&str; 13] = [
    "no_document_attachment",
    "copy_export",
    "no_user_signature_return",
    "mobileweb_option",
    "require_drawn_signatures",
    "cloud_auto_export",
    "digitally_sign_dowloaded_docs",
    "require_login_for_signing",
    "logout_on_signing",
    "email_admin_on_banned_login",
    "add_signature_stamp_with_name",
    "cfr_title_21_part_11",
    "sso-only-login",
];

/// The calendar month.
pub(super) struct BillingPeriod {
    pub(super) start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl BillingPeriod {
    pub(super) fn shown(&self) -> Value {
        json!({
            "start_date": self.start.format("%m/%d/%Y").to_string(),
            "end_date": self.end.format("%m/%d/%Y").to_string(),
            "start_timestamp": self.start.timestamp(),
            "end_timestamp": self.end.timestamp(),
        })
    }
}

pub(super) fn billing_period(now: DateTime<Utc>) -> BillingPeriod {
    let today = now.date_naive();
    let first = today.with_day(1).unwrap_or(today);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let [start, end] = [first, next].map(|day| day.and_time(NaiveTime::MIN).and_utc());
    BillingPeriod { start, end }
}

pub(super) fn companies(user: &User) -> Value {
    user.company.iter().map(|name| json!({ "name": name, "full_access": true })).collect()
}

pub(super) fn status() -> Value {
    json!({
        "bad_copy_token": false,
        "has_copy_token": false,
        "has_cloud_export_token": false,
        "bad_cloud_export_token": false,
        "has_salesforce_token": false,
    })
}

pub(super) fn settings(organization: Option<&Organization>) -> Value {
    let mut settings: Map<String, Value> =
        SETTINGS.map(|name| (name.to_owned(), false.into())).into_iter().collect();
    for setting in organization.iter().flat_map(|organization| &organization.settings) {
        if let SettingValue::Flag(on) = setting.value {
            settings.insert(setting.name.clone(), on.into());
        }
    }
    Value::Object(settings)
}

pub(super) fn organization_settings(organization: Option<&Organization>) -> Value {
    let settings = organization.iter().flat_map(|organization| &organization.settings);
    settings.map(|setting| json!({ "setting": setting.name, "value": setting.value.as_text() })).collect()
}

/// The organization a user is a member of; `id` and what belongs to it are missing for those who are in none.
/// `is_superadmin` and `is_admin` are the old names of admin and moderator.
pub(super) fn organization(user: &User, organization: Option<&Organization>) -> Value {
    let Some(organization) = organization else {
        return json!({ "is_admin": false, "is_superadmin": false, "is_workspace": false });
    };
    let seat = organization.admin(user.id).filter(|seat| seat.status == SeatStatus::Active);
    let logo = organization.logo.as_ref();
    let teams = teams_of(user, organization).map(|team| json!({ "id": team.id, "name": team.name }));
    json!({
        "id": organization.id,
        "name": organization.name,
        "deleted": "0",
        "created": organization.created.timestamp().to_string(),
        "updated": organization.updated.timestamp().to_string(),
        "domains": [],
        "logos": logo.iter().map(|logo| json!({ "id": logo.id, "name": "logo.png", "active": true })).collect::<Value>(),
        "active_logo": logo.iter().map(|logo| json!({ "id": logo.id, "uri": logo.uri })).collect::<Value>(),
        "is_admin": seat.is_some(),
        "is_superadmin": seat.is_some_and(|seat| seat.role == AdminRole::Admin),
        "is_workspace": false,
        "teams": teams.collect::<Value>(),
    })
}

pub(super) fn teams(user: &User, organization: Option<&Organization>, world: &World) -> Value {
    let teams = organization.into_iter().flat_map(|organization| teams_of(user, organization));
    teams.map(|team| shown_team(user, team, world)).collect()
}

fn teams_of<'a>(user: &User, organization: &'a Organization) -> impl Iterator<Item = &'a Team> {
    let user = user.id;
    organization.teams.iter().filter(move |team| team.admin == user || team.members.contains(&user))
}

fn shown_team(user: &User, team: &Team, world: &World) -> Value {
    let admin = world.users.get(&team.admin);
    let admins = admin.iter().map(|admin| {
        json!({
            "id": admin.id,
            "is_secondary": "0",
            "email": admin.email,
            "billing": 1,
            "document_access": 1,
            "primary": true,
        })
    });
    json!({
        "id": team.id,
        "team": team.name,
        "type": "SHAREABLE",
        "created_since": team.created.timestamp().to_string(),
        "role": if team.admin == user.id { "admin" } else { "member" },
        "document_count": 0,
        "admins": admins.collect::<Value>(),
    })
}
