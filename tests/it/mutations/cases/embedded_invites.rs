//! Invites inside other applications, for documents and for groups of them, and links.

use serde_json::{Value, json};

use super::{DRAFT, EMBEDDED, GROUP, GROUPED, RULES, nowhere};
use crate::mutations::case::{Case, Class, Proof, at, bad, deed, deed_after, general, said};
use crate::mutations::world::World;

const DOCUMENT: &str = "GET /document/{document_id}";
const TENANT: &str = "tenant@client.test";
const LANDLORD: &str = "landlord@client.test";

pub(super) fn cases() -> Vec<Case> {
    vec![create(), link(), delete(), create_group(), link_group(), delete_group()]
}

fn create() -> Case {
    fn with(world: &World, tenant: &str) -> Value {
        json!({
            "documentId": world.document_id(DRAFT),
            "invites": [
                { "email": tenant, "role": "Tenant", "order": 1, "authentication": "NONE" },
                { "email": LANDLORD, "role": "Landlord", "order": 2, "authentication": "EMAIL" },
            ],
        })
    }
    Case {
        field: "createEmbeddedInvites",
        edit: json!({}),
        input: |world| with(world, TENANT),
        is_done: |world| world.states(DRAFT) == ["pending", "created"],
        payload: ("invites { inviteId email status isEmbedded } document { documentId }", |_, world| {
            let invite = |place: usize, email: &str, status: &str| {
                let id = world.invite_id(DRAFT, place);
                json!({ "inviteId": id, "email": email, "status": status, "isEmbedded": true })
            };
            let invites = [invite(0, TENANT, "PENDING"), invite(1, LANDLORD, "CREATED")];
            json!({ "invites": invites, "document": { "documentId": world.document_id(DRAFT) } })
        }),
        route: "POST /v2/documents/{document_id}/embedded-invites",
        class: Class::NaturalKey,
        proof: Proof::Looked { route: DOCUMENT, looks: 1 },
        bad: vec![bad(
            |world| with(world, &format!("{}@client.test", "a".repeat(139))),
            "TOO_LONG",
            "invites.0.email",
        )],
        refusals: vec![deed(19_003_008, |world| with(world, "tenant@localhost"), general("INVALID_EMAIL"))],
    }
}

fn link() -> Case {
    fn of(world: &World, minutes: i32) -> Value {
        json!({
            "documentId": world.document_id(EMBEDDED), "inviteId": world.invite_id(EMBEDDED, 0),
            "authentication": "NONE", "expiresInMinutes": minutes,
        })
    }
    Case {
        field: "createEmbeddedInviteLink",
        edit: json!({}),
        input: |world| of(world, 15),
        is_done: |world| world.links() == 1,
        payload: (
            "document { documentId }",
            |_, world| json!({ "document": { "documentId": world.document_id(EMBEDDED) } }),
        ),
        route: "POST /v2/documents/{document_id}/embedded-invites/{field_invite_id}/link",
        class: Class::MintsSecret,
        proof: Proof::Nothing,
        bad: vec![bad(|world| of(world, 46), "OUT_OF_RANGE", "expiresInMinutes")],
        refusals: vec![
            // The graph sees both coming, by a look at the document.
            said(19_001_028, 403, general("INVITE_OUT_OF_TURN")),
            said(19_002_002, 404, at("inviteId", "INVITE_NOT_FOUND")),
        ],
    }
}

fn delete() -> Case {
    Case {
        field: "deleteEmbeddedInvites",
        edit: json!({}),
        input: |world| json!({ "documentId": world.document_id(EMBEDDED) }),
        is_done: |world| world.states(EMBEDDED).is_empty(),
        payload: (
            "document { documentId fieldInvites { inviteId } }",
            |_, world| json!({ "document": { "documentId": world.document_id(EMBEDDED), "fieldInvites": [] } }),
        ),
        route: "DELETE /v2/documents/{document_id}/embedded-invites",
        class: Class::NaturalKey,
        proof: Proof::Looked { route: DOCUMENT, looks: 1 },
        bad: vec![bad(|_| json!({ "documentId": "nonsense" }), "INVALID_ID", "documentId")],
        refusals: vec![],
    }
}

/// Other documents for the group, to which nobody is invited.
fn fresh_group() -> Value {
    json!({ "document_groups": { GROUP: { "documents": [DRAFT, RULES], "invite": null } } })
}

const IN_GROUP: &str =
    "inviteId documentGroup { documentGroupId documents { name document { fieldInvites { inviteId } } } }";

