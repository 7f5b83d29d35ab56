//! What each mutation is for, a file per noun.

mod admins;
mod events;
mod invitations;
mod members;
mod organizations;
mod settings;
mod users;

use serde_json::{Value, json};

use super::case::Case;
use super::world::World;

/// Every case there is; some mutations have several.
pub(super) fn all() -> Vec<Case> {
    let nouns = [
        organizations::cases(),
        admins::cases(),
        members::cases(),
        invitations::cases(),
        settings::cases(),
        users::cases(),
        events::cases(),
    ];
    nouns.into_iter().flatten().collect()
}

/// The viewer is an admin here, with admin@, moderator@ and member@.
const OURS: &str = "Harbor & Pine Logistics";
/// The viewer is the only admin here.
const ALONE: &str = "Blue Lantern Studios";
/// The viewer is a member here and manages nothing.
const MEMBER_OF: &str = "Quarry Street Legal";

const ORGANIZATIONS: &str = "GET /v2/organizations";

/// signNow's id of [`OURS`].
fn ours(world: &World) -> String {
    world.organization_id(OURS)
}

/// An id that no organization has.
fn nowhere() -> String {
    "0".repeat(40)
}

fn email(name: &str) -> String {
    format!("{name}@sandbox.test")
}

/// The viewer's plan has run out.
fn unpaid() -> Value {
    json!({ "users": { "viewer@sandbox.test": { "subscription": "expired" } } })
}

/// The viewer is but a moderator of [`OURS`].
fn as_moderator() -> Value {
    json!({ "organizations": { OURS: { "admins": { "viewer@sandbox.test": { "role": "moderator" } } } } })
}
