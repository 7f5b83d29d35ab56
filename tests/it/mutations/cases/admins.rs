//! Who manages an organization.

use serde_json::{Value, json};

use super::{ALONE, MEMBER_OF, OURS, as_moderator, email, nowhere, ours, unpaid};
use crate::mutations::case::{
    BadInput, Case, Class, FORBIDDEN, PLAN_REQUIRED, Proof, at, bad, deed, deed_after, foreseen, said,
};
use crate::mutations::world::{World, global_id};

const ADMINS: &str = "GET /v2/organizations/{organization_id}/admins";
const NO_ORGANIZATION: &str = "ORGANIZATION_NOT_FOUND";

pub(super) fn cases() -> Vec<Case> {
    vec![add(), change_role(), remove()]
}

/// The input of inviting someone to be an admin or moderator of an organization.
fn invitation(world: &World, organization: &str, email: &str, role: &str) -> Value {
    json!({ "organizationId": world.organization_id(organization), "email": email, "role": role })
}

fn add() -> Case {
    Case {
        field: "addAdmin",
        edit: json!({}),
        input: |world| invitation(world, OURS, &email("outsider"), "MODERATOR"),
        is_done: |world| {
            let seat = world.seat(OURS, "admins", "outsider");
            seat["status"] == "pending" && seat["role"] == "moderator"
        },
        payload: ("person { userId email adminRole adminStatus }", |_, world| {
            json!({ "person": {
                "userId": world.user_id("outsider"), "email": email("outsider"),
                "adminRole": "MODERATOR", "adminStatus": "PENDING",
            } })
        }),
        route: "POST /v2/organizations/{organization_id}/admins",
        class: Class::NaturalKey,
        proof: Proof::Read(ADMINS),
        bad: vec![BadInput {
            input: |_| json!({ "organizationId": "", "email": "two words@sandbox.test", "role": "ADMIN" }),
            told: vec![("INVALID_ID", "organizationId"), ("INVALID_EMAIL", "email")],
        }],
        refusals: vec![
            deed(
                12_003_001,
                |_| json!({ "organizationId": nowhere(), "email": email("outsider"), "role": "ADMIN" }),
                at("organizationId", NO_ORGANIZATION),
            ),
            deed_after(
                12_003_002,
                unpaid(),
                |world| invitation(world, OURS, &email("outsider"), "ADMIN"),
                PLAN_REQUIRED,
            ),
            deed(
                12_003_003,
                |world| invitation(world, MEMBER_OF, &email("outsider"), "MODERATOR"),
                FORBIDDEN,
            ),
            foreseen(12_004_001, |world| invitation(world, OURS, "", "ADMIN"), at("email", "BLANK")),
            said(12_004_003, 400, at("role", "BLANK")),
            said(12_004_005, 400, at("role", "INVALID")),
            foreseen(
                12_004_006,
                |world| invitation(world, OURS, "outsider", "ADMIN"),
                at("email", "INVALID_EMAIL"),
            ),
            deed_after(
                12_004_007,
                as_moderator(),
                |world| invitation(world, OURS, &email("outsider"), "ADMIN"),
                FORBIDDEN,
            ),
            deed(
                12_004_008,
                |world| invitation(world, OURS, "nobody@nowhere.test", "MODERATOR"),
                at("email", "USER_NOT_FOUND"),
            ),
            deed(
                12_004_009,
                |world| invitation(world, OURS, &email("moderator"), "MODERATOR"),
                at("email", "ADMIN_EXISTS"),
            ),
        ],
    }
}

fn change_role() -> Case {
    fn change(world: &World, organization: &str, name: &str, role: &str) -> Value {
        json!({ "personId": world.person_id(organization, name), "role": role })
    }
    Case {
        field: "changeAdminRole",
        edit: json!({}),
        input: |world| change(world, OURS, "moderator", "ADMIN"),
        is_done: |world| world.seat(OURS, "admins", "moderator")["role"] == "admin",
        payload: ("person { id email adminRole }", |_, world| {
            let id = world.person_id(OURS, "moderator");
            json!({ "person": { "id": id, "email": email("moderator"), "adminRole": "ADMIN" } })
        }),
        route: "PUT /v2/organizations/{organization_id}/admins/{user_id}",
        class: Class::Idempotent,
        proof: Proof::Read(ADMINS),
        bad: vec![bad(|world| json!({ "personId": ours(world), "role": "ADMIN" }), "INVALID_ID", "personId")],
        refusals: vec![
            deed(
                12_001_001,
                |world| {
                    let person = global_id("Person", &[&nowhere(), &world.user_id("moderator")]);
                    json!({ "personId": person, "role": "ADMIN" })
                },
                at("personId", NO_ORGANIZATION),
            ),
            deed_after(
                12_003_003,
                as_moderator(),
                |world| change(world, OURS, "admin", "MODERATOR"),
                FORBIDDEN,
            ),
            deed_after(
                12_004_007,
                as_moderator(),
                |world| change(world, OURS, "moderator", "ADMIN"),
                FORBIDDEN,
            ),
            said(12_004_010, 400, at("role", "BLANK")),
            said(12_004_012, 400, at("role", "INVALID")),
            // Beyond what is documented for this call.
            deed(
                12_004_022,
                |world| change(world, ALONE, "viewer", "MODERATOR"),
                at("personId", "LAST_ADMIN"),
            ),
            deed(
                12_004_025,
                |world| change(world, OURS, "outsider", "ADMIN"),
                at("personId", "ADMIN_NOT_FOUND"),
            ),
        ],
    }
}

fn remove() -> Case {
    fn person(world: &World, organization: &str, name: &str) -> Value {
        json!({ "personId": world.person_id(organization, name) })
    }
    Case {
        field: "removeAdmin",
        edit: json!({}),
        input: |world| person(world, OURS, "moderator"),
        is_done: |world| world.seat(OURS, "admins", "moderator").is_null(),
        payload: (
            "removedPersonId",
            |_, world| json!({ "removedPersonId": world.person_id(OURS, "moderator") }),
        ),
        route: "DELETE /v2/organizations/{organization_id}/admins/{user_id}",
        class: Class::NaturalKey,
        proof: Proof::Read(ADMINS),
        bad: vec![bad(|_| json!({ "personId": "moderator" }), "INVALID_ID", "personId")],
        refusals: vec![
            deed(
                12_001_001,
                |world| json!({ "personId": global_id("Person", &[&nowhere(), &world.user_id("moderator")]) }),
                at("personId", NO_ORGANIZATION),
            ),
            deed_after(12_003_002, unpaid(), |world| person(world, OURS, "moderator"), PLAN_REQUIRED),
            deed(12_003_003, |world| person(world, MEMBER_OF, "viewer"), FORBIDDEN),
            deed(12_004_022, |world| person(world, ALONE, "viewer"), at("personId", "LAST_ADMIN")),
            deed_after(12_004_023, as_moderator(), |world| person(world, OURS, "admin"), FORBIDDEN),
            deed(12_004_025, |world| person(world, OURS, "outsider"), at("personId", "ADMIN_NOT_FOUND")),
        ],
    }
}
