//! Uploading, changing and deleting documents, and making and deleting groups of them.

use serde_json::{Value, json};

use super::{DRAFT, GROUP, GROUPED, MAILED, RULES, nowhere};
use crate::mutations::case::{BadInput, Case, Class, Proof, at, bad, deed, general, said};
use crate::mutations::stage::FILE_URL;
use crate::mutations::world::{World, global_id};

const DOCUMENT: &str = "GET /document/{document_id}";
const GROUPS: &str = "GET /user/documentgroups";

/// What the uploads make.
const FRESH: &str = "Fresh contract";
/// What the groups are called.
const LANE: &str = "Hazel Lane";

pub(super) fn cases() -> Vec<Case> {
    vec![upload(), upload_from_url(), update(), add_fields(), delete(), create_group(), delete_group()]
}

/// What has this name; `null` if nothing does.
fn named<'a>(list: &'a Value, name: &str) -> &'a Value {
    let mut items = list.as_array().unwrap().iter();
    items.find(|item| item["name"] == name).unwrap_or(&Value::Null)
}

fn made(world: &World) -> Value {
    json!({ "document": { "documentId": world.document_id(FRESH), "name": FRESH, "pageCount": 1 } })
}

fn upload() -> Case {
    Case {
        field: "uploadDocument",
        edit: json!({}),
        input: |_| json!({ "file": null, "name": FRESH, "findsFields": true }),
        is_done: |world| named(&world.documents, FRESH)["original_filename"] == "lease.pdf",
        payload: ("document { documentId name pageCount }", |_, world| made(world)),
        route: "POST /document",
        class: Class::Keyless,
        proof: Proof::Nothing,
        bad: vec![BadInput {
            input: |_| json!({ "file": "#attachment:0", "name": " " }),
            told: vec![("BLANK", "file"), ("BLANK", "name")],
        }],
        refusals: vec![said(65_582, 400, general("REFUSED"))],
    }
}

fn upload_from_url() -> Case {
    Case {
        field: "uploadDocumentFromUrl",
        input: |_| json!({ "url": FILE_URL, "name": FRESH }),
        is_done: |world| named(&world.documents, FRESH).is_object(),
        route: "POST /v2/documents/url",
        bad: vec![BadInput {
            input: |_| json!({ "url": "ftp://files.example/a.pdf", "name": "n".repeat(256) }),
            told: vec![("INVALID", "url"), ("TOO_LONG", "name")],
        }],
        refusals: vec![
            deed(65_536, |_| json!({ "url": "https://files.example/a.pdf" }), general("REFUSED")),
            said(65_582, 400, general("REFUSED")),
        ],
        ..upload()
    }
}

/// A field on this page.
fn initials(page: u32) -> Value {
    let area = json!({ "page": page, "x": 500, "y": 740, "width": 60, "height": 30 });
    json!({ "kind": "INITIALS", "role": "Witness", "name": "initials", "area": area })
}

fn update() -> Case {
    fn with(document: String, page: u32) -> Value {
        json!({ "documentId": document, "name": "Lease", "fields": [initials(page)] })
    }
    Case {
        field: "updateDocument",
        edit: json!({}),
        input: |world| with(world.document_id(DRAFT), 1),
        is_done: |world| named(&world.documents, "Lease")["fields"][0]["kind"] == "initials",
        payload: ("document { documentId name fields { kind role } roles { name } }", |_, world| {
            let fields = json!([{ "kind": "INITIALS", "role": "Witness" }]);
            json!({ "document": {
                "documentId": world.document_id("Lease"), "name": "Lease", "fields": fields,
                "roles": [{ "name": "Witness" }],
            } })
        }),
        route: "PUT /document/{document_id}",
        class: Class::Idempotent,
        proof: Proof::Read(DOCUMENT),
        bad: vec![
            bad(|world| json!({ "documentId": world.document_id(DRAFT) }), "BLANK", ""),
            BadInput {
                input: |world| json!({ "documentId": global_id("User", &[&world.user_id("viewer")]), "name": "" }),
                told: vec![("INVALID_ID", "documentId"), ("BLANK", "name")],
            },
            bad(
                |world| json!({ "documentId": world.document_id(DRAFT), "name": "a\u{0}b" }),
                "INVALID",
                "name",
            ),
        ],
        refusals: vec![
            deed(65_536, |world| with(world.document_id(MAILED), 1), at("documentId", "INVITE_EXISTS")),
            deed(65_536, |world| with(world.document_id(DRAFT), 2), at("fields.0.area.page", "OUT_OF_RANGE")),
            deed(65_582, |_| with(nowhere(), 1), at("documentId", "DOCUMENT_NOT_FOUND")),
        ],
    }
}

