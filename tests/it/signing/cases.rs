//! Each mutation about invites, in a world in which it can be done.

use serde_json::{Value, json};

use super::stage::{
    DRAFT, EMBEDDED, FREEFORM, GROUP, LANDLORD, MAILED, RULES, SPARE, World, embedded_invites, field_invites,
    group_steps,
};

/// A mutation, as the viewer asks for it in the demo world.
pub(super) struct Case {
    pub(super) field: &'static str,
    pub(super) input: fn(&World) -> Value,
    /// The one call that does it.
    pub(super) route: &'static str,
    pub(super) class: Class,
    /// How often a document is read before that call.
    pub(super) reads: u64,
    /// Whether the world shows what the mutation is for.
    pub(super) is_done: fn(&World) -> bool,
    /// How many mails it sends, and how many links it makes.
    pub(super) traces: (usize, u64),
}

/// The classes of `reliability.md` section 2.2, and what each leaves to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// N: may be repeated once where two looks show nothing of it.
    NaturalKey,
    /// M, told by comparison: never repeated.
    Compared,
    /// M and S, of which nothing can be read: never repeated.
    Unseen,
}

pub(super) const CASES: [Case; 11] = [
    Case {
        field: "sendFieldInvite",
        input: |world| json!({ "documentId": world.document_id(DRAFT), "invites": field_invites() }),
        route: "POST /document/{document_id}/invite",
        class: Class::NaturalKey,
        reads: 1,
        is_done: |world| world.states(DRAFT) == ["pending", "created"],
        traces: (1, 0),
    },
    Case {
        field: "cancelFieldInvites",
        input: |world| json!({ "documentId": world.document_id(MAILED) }),
        route: "PUT /document/{document_id}/fieldinvitecancel",
        class: Class::NaturalKey,
        reads: 1,
        is_done: |world| world.states(MAILED).is_empty(),
        traces: (1, 0),
    },
    Case {
        field: "resendFieldInvite",
        input: |world| json!({ "documentId": world.document_id(MAILED), "inviteId": world.invite_id(MAILED, 0) }),
        route: "PUT /fieldinvite/{field_invite_id}/resend",
        class: Class::Unseen,
        reads: 1,
        is_done: |world| world.mails().iter().any(|(kind, _)| kind == "invite_resend"),
        traces: (1, 0),
    },
    Case {
        field: "sendFreeformInvite",
        input: |world| json!({ "documentId": world.document_id(FREEFORM), "email": LANDLORD }),
        route: "POST /document/{document_id}/invite",
        class: Class::Compared,
        reads: 2,
        is_done: |world| world.document(FREEFORM)["freeform_invites"].as_array().unwrap().len() == 3,
        traces: (1, 0),
    },
    Case {
        field: "cancelFreeformInvite",
        input: |world| json!({ "documentId": world.document_id(FREEFORM), "inviteId": world.freeform_id(FREEFORM, 0) }),
        route: "PUT /invite/{invite_id}/cancel",
        class: Class::NaturalKey,
        reads: 1,
        is_done: |world| world.document(FREEFORM)["freeform_invites"][0]["status"] == "canceled",
        traces: (1, 0),
    },
    Case {
        field: "createEmbeddedInvites",
        input: |world| json!({ "documentId": world.document_id(DRAFT), "invites": embedded_invites() }),
        route: "POST /v2/documents/{document_id}/embedded-invites",
        class: Class::NaturalKey,
        reads: 1,
        is_done: |world| world.states(DRAFT) == ["pending", "created"],
        traces: (0, 0),
    },
    Case {
        field: "createEmbeddedInviteLink",
        input: |world| {
            json!({
                "documentId": world.document_id(EMBEDDED), "inviteId": world.invite_id(EMBEDDED, 0),
                "authentication": "NONE", "expiresInMinutes": 45,
            })
        },
        route: "POST /v2/documents/{document_id}/embedded-invites/{field_invite_id}/link",
        class: Class::Unseen,
        reads: 1,
        is_done: |world| world.links() == 1,
        traces: (0, 1),
    },
    Case {
        field: "deleteEmbeddedInvites",
        input: |world| json!({ "documentId": world.document_id(EMBEDDED) }),
        route: "DELETE /v2/documents/{document_id}/embedded-invites",
        class: Class::NaturalKey,
        reads: 1,
        is_done: |world| world.states(EMBEDDED).is_empty(),
        traces: (0, 0),
    },
    Case {
        field: "createGroupEmbeddedInvites",
        input: |world| {
            let (group, steps) = (world.group_id(SPARE), group_steps(world));
            json!({ "documentGroupId": group, "steps": steps, "signAsMerged": true })
        },
        route: "POST /v2/document-groups/{document_group_id}/embedded-invites",
        class: Class::NaturalKey,
        reads: 2,
        is_done: |world| world.states(RULES) == ["pending", "created"],
        traces: (0, 0),
    },
    Case {
        field: "createGroupEmbeddedInviteLink",
        input: |world| {
            json!({
                "documentGroupId": world.group_id(GROUP), "inviteId": world.group_invite_id(GROUP),
                "email": "landlord@client.example", "authentication": "NONE",
            })
        },
        route: "POST /v2/document-groups/{document_group_id}/embedded-invites/{embedded_invite_id}/link",
        class: Class::Unseen,
        reads: 2,
        is_done: |world| world.links() == 1,
        traces: (0, 1),
    },
    Case {
        field: "deleteGroupEmbeddedInvites",
        input: |world| json!({ "documentGroupId": world.group_id(GROUP) }),
        route: "DELETE /v2/document-groups/{document_group_id}/embedded-invites",
        class: Class::NaturalKey,
        reads: 2,
        is_done: |world| world.states("House rules Grove Lane") == ["fulfilled"],
        traces: (0, 0),
    },
];

impl Case {
    /// What is asked of the payload of a link.
    pub(super) fn selection(&self) -> &'static str {
        if self.field.ends_with("Link") { "link operationId" } else { "operationId" }
    }
}

/// The documents that they are about.
pub(super) const DOCUMENTS: [&str; 7] =
    [DRAFT, RULES, MAILED, EMBEDDED, FREEFORM, "Rental contract Grove Lane", "House rules Grove Lane"];
