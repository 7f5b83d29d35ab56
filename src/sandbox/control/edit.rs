//! Changes to the world from outside.
//!
//! ```json
//! {
//!   "users": { "<id or address>": {
//!     "first_name": "…", "last_name": "…", "password": "…", "verified": true, "active": true,
//!     "subscription": "none|trial|business|professional|enterprise|expired",
//!     "last_login": null or an RFC 3339 moment,
//!     "verification": null or { "token": "…", "expires": an RFC 3339 moment } } },
//!   "organizations": { "<id or name>": {
//!     "name": "…", "active": true,
//!     "settings": { "<name>": "<text>" },
//!     "admins": { "<id or address>": null or { "role": "admin|moderator", "status": "active|pending|declined" } },
//!     "members": { "<id or address>": null or { "status": "…" } },
//!     "allowed_team_admins": { "<id or address>": null or { "active": true } } } },
//!   "event_subscriptions": { "<id or callback>": null or {
//!     "event": "…", "entity": "<id, or the address of a user>", "secret_key": "…" } },
//!   "document_groups": { "<id or name>": null or {
//!     "owner": "<id or address>, that of the first document", "documents": ["<id or name>", …],
//!     "invite": null } }
//! }
//! ```
//!
//! What is not named stays as it is; `null` takes a seat, the last login, a group or a subscription away. A subscription
//! that is not there yet is made with its callback for a name, by the application. Either all of it happens or,
//! with a complaint, nothing.

use chrono::{DateTime, Utc};

use super::groups;
use super::input::{Complaint, Input};
use super::{event_subscriptions, seats};
use crate::sandbox::world::{Id, Organization, User, World};

const USER_FIELDS: [&str; 8] = [
    "first_name",
    "last_name",
    "password",
    "verified",
    "active",
    "subscription",
    "last_login",
    "verification",
];

/// Applies an edit.
pub(super) fn apply(input: &Input<'_>, world: &mut World) -> Result<(), Complaint> {
    input.only(&["users", "organizations", "event_subscriptions", "document_groups"])?;
    let mut edited = world.clone();
    if let Some(users) = input.object("users")? {
        for name in users.wording().keys() {
            edit_user(&users, name, &mut edited)?;
        }
    }
    if let Some(organizations) = input.object("organizations")? {
        for name in organizations.wording().keys() {
            edit_organization(&organizations, name, &mut edited)?;
        }
    }
    if let Some(subscriptions) = input.object("event_subscriptions")? {
        event_subscriptions::edit(&subscriptions, &mut edited)?;
    }
    groups::edit(input, &mut edited)?;
    *world = edited;
    Ok(())
}

/// The user that is meant by an id or an address.
pub(super) fn user_named(input: &Input<'_>, name: &str, world: &World) -> Result<Id, Complaint> {
    let by_id = name.parse().ok().and_then(|id: Id| world.users.get(&id));
    let user = by_id.or_else(|| world.user_by_email(name));
    user.map(|user| user.id).ok_or_else(|| input.complaint(name, "is the id or the address of no user"))
}

fn edit_user(users: &Input<'_>, name: &str, world: &mut World) -> Result<(), Complaint> {
    let id = user_named(users, name, world)?;
    let input = users.required(users.object(name)?, name)?;
    input.only(&USER_FIELDS)?;
    edit_last_login(&input, id, world)?;
    let Some(user) = world.users.get_mut(&id) else { return Ok(()) };
    edit_facts(&input, user)
}

fn edit_facts(input: &Input<'_>, user: &mut User) -> Result<(), Complaint> {
    replace(&mut user.first_name, input.text("first_name")?.map(str::to_owned));
    replace(&mut user.last_name, input.text("last_name")?.map(str::to_owned));
    replace(&mut user.password, input.text("password")?.map(str::to_owned));
    replace(&mut user.verified, input.flag("verified")?);
    replace(&mut user.active, input.flag("active")?);
    replace(&mut user.subscription, input.choice("subscription")?);
    if input.has("verification") {
        user.verification = input.choice("verification")?;
    }
    Ok(())
}

fn edit_last_login(input: &Input<'_>, user: Id, world: &mut World) -> Result<(), Complaint> {
    match input.choice::<DateTime<Utc>>("last_login")? {
        Some(moment) => world.note_login_at(user, "sandbox", moment),
        None if input.has("last_login") => drop(world.last_logins.remove(&user)),
        None => {}
    }
    Ok(())
}

fn edit_organization(organizations: &Input<'_>, name: &str, world: &mut World) -> Result<(), Complaint> {
    let input = organizations.required(organizations.object(name)?, name)?;
    input.only(&["name", "active", "settings", "admins", "members", "allowed_team_admins"])?;
    let place = organization_named(name, world);
    let place =
        place.ok_or_else(|| organizations.complaint(name, "is the id or the name of no organization"))?;
    let mut organization = world.organizations[place].clone();
    replace(&mut organization.name, input.text("name")?.map(str::to_owned));
    replace(&mut organization.active, input.flag("active")?);
    edit_settings(&input, &mut organization, world.now())?;
    seats::edit(&input, &mut organization, world)?;
    world.organizations[place] = organization;
    Ok(())
}

fn organization_named(name: &str, world: &World) -> Option<usize> {
    let named =
        |organization: &Organization| organization.id.to_string() == name || organization.name == name;
    world.organizations.iter().position(named)
}

fn edit_settings(
    input: &Input<'_>,
    organization: &mut Organization,
    now: DateTime<Utc>,
) -> Result<(), Complaint> {
    let Some(settings) = input.object("settings")? else { return Ok(()) };
    for name in settings.wording().keys() {
        let text = settings.required(settings.text(name)?, name)?;
        let setting = organization.settings.iter_mut().find(|setting| setting.name == *name);
        setting.ok_or_else(|| settings.complaint(name, "is no setting"))?.write(text, now);
    }
    Ok(())
}

fn replace<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