fn add_fields() -> Case {
    fn to(document: String, page: i32) -> Value {
        json!({ "documentId": document, "fields": [initials(0), { "kind": "CHECKBOX", "role": "Tenant", "area": {
            "page": page, "x": 1, "y": 1, "width": 1, "height": 1,
        } }] })
    }
    Case {
        field: "addDocumentFields",
        edit: json!({}),
        input: |world| to(global_id("Document", &[&world.document_id(DRAFT)]), 1),
        is_done: |world| world.document(DRAFT)["fields"].as_array().unwrap().len() == 4,
        payload: ("document { documentId fields { kind } roles { name } }", |_, world| {
            let kinds =
                ["SIGNATURE", "SIGNATURE", "INITIALS", "CHECKBOX"].map(|kind| json!({ "kind": kind }));
            let roles = ["Tenant", "Landlord", "Witness"].map(|role| json!({ "name": role }));
            json!({ "document": { "documentId": world.document_id(DRAFT), "fields": kinds, "roles": roles } })
        }),
        route: "PUT /document/{document_id}",
        class: Class::Idempotent,
        proof: Proof::Looked { route: DOCUMENT, looks: 1 },
        bad: vec![bad(|world| to(world.document_id(DRAFT), -1), "OUT_OF_RANGE", "fields.1.area.page")],
        // What the look would show may have come since.
        refusals: vec![
            said(65_536, 400, general("REFUSED")),
            said(65_582, 404, at("documentId", "DOCUMENT_NOT_FOUND")),
        ],
    }
}

fn delete() -> Case {
    Case {
        field: "deleteDocument",
        edit: json!({}),
        input: |world| json!({ "documentId": world.document_id(DRAFT) }),
        is_done: |world| named(&world.documents, DRAFT).is_null(),
        payload: (
            "deletedDocumentId",
            |before, _| json!({ "deletedDocumentId": global_id("Document", &[&before.document_id(DRAFT)]) }),
        ),
        route: "DELETE /document/{document_id}",
        class: Class::NaturalKey,
        proof: Proof::Compared(DOCUMENT),
        bad: vec![bad(|_| json!({ "documentId": DRAFT }), "INVALID_ID", "documentId")],
        refusals: vec![
            deed(
                65_536,
                |world| json!({ "documentId": world.document_id(GROUPED[0]) }),
                at("documentId", "INVITE_EXISTS"),
            ),
            // The graph sees it coming, by a look at the document.
            said(65_582, 404, at("documentId", "DOCUMENT_NOT_FOUND")),
        ],
    }
}

fn create_group() -> Case {
    fn of(world: &World, documents: [&str; 2]) -> Value {
        json!({ "name": LANE, "documentIds": documents.map(|name| world.document_id(name)) })
    }
    Case {
        field: "createDocumentGroup",
        edit: json!({}),
        input: |world| of(world, [RULES, DRAFT]),
        is_done: |world| named(&world.document_groups, LANE)["documents"].as_array().map_or(0, Vec::len) == 2,
        payload: ("documentGroup { documentGroupId name inviteStatus documents { name } }", |_, world| {
            json!({ "documentGroup": {
                "documentGroupId": world.group_id(LANE), "name": LANE, "inviteStatus": null,
                "documents": [{ "name": RULES }, { "name": DRAFT }],
            } })
        }),
        route: "POST /documentgroup",
        class: Class::Keyless,
        proof: Proof::Compared(GROUPS),
        bad: vec![BadInput {
            input: |world| {
                let draft = world.document_id(DRAFT);
                json!({ "name": "", "documentIds": [draft, global_id("Document", &[&draft]), "nonsense"] })
            },
            told: vec![("BLANK", "name"), ("INVALID_ID", "documentIds.2"), ("DUPLICATE", "documentIds.1")],
        }],
        refusals: vec![
            deed(65_536, |world| of(world, [DRAFT, GROUPED[0]]), at("documentIds.1", "DOCUMENT_GROUPED")),
            deed(65_536, |world| of(world, [MAILED, DRAFT]), at("documentIds.0", "INVITE_EXISTS")),
            said(65_582, 400, general("REFUSED")),
        ],
    }
}

fn delete_group() -> Case {
    Case {
        field: "deleteDocumentGroup",
        edit: json!({ "document_groups": { LANE: { "documents": [DRAFT, RULES] } } }),
        input: |world| json!({ "documentGroupId": world.group_id(LANE) }),
        is_done: |world| named(&world.document_groups, LANE).is_null() && world.document(DRAFT).is_object(),
        payload: (
            "deletedDocumentGroupId",
            |before, _| json!({ "deletedDocumentGroupId": global_id("DocumentGroup", &[&before.group_id(LANE)]) }),
        ),
        route: "DELETE /documentgroup/{document_group_id}",
        class: Class::NaturalKey,
        proof: Proof::Compared(GROUPS),
        bad: vec![bad(
            |world| json!({ "documentGroupId": global_id("Document", &[&world.document_id(DRAFT)]) }),
            "INVALID_ID",
            "documentGroupId",
        )],
        refusals: vec![
            deed(
                65_536,
                |world| json!({ "documentGroupId": world.group_id(GROUP) }),
                at("documentGroupId", "INVITE_EXISTS"),
            ),
            deed(
                65_582,
                |_| json!({ "documentGroupId": nowhere() }),
                at("documentGroupId", "DOCUMENT_GROUP_NOT_FOUND"),
            ),
        ],
    }
}
