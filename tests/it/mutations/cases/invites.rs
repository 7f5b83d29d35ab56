//! Invites by mail.

use serde_json::{Value, json};

use super::{DRAFT, FREEFORM, MAILED, nowhere};
use crate::mutations::case::{Case, Class, Proof, bad, deed, deed_after, general};
use crate::mutations::world::World;

const DOCUMENT: &str = "GET /document/{document_id}";
const SEND: &str = "POST /document/{document_id}/invite";
const TENANT: &str = "tenant@client.test";
const LANDLORD: &str = "landlord@client.test";

pub(super) fn cases() -> Vec<Case> {
    vec![send(), cancel(), resend(), send_freeform(), cancel_freeform()]
}

/// The viewer never confirmed their address.
fn unverified() -> Value {
    json!({ "users": { "viewer@sandbox.test": { "verified": false } } })
}

fn send() -> Case {
    fn to(world: &World, tenant: &str) -> Value {
        json!({
            "documentId": world.document_id(DRAFT),
            "invites": [
                { "email": tenant, "role": "Tenant", "order": 1 },
                { "email": LANDLORD, "role": "Landlord", "order": 2 },
            ],
        })
    }
    Case {
        field: "sendFieldInvite",
        edit: json!({}),
        input: |world| to(world, TENANT),
        is_done: |world| world.states(DRAFT) == ["pending", "created"],
        payload: ("document { documentId fieldInvites { inviteId email role order status } }", |_, world| {
            let invite = |place: usize, email: &str, role: &str, status: &str| {
                json!({
                    "inviteId": world.invite_id(DRAFT, place), "email": email, "role": role,
                    "order": place + 1, "status": status,
                })
            };
            let invites =
                [invite(0, TENANT, "Tenant", "PENDING"), invite(1, LANDLORD, "Landlord", "CREATED")];
            json!({ "document": { "documentId": world.document_id(DRAFT), "fieldInvites": invites } })
        }),
        route: SEND,
        class: Class::NaturalKey,
        proof: Proof::Looked { route: DOCUMENT, looks: 1 },
        bad: vec![bad(
            |world| {
                json!({
                    "documentId": world.document_id(DRAFT),
                    "invites": [{ "email": TENANT, "role": "Tenant", "order": 0 }],
                })
            },
            "OUT_OF_RANGE",
            "invites.0.order",
        )],
        refusals: vec![
            deed(65_585, |world| to(world, "tenant@localhost"), general("INVALID_EMAIL")),
            deed_after(22_200, unverified(), |world| to(world, TENANT), general("SENDER_UNVERIFIED")),
        ],
    }
}

fn cancel() -> Case {
    Case {
        field: "cancelFieldInvites",
        edit: json!({}),
        input: |world| json!({ "documentId": world.document_id(MAILED), "reason": "Other terms" }),
        is_done: |world| world.states(MAILED).is_empty(),
        payload: (
            "document { documentId fieldInvites { inviteId } }",
            |_, world| json!({ "document": { "documentId": world.document_id(MAILED), "fieldInvites": [] } }),
        ),
        route: "PUT /document/{document_id}/fieldinvitecancel",
        class: Class::NaturalKey,
        proof: Proof::Looked { route: DOCUMENT, looks: 1 },
        bad: vec![bad(|_| json!({ "documentId": "nonsense" }), "INVALID_ID", "documentId")],
        refusals: vec![],
    }
}

fn resend() -> Case {
    Case {
        field: "resendFieldInvite",
        edit: json!({}),
        input: |world| json!({ "documentId": world.document_id(MAILED), "inviteId": world.invite_id(MAILED, 0) }),
        is_done: |world| world.outbox.as_array().unwrap().iter().any(|mail| mail["kind"] == "invite_resend"),
        payload: (
            "document { documentId }",
            |_, world| json!({ "document": { "documentId": world.document_id(MAILED) } }),
        ),
        route: "PUT /fieldinvite/{field_invite_id}/resend",
        class: Class::MailsPeople,
        proof: Proof::Nothing,
        bad: vec![bad(
            |world| json!({ "documentId": world.document_id(MAILED), "inviteId": "1" }),
            "INVALID_ID",
            "inviteId",
        )],
        refusals: vec![],
    }
}

fn send_freeform() -> Case {
    fn to(world: &World, email: &str) -> Value {
        json!({ "documentId": world.document_id(FREEFORM), "email": email })
    }
    Case {
        field: "sendFreeformInvite",
        edit: json!({}),
        input: |world| to(world, LANDLORD),
        is_done: |world| world.freeform_invites(FREEFORM).len() == 3,
        payload: ("inviteId document { documentId freeformInvites { inviteId } }", |_, world| {
            let ids = world.freeform_invites(FREEFORM).iter().map(|invite| invite["id"].clone());
            let ids: Vec<Value> = ids.collect();
            let invites = ids.iter().map(|id| json!({ "inviteId": id })).collect::<Value>();
            let document = world.document_id(FREEFORM);
            json!({ "inviteId": ids[2], "document": { "documentId": document, "freeformInvites": invites } })
        }),
        route: SEND,
        class: Class::MailsPeople,
        proof: Proof::LookedAndCompared { route: DOCUMENT, looks: 1 },
        bad: vec![bad(|world| to(world, "landlord"), "INVALID_EMAIL", "email")],
        refusals: vec![
            deed(65_585, |world| to(world, "landlord@localhost"), general("INVALID_EMAIL")),
            deed_after(22_200, unverified(), |world| to(world, LANDLORD), general("SENDER_UNVERIFIED")),
        ],
    }
}

fn cancel_freeform() -> Case {
    Case {
        field: "cancelFreeformInvite",
        edit: json!({}),
        input: |world| {
            let invite = &world.freeform_invites(FREEFORM)[0]["id"];
            json!({ "documentId": world.document_id(FREEFORM), "inviteId": invite })
        },
        is_done: |world| world.freeform_invites(FREEFORM)[0]["status"] == "canceled",
        payload: ("document { freeformInvites { isCanceled } }", |_, _| {
            let both = json!([{ "isCanceled": true }, { "isCanceled": true }]);
            json!({ "document": { "freeformInvites": both } })
        }),
        route: "PUT /invite/{invite_id}/cancel",
        class: Class::NaturalKey,
        proof: Proof::Looked { route: DOCUMENT, looks: 1 },
        bad: vec![bad(|_| json!({ "documentId": nowhere(), "inviteId": "1" }), "INVALID_ID", "inviteId")],
        refusals: vec![],
    }
}
