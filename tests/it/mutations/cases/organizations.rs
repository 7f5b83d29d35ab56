//! Making, renaming and deleting organizations.

use serde_json::json;

use super::{ORGANIZATIONS, OURS, as_moderator, nowhere, ours, unpaid};
use crate::mutations::case::{
    BadInput, Case, Class, FORBIDDEN, PLAN_REQUIRED, Proof, at, bad, deed, deed_after, foreseen, general,
    said,
};
use crate::mutations::world::global_id;

const NO_ORGANIZATION: &str = "ORGANIZATION_NOT_FOUND";

pub(super) fn cases() -> Vec<Case> {
    vec![create(), rename(), delete()]
}

fn create() -> Case {
    Case {
        field: "createOrganization",
        edit: json!({}),
        input: |_| json!({ "name": "Northern Light" }),
        is_done: |world| world.organizations("Northern Light").len() == 1,
        payload: ("organization { organizationId name viewerMembership { role } }", |_, world| {
            let id = world.organization_id("Northern Light");
            let viewer = json!({ "role": "ADMIN" });
            json!({ "organization": { "organizationId": id, "name": "Northern Light", "viewerMembership": viewer } })
        }),
        route: "POST /v2/organizations",
        class: Class::Keyless,
        proof: Proof::Compared(ORGANIZATIONS),
        bad: vec![
            bad(|_| json!({ "name": " \t" }), "BLANK", "name"),
            bad(|_| json!({ "name": "\u{0}abc" }), "INVALID", "name"),
            bad(|_| json!({ "name": "two\nlines" }), "INVALID", "name"),
        ],
        refusals: vec![
            foreseen(12_001_002, |_| json!({ "name": "" }), at("name", "BLANK")),
            said(12_001_003, 400, at("name", "INVALID")),
            foreseen(12_001_004, |_| json!({ "name": "n".repeat(256) }), at("name", "TOO_LONG")),
            said(12_001_006, 403, general("ORGANIZATION_LIMIT_REACHED")),
            deed_after(12_003_002, unpaid(), |_| json!({ "name": "Unpaid" }), PLAN_REQUIRED),
        ],
    }
}

fn rename() -> Case {
    Case {
        field: "renameOrganization",
        edit: json!({}),
        input: |world| json!({ "organizationId": ours(world), "name": "Birch" }),
        is_done: |world| world.organizations("Birch").len() == 1 && world.organizations(OURS).is_empty(),
        payload: (
            "organization { organizationId name }",
            |_, world| json!({ "organization": { "organizationId": world.organization_id("Birch"), "name": "Birch" } }),
        ),
        route: "PUT /v2/organizations/{organization_id}",
        class: Class::Idempotent,
        proof: Proof::Read(ORGANIZATIONS),
        bad: vec![BadInput {
            input: |_| json!({ "organizationId": "Harbor", "name": "" }),
            told: vec![("INVALID_ID", "organizationId"), ("BLANK", "name")],
        }],
        refusals: vec![
            foreseen(
                12_001_002,
                |world| json!({ "organizationId": ours(world), "name": "" }),
                at("name", "BLANK"),
            ),
            said(12_001_003, 400, at("name", "INVALID")),
            foreseen(
                12_001_004,
                |world| json!({ "organizationId": ours(world), "name": "n".repeat(256) }),
                at("name", "TOO_LONG"),
            ),
            deed(
                12_003_001,
                |_| json!({ "organizationId": nowhere(), "name": "Birch" }),
                at("organizationId", NO_ORGANIZATION),
            ),
            // The same number says "Access denied." to whoever has nothing to do with the organization.
            deed(
                12_003_001,
                |world| json!({ "organizationId": world.organization_id("Paperplane Startups"), "name": "Birch" }),
                at("organizationId", NO_ORGANIZATION),
            ),
            deed_after(
                12_003_002,
                unpaid(),
                |world| json!({ "organizationId": ours(world), "name": "Birch" }),
                PLAN_REQUIRED,
            ),
            deed_after(
                12_003_003,
                as_moderator(),
                |world| json!({ "organizationId": ours(world), "name": "Birch" }),
                FORBIDDEN,
            ),
        ],
    }
}

fn delete() -> Case {
    Case {
        field: "deleteOrganization",
        edit: json!({}),
        input: |world| json!({ "organizationId": global_id("Organization", &[&ours(world)]) }),
        is_done: |world| world.organization(OURS)["active"] == false,
        payload: (
            "deletedOrganizationId",
            |_, world| json!({ "deletedOrganizationId": global_id("Organization", &[&ours(world)]) }),
        ),
        route: "DELETE /v2/organizations/{organization_id}",
        class: Class::NaturalKey,
        proof: Proof::Compared(ORGANIZATIONS),
        bad: vec![bad(
            |world| json!({ "organizationId": world.person_id(OURS, "member") }),
            "INVALID_ID",
            "organizationId",
        )],
        refusals: vec![
            deed(
                12_003_001,
                |_| json!({ "organizationId": nowhere() }),
                at("organizationId", NO_ORGANIZATION),
            ),
            deed_after(
                12_003_003,
                as_moderator(),
                |world| json!({ "organizationId": ours(world) }),
                FORBIDDEN,
            ),
        ],
    }
}