fn create_group() -> Case {
    fn with(world: &World, tenant: &str) -> Value {
        let sign = |email: &str, role: &str| {
            let task =
                |name: &str| json!({ "documentId": world.document_id(name), "action": "SIGN", "role": role });
            json!({ "email": email, "authentication": "MFA", "documents": [task(DRAFT), task(RULES)] })
        };
        json!({
            "documentGroupId": world.group_id(GROUP),
            "steps": [
                { "order": 1, "signers": [sign(tenant, "Tenant")] },
                { "order": 2, "signers": [sign(LANDLORD, "Landlord")] },
            ],
            "signAsMerged": true,
        })
    }
    Case {
        field: "createGroupEmbeddedInvites",
        edit: fresh_group(),
        input: |world| with(world, TENANT),
        is_done: |world| world.states(RULES) == ["pending", "created"],
        payload: (IN_GROUP, |_, world| {
            let invites = |name: &str| {
                let invite = |place| json!({ "inviteId": world.invite_id(name, place) });
                json!([invite(0), invite(1)])
            };
            let document =
                |name: &str| json!({ "name": name, "document": { "fieldInvites": invites(name) } });
            let documents = [document(DRAFT), document(RULES)];
            json!({
                "inviteId": world.group(GROUP)["invite"]["id"],
                "documentGroup": { "documentGroupId": world.group_id(GROUP), "documents": documents },
            })
        }),
        route: "POST /v2/document-groups/{document_group_id}/embedded-invites",
        class: Class::NaturalKey,
        proof: Proof::Looked { route: DOCUMENT, looks: 2 },
        bad: vec![bad(
            |_| json!({ "documentGroupId": nowhere(), "steps": [], "signAsMerged": true }),
            "OUT_OF_RANGE",
            "steps",
        )],
        refusals: vec![deed_after(
            19_003_008,
            fresh_group(),
            |world| with(world, "tenant@localhost"),
            general("INVALID_EMAIL"),
        )],
    }
}

fn link_group() -> Case {
    fn of(world: &World, invite: &Value, email: &str) -> Value {
        json!({
            "documentGroupId": world.group_id(GROUP), "inviteId": invite, "email": email,
            "authentication": "NONE",
        })
    }
    fn invite(world: &World) -> &Value {
        &world.group(GROUP)["invite"]["id"]
    }
    Case {
        field: "createGroupEmbeddedInviteLink",
        edit: json!({}),
        input: |world| of(world, invite(world), "landlord@client.example"),
        is_done: |world| world.links() == 1,
        payload: (
            "documentGroup { documentGroupId }",
            |_, world| json!({ "documentGroup": { "documentGroupId": world.group_id(GROUP) } }),
        ),
        route: "POST /v2/document-groups/{document_group_id}/embedded-invites/{embedded_invite_id}/link",
        class: Class::MintsSecret,
        proof: Proof::Nothing,
        bad: vec![bad(|world| of(world, invite(world), "landlord"), "INVALID_EMAIL", "email")],
        refusals: vec![
            said(19_001_028, 403, general("INVITE_OUT_OF_TURN")),
            deed(
                19_002_002,
                |world| of(world, &nowhere().into(), "landlord@client.example"),
                at("inviteId", "INVITE_NOT_FOUND"),
            ),
            deed(
                19_003_008,
                |world| of(world, invite(world), "landlord@localhost"),
                at("email", "INVALID_EMAIL"),
            ),
        ],
    }
}

fn delete_group() -> Case {
    Case {
        field: "deleteGroupEmbeddedInvites",
        edit: json!({}),
        input: |world| json!({ "documentGroupId": world.group_id(GROUP) }),
        is_done: |world| GROUPED.iter().all(|name| world.states(name) == ["fulfilled"]),
        payload: (
            "documentGroup { documentGroupId documents { document { fieldInvites { status } } } }",
            |_, world| {
                let signed = json!({ "document": { "fieldInvites": [{ "status": "FULFILLED" }] } });
                let group =
                    json!({ "documentGroupId": world.group_id(GROUP), "documents": [signed, signed] });
                json!({ "documentGroup": group })
            },
        ),
        route: "DELETE /v2/document-groups/{document_group_id}/embedded-invites",
        class: Class::NaturalKey,
        proof: Proof::Looked { route: DOCUMENT, looks: 2 },
        bad: vec![bad(|_| json!({ "documentGroupId": "nonsense" }), "INVALID_ID", "documentGroupId")],
        refusals: vec![],
    }
}
