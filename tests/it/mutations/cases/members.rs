//! Who belongs to an organization.

use serde_json::{Value, json};

use super::{MEMBER_OF, OURS, as_moderator, email, nowhere, ours, unpaid};
use crate::mutations::case::{
    BadInput, Case, Class, FORBIDDEN, PLAN_REQUIRED, Proof, at, bad, deed, deed_after, foreseen, general,
    said,
};
use crate::mutations::world::{World, global_id};

const MEMBERS: &str = "GET /v2/organizations/{organization_id}/members";
const NO_ORGANIZATION: &str = "ORGANIZATION_NOT_FOUND";

pub(super) fn cases() -> Vec<Case> {
    vec![add(), remove()]
}

fn add() -> Case {
    fn invitation(world: &World, organization: &str, email: &str) -> Value {
        json!({ "organizationId": world.organization_id(organization), "email": email })
    }
    Case {
        field: "addMember",
        edit: json!({}),
        input: |world| invitation(world, OURS, &email("outsider")),
        is_done: |world| world.seat(OURS, "members", "outsider")["status"] == "pending",
        payload: ("person { id email memberStatus }", |_, world| {
            let id = world.person_id(OURS, "outsider");
            json!({ "person": { "id": id, "email": email("outsider"), "memberStatus": "PENDING" } })
        }),
        route: "POST /v2/organizations/{organization_id}/members",
        class: Class::NaturalKey,
        proof: Proof::Read(MEMBERS),
        bad: vec![BadInput {
            input: |_| json!({ "organizationId": "T3RoZXI6MQ", "email": "a@b@c" }),
            told: vec![("INVALID_ID", "organizationId"), ("INVALID_EMAIL", "email")],
        }],
        refusals: vec![
            deed(
                12_003_001,
                |_| json!({ "organizationId": nowhere(), "email": email("outsider") }),
                at("organizationId", NO_ORGANIZATION),
            ),
            deed_after(
                12_003_002,
                unpaid(),
                |world| invitation(world, OURS, &email("outsider")),
                PLAN_REQUIRED,
            ),
            deed(12_003_003, |world| invitation(world, MEMBER_OF, &email("outsider")), FORBIDDEN),
            // Printed once in document 003, for an address that is missing.
            said(12_004_003, 400, at("email", "BLANK")),
            deed(
                12_005_001,
                |world| invitation(world, OURS, "nobody@nowhere.test"),
                at("email", "USER_NOT_FOUND"),
            ),
            deed(12_007_005, |world| invitation(world, OURS, &email("member")), at("email", "MEMBER_EXISTS")),
            said(12_007_006, 400, at("email", "INVALID_EMAIL")),
            foreseen(12_007_007, |world| invitation(world, OURS, " "), at("email", "BLANK")),
            foreseen(12_007_008, |world| invitation(world, OURS, "outsider"), at("email", "INVALID_EMAIL")),
            said(12_007_034, 403, general("MEMBER_LIMIT_REACHED")),
        ],
    }
}

fn remove() -> Case {
    fn person(world: &World, name: &str) -> Value {
        json!({ "personId": world.person_id(OURS, name) })
    }
    Case {
        field: "removeMember",
        edit: json!({}),
        input: |world| person(world, "member"),
        is_done: |world| world.seat(OURS, "members", "member").is_null(),
        payload: (
            "removedPersonId",
            |_, world| json!({ "removedPersonId": world.person_id(OURS, "member") }),
        ),
        route: "DELETE /v2/organizations/{organization_id}/members/{user_id}",
        class: Class::NaturalKey,
        proof: Proof::Read(MEMBERS),
        bad: vec![bad(|world| json!({ "personId": ours(world) }), "INVALID_ID", "personId")],
        refusals: vec![
            deed(
                12_003_001,
                |world| json!({ "personId": global_id("Person", &[&nowhere(), &world.user_id("member")]) }),
                at("personId", NO_ORGANIZATION),
            ),
            // Beyond what is documented for this call.
            deed(
                12_003_003,
                |world| {
                    let organization = world.organization_id(MEMBER_OF);
                    json!({ "personId": global_id("Person", &[&organization, &world.user_id("member")]) })
                },
                FORBIDDEN,
            ),
            deed_after(12_004_024, unpaid(), |world| person(world, "member"), PLAN_REQUIRED),
            deed_after(
                12_007_014,
                as_moderator(),
                |world| person(world, "outsider"),
                at("personId", "MEMBER_NOT_FOUND"),
            ),
        ],
    }
}
