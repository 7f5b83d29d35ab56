//! How an organization is set up.

use serde_json::{Value, json};

use super::{MEMBER_OF, OURS, email, nowhere, ours, unpaid};
use crate::mutations::case::{
    BadInput, Case, Class, FORBIDDEN, PLAN_REQUIRED, Proof, Refusal, at, bad, deed, deed_after, foreseen,
    general, said,
};
use crate::mutations::world::World;

const SETTINGS: &str = "GET /v2/organizations/{organization_id}/settings";
const TEAM_ADMINS: &str = "GET /v2/organizations/{organization_id}/allowed-team-admins";
const NO_ORGANIZATION: &str = "ORGANIZATION_NOT_FOUND";
const SHOWN: &str = "teamAdmin { isActive person { id email } }";

pub(super) fn cases() -> Vec<Case> {
    vec![change(), allow(), activate(), deactivate()]
}

fn change() -> Case {
    fn set(world: &World, name: &str, value: &str) -> Value {
        json!({ "organizationId": ours(world), "name": name, "value": value })
    }
    Case {
        field: "changeOrganizationSetting",
        edit: json!({}),
        input: |world| set(world, "require_login_for_signing", "true"),
        is_done: |world| {
            let mut settings = world.organization(OURS)["settings"].as_array().unwrap().iter();
            settings.any(|one| one["name"] == "require_login_for_signing" && one["value"] == true)
        },
        payload: (
            "setting { name value isEnabled }",
            |_, _| json!({ "setting": { "name": "require_login_for_signing", "value": "true", "isEnabled": true } }),
        ),
        route: "PUT /v2/organizations/{organization_id}/settings",
        class: Class::Idempotent,
        proof: Proof::Read(SETTINGS),
        bad: vec![
            BadInput {
                input: |_| json!({ "organizationId": "x", "name": " ", "value": "v".repeat(1001) }),
                told: vec![("INVALID_ID", "organizationId"), ("BLANK", "name"), ("TOO_LONG", "value")],
            },
            BadInput {
                input: |_| json!({ "organizationId": nowhere(), "name": "a\tb", "value": "\u{7f}" }),
                told: vec![("INVALID", "name"), ("INVALID", "value")],
            },
            // What signNow makes of other words is not documented; the sandbox takes them for "off".
            bad(|world| set(world, "require_login_for_signing", "True"), "INVALID", "value"),
            bad(|world| set(world, "document_guide", "yes"), "INVALID", "value"),
        ],
        refusals: vec![
            deed(
                12_003_001,
                |_| json!({ "organizationId": nowhere(), "name": "document_guide", "value": "true" }),
                at("organizationId", NO_ORGANIZATION),
            ),
            deed_after(12_003_002, unpaid(), |world| set(world, "document_guide", "true"), PLAN_REQUIRED),
            deed(
                12_003_003,
                |world| {
                    let organization = world.organization_id(MEMBER_OF);
                    json!({ "organizationId": organization, "name": "document_guide", "value": "true" })
                },
                FORBIDDEN,
            ),
            foreseen(12_009_001, |world| set(world, "", "true"), at("name", "BLANK")),
            deed(12_009_003, |world| set(world, "no_such_setting", "true"), at("name", "SETTING_NOT_FOUND")),
            said(12_009_004, 400, at("value", "INVALID")),
            deed(12_009_005, |world| set(world, "email_logo_position", ""), at("value", "BLANK")),
            foreseen(
                12_009_006,
                |world| set(world, "email_logo_position", &"v".repeat(1001)),
                at("value", "TOO_LONG"),
            ),
        ],
    }
}

fn team_admin(world: &World, email: &str) -> Value {
    json!({ "organizationId": ours(world), "email": email })
}

fn seen(world: &World, is_active: bool) -> Value {
    let person = json!({ "id": world.person_id(OURS, "outsider"), "email": email("outsider") });
    json!({ "teamAdmin": { "isActive": is_active, "person": person } })
}

/// outsider@ may administer teams, or might again.
fn allowed(active: bool) -> Value {
    let seat = json!({ "outsider@sandbox.test": { "active": active } });
    json!({ "organizations": { OURS: { "allowed_team_admins": seat } } })
}

/// What all calls about an organization can be told.
fn refusals_of_organization() -> Vec<Refusal> {
    vec![
        deed(
            12_003_001,
            |_| json!({ "organizationId": nowhere(), "email": email("outsider") }),
            at("organizationId", NO_ORGANIZATION),
        ),
        deed_after(12_003_002, unpaid(), |world| team_admin(world, &email("outsider")), PLAN_REQUIRED),
        deed(
            12_003_003,
            |world| json!({ "organizationId": world.organization_id(MEMBER_OF), "email": email("outsider") }),
            FORBIDDEN,
        ),
    ]
}

fn allow() -> Case {
    let mut refusals = refusals_of_organization();
    refusals.extend([
        foreseen(12_004_001, |world| team_admin(world, ""), at("email", "BLANK")),
        deed(12_004_008, |world| team_admin(world, "nobody@nowhere.test"), at("email", "USER_NOT_FOUND")),
        deed(12_004_009, |world| team_admin(world, &email("moderator")), at("email", "ADMIN_EXISTS")),
        deed_after(
            12_012_012,
            allowed(false),
            |world| team_admin(world, &email("outsider")),
            at("email", "TEAM_ADMIN_EXISTS"),
        ),
    ]);
    Case {
        field: "allowTeamAdmin",
        edit: json!({}),
        input: |world| team_admin(world, &email("outsider")),
        is_done: |world| world.seat(OURS, "allowed_team_admins", "outsider")["active"] == true,
        payload: (SHOWN, |_, world| seen(world, true)),
        route: "POST /v2/organizations/{organization_id}/allowed-team-admins",
        class: Class::NaturalKey,
        proof: Proof::Read(TEAM_ADMINS),
        bad: vec![bad(|world| team_admin(world, "@sandbox.test"), "INVALID_EMAIL", "email")],
        refusals,
    }
}

fn activate() -> Case {
    let mut refusals = refusals_of_organization();
    refusals.extend([
        deed(12_005_001, |world| team_admin(world, "nobody@nowhere.test"), at("email", "USER_NOT_FOUND")),
        said(12_012_001, 400, at("email", "INVALID_EMAIL")),
        foreseen(12_012_002, |world| team_admin(world, ""), at("email", "BLANK")),
        foreseen(12_012_003, |world| team_admin(world, "outsider"), at("email", "INVALID_EMAIL")),
        // The mutation's own name says it, so no argument is to blame.
        said(12_012_014, 400, general("BLANK")),
        deed(12_012_015, |world| team_admin(world, &email("business")), at("email", "TEAM_ADMIN_NOT_FOUND")),
    ]);
    Case {
        field: "activateTeamAdmin",
        edit: allowed(false),
        input: |world| team_admin(world, &email("outsider")),
        is_done: |world| world.seat(OURS, "allowed_team_admins", "outsider")["active"] == true,
        payload: (SHOWN, |_, world| seen(world, true)),
        route: "PUT /v2/organizations/{organization_id}/allowed-team-admins",
        class: Class::Idempotent,
        proof: Proof::Read(TEAM_ADMINS),
        bad: vec![bad(|world| team_admin(world, "outsider@"), "INVALID_EMAIL", "email")],
        refusals,
    }
}

fn deactivate() -> Case {
    Case {
        field: "deactivateTeamAdmin",
        edit: allowed(true),
        is_done: |world| world.seat(OURS, "allowed_team_admins", "outsider")["active"] == false,
        payload: (SHOWN, |_, world| seen(world, false)),
        ..activate()
    }
}
