//! What each mutation is for, a file per noun.

mod admins;
mod documents;
mod embedded_invites;
mod events;
mod invitations;
mod invites;
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
        invites::cases(),
        embedded_invites::cases(),
        documents::cases(),
    ];
    nouns.into_iter().flatten().collect()
}

/// The viewer is an admin here, with admin@, moderator@ and member@.
const OURS: &str = "Harbor & Pine Logistics";
/// The viewer is the only admin here.
const ALONE: &str = "Blue Lantern Studios";
/// The viewer is a member here and manages nothing.
const MEMBER_OF: &str = "Quarry Street Legal";

/// Nobody is invited to sign these two.
const DRAFT: &str = "Rental contract draft";
const RULES: &str = "House rules Hazel Lane";
/// By mail; it is the tenant's turn.
const MAILED: &str = "Rental contract Ash Lane";
/// Inside another application; it is the tenant's turn.
const EMBEDDED: &str = "Rental contract Fir Lane";
/// Without fields; the tenant is asked to sign anywhere, the landlord is not any more.
const FREEFORM: &str = "Inventory Ivy Lane";
/// A group that is signed inside another application; it is the landlord's turn.
const GROUP: &str = "Grove Lane";
/// Its documents.
const GROUPED: [&str; 2] = ["Rental contract Grove Lane", "House rules Grove Lane"];

const ORGANIZATIONS: &str = "GET /v2/organizations";

/// signNow's id of [`OURS`].
fn ours(world: &World) -> String {
    world.organization_id(OURS)
}

/// An id that nothing has.
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
