//! Answers to invitations that the viewer got.

use serde_json::{Value, json};

use super::{ORGANIZATIONS, OURS, nowhere};
use crate::mutations::case::{Case, Class, FORBIDDEN, Proof, Refusal, at, bad, deed, general, said};
use crate::mutations::world::World;

/// The viewer is invited to be an admin here.
const CALLS_ADMIN: &str = "Juniper Foods Cooperative";
/// The viewer is invited to be a member here.
const CALLS_MEMBER: &str = "Old Mill Energy";

const SHOWN: &str = "organization { organizationId viewerMembership { role status } }";

pub(super) fn cases() -> Vec<Case> {
    vec![accept_admin(), decline_admin(), accept_member(), decline_member()]
}

fn of(world: &World, organization: &str) -> Value {
    json!({ "organizationId": world.organization_id(organization) })
}

/// The organization as the viewer sees it then.
fn seen(world: &World, organization: &str, role: &str, status: &str) -> Value {
    let membership = json!({ "role": role, "status": status });
    json!({ "organization": {
        "organizationId": world.organization_id(organization), "viewerMembership": membership,
    } })
}

fn refusals() -> Vec<Refusal> {
    vec![
        deed(
            12_001_001,
            |_| json!({ "organizationId": nowhere() }),
            at("organizationId", "ORGANIZATION_NOT_FOUND"),
        ),
        // The graph answers in the viewer's own name and nobody else's, so neither can be caused.
        said(12_005_001, 404, general("USER_NOT_FOUND")),
        said(12_007_012, 403, FORBIDDEN),
        deed(12_007_013, |world| of(world, OURS), at("organizationId", "INVITATION_NOT_FOUND")),
    ]
}

fn accept_admin() -> Case {
    Case {
        field: "acceptAdminInvitation",
        edit: json!({}),
        input: |world| of(world, CALLS_ADMIN),
        is_done: |world| world.seat(CALLS_ADMIN, "admins", "viewer")["status"] == "active",
        payload: (SHOWN, |_, world| seen(world, CALLS_ADMIN, "ADMIN", "ACTIVE")),
        route: "POST /v2/organizations/{organization_id}/admins/{user_id}/accept",
        class: Class::NaturalKey,
        proof: Proof::Read(ORGANIZATIONS),
        bad: vec![bad(|_| json!({ "organizationId": CALLS_ADMIN }), "INVALID_ID", "organizationId")],
        refusals: refusals(),
    }
}

fn decline_admin() -> Case {
    Case {
        field: "declineAdminInvitation",
        is_done: |world| world.seat(CALLS_ADMIN, "admins", "viewer")["status"] == "declined",
        payload: (SHOWN, |_, _| json!({ "organization": null })),
        route: "POST /v2/organizations/{organization_id}/admins/{user_id}/decline",
        proof: Proof::Compared(ORGANIZATIONS),
        ..accept_admin()
    }
}

fn accept_member() -> Case {
    Case {
        field: "acceptMemberInvitation",
        edit: json!({}),
        input: |world| of(world, CALLS_MEMBER),
        is_done: |world| world.seat(CALLS_MEMBER, "members", "viewer")["status"] == "active",
        payload: (SHOWN, |_, world| seen(world, CALLS_MEMBER, "MEMBER", "ACTIVE")),
        route: "POST /v2/organizations/{organization_id}/members/{user_id}/accept",
        class: Class::NaturalKey,
        proof: Proof::Read(ORGANIZATIONS),
        bad: vec![bad(|_| json!({ "organizationId": CALLS_MEMBER }), "INVALID_ID", "organizationId")],
        refusals: refusals(),
    }
}

fn decline_member() -> Case {
    Case {
        field: "declineMemberInvitation",
        is_done: |world| world.seat(CALLS_MEMBER, "members", "viewer")["status"] == "declined",
        payload: (SHOWN, |_, _| json!({ "organization": null })),
        route: "POST /v2/organizations/{organization_id}/members/{user_id}/decline",
        proof: Proof::Compared(ORGANIZATIONS),
        ..accept_member()
    }
}
