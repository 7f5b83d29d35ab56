//! What document 002 demands of a document or group is made sure of before anything is sent, and a stale cache refuses
//! nothing.

use serde_json::{Value, json};

use super::stage::{
    DECLINED, DRAFT, EMBEDDED, FREEFORM, GROUP, LANDLORD, MAILED, RULES, SIGNED, SPARE, Stage, TENANT,
    VIEWER, World, embedded_invites, field_invites, group_steps, text,
};

const DOCUMENT: &str = "GET /document/{document_id}";

/// Refused for these reasons alone, with nothing sent.
async fn refused(stage: &Stage, field: &str, input: Value, reasons: &[(&str, &str)]) {
    let before = stage.writes().await;
    stage.ask(field, input, "").await.refused(reasons);
    assert_eq!(stage.writes().await, before, "{field}");
}

fn nowhere() -> String {
    "0".repeat(40)
}

fn embedded(id: &str) -> Value {
    json!({ "documentId": id, "invites": embedded_invites() })
}

fn mailed(id: &str) -> Value {
    json!({ "documentId": id, "invites": field_invites() })
}

fn group(world: &World, name: &str) -> Value {
    json!({ "documentGroupId": world.group_id(name), "steps": group_steps(world), "signAsMerged": true })
}

/// A document of somebody else's that the viewer was asked to sign, or one of the viewer's that is a template.
fn shown(id: &str, owner: &str, is_template: bool) -> Value {
    json!({
        "id": id, "user_id": owner, "owner": "owner@elsewhere.test", "document_name": "Lease",
        "template": is_template,
        "roles": [
            { "unique_id": "r1", "name": "Tenant", "signing_order": "1" },
            { "unique_id": "r2", "name": "Landlord", "signing_order": "1" },
        ],
        "fields": [{ "id": "f1", "type": "signature", "role_id": "r1", "role": "Tenant" }],
        "requests": [{ "unique_id": nowhere(), "signer_email": TENANT }],
        "field_invites": [{ "id": nowhere(), "status": "pending", "email": VIEWER, "is_embedded": true }],
    })
}

#[tokio::test]
async fn what_is_not_there_is_told_at_its_argument() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let document = [("DOCUMENT_NOT_FOUND", "documentId")];
    refused(&stage, "createEmbeddedInvites", embedded(&nowhere()), &document).await;
    refused(&stage, "sendFieldInvite", mailed(&nowhere()), &document).await;
    for field in ["cancelFieldInvites", "deleteEmbeddedInvites"] {
        refused(&stage, field, json!({ "documentId": nowhere() }), &document).await;
    }
    let freeform = json!({ "documentId": nowhere(), "email": TENANT });
    refused(&stage, "sendFreeformInvite", freeform, &document).await;
    let group = [("DOCUMENT_GROUP_NOT_FOUND", "documentGroupId")];
    let input = json!({ "documentGroupId": nowhere(), "steps": group_steps(&world), "signAsMerged": true });
    refused(&stage, "createGroupEmbeddedInvites", input, &group).await;
    refused(&stage, "deleteGroupEmbeddedInvites", json!({ "documentGroupId": nowhere() }), &group).await;
    let invite = [("INVITE_NOT_FOUND", "inviteId")];
    let input = json!({ "documentId": world.document_id(MAILED), "inviteId": nowhere() });
    refused(&stage, "resendFieldInvite", input.clone(), &invite).await;
    refused(&stage, "cancelFreeformInvite", input, &invite).await;
    let link = |document: &str, invite: String| json!({ "documentId": world.document_id(document), "inviteId": invite, "authentication": "NONE" });
    refused(&stage, "createEmbeddedInviteLink", link(EMBEDDED, nowhere()), &invite).await;
    let by_mail = link(MAILED, world.invite_id(MAILED, 0));
    refused(&stage, "createEmbeddedInviteLink", by_mail, &invite).await;
}

#[tokio::test]
async fn only_the_owner_invites() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(DRAFT);
    let body = shown(&id, &"9".repeat(40), false);
    stage.app.fault(json!({ "route": DOCUMENT, "status": 200, "body": body })).await;
    let not_owner = [("NOT_OWNER", "documentId")];
    let document = json!({ "documentId": id });
    let invite = json!({ "documentId": id, "inviteId": nowhere() });
    let freeform = json!({ "documentId": id, "email": TENANT });
    let link = json!({ "documentId": id, "inviteId": nowhere(), "authentication": "NONE" });
    for (field, input) in [
        ("createEmbeddedInvites", embedded(&id)),
        ("deleteEmbeddedInvites", document.clone()),
        ("createEmbeddedInviteLink", link),
        ("sendFieldInvite", mailed(&id)),
        ("cancelFieldInvites", document),
        ("resendFieldInvite", invite.clone()),
        ("sendFreeformInvite", freeform),
        ("cancelFreeformInvite", invite),
    ] {
        refused(&stage, field, input, &not_owner).await;
    }
}

#[tokio::test]
async fn a_template_takes_no_invites() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let owner = text(&world.document(DRAFT)["owner"]);
    let id = world.document_id(DRAFT);
    let mut body = shown(&id, &owner, true);
    body["field_invites"] = json!([]);
    stage.app.fault(json!({ "route": DOCUMENT, "status": 200, "body": body })).await;
    let template = [("IS_TEMPLATE", "documentId")];
    refused(&stage, "createEmbeddedInvites", embedded(&id), &template).await;
    refused(&stage, "sendFieldInvite", mailed(&id), &template).await;
    let freeform = json!({ "documentId": id, "email": TENANT });
    let reasons = [template[0], ("HAS_FIELDS", "documentId")];
    refused(&stage, "sendFreeformInvite", freeform, &reasons).await;
}

#[tokio::test]
async fn a_document_without_fields_or_with_invites_takes_none() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let roles = |more: &[(&'static str, &'static str)]| {
        let both = [("ROLE_NOT_FOUND", "invites.0.role"), ("ROLE_NOT_FOUND", "invites.1.role")];
        [more, &both].concat()
    };
    for (field, input) in
        [("createEmbeddedInvites", embedded as fn(&str) -> Value), ("sendFieldInvite", mailed)]
    {
        let blank = input(&world.document_id(FREEFORM));
        refused(&stage, field, blank, &roles(&[("NO_FIELDS", "documentId")])).await;
        for document in [MAILED, EMBEDDED, SIGNED, DECLINED] {
            let taken = input(&world.document_id(document));
            refused(&stage, field, taken, &[("INVITE_EXISTS", "documentId")]).await;
        }
        let grouped = input(&world.document_id("House rules Grove Lane"));
        refused(&stage, field, grouped, &[("INVITE_EXISTS", "documentId")]).await;
    }
}

#[tokio::test]
async fn every_role_has_one_signer() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let id = world.document_id(DRAFT);
    let [tenant, landlord] = ["Tenant", "Landlord"].map(|role| world.role_id(DRAFT, role));
    let invite = |email: &str, role: Value| {
        let mut invite = json!({ "email": email, "order": 1 });
        invite.as_object_mut().unwrap().extend(role.as_object().unwrap().clone());
        invite
    };
    let invites: [(Value, &[(&str, &str)]); 6] = [
        (json!([invite(TENANT, json!({ "roleId": tenant }))]), &[("ROLE_UNASSIGNED", "invites")]),
        (
            json!([
                invite(TENANT, json!({ "roleId": tenant })),
                invite(LANDLORD, json!({ "roleId": nowhere() })),
            ]),
            &[("ROLE_NOT_FOUND", "invites.1.roleId"), ("ROLE_UNASSIGNED", "invites")],
        ),
        (
            json!([
                invite(TENANT, json!({ "role": "Tenant" })),
                invite(LANDLORD, json!({ "role": "landlord" })),
            ]),
            &[("ROLE_NOT_FOUND", "invites.1.role"), ("ROLE_UNASSIGNED", "invites")],
        ),
        (
            json!([
                invite(TENANT, json!({ "role": "Tenant" })),
                invite(LANDLORD, json!({ "roleId": tenant })),
            ]),
            &[("DUPLICATE", "invites.1.roleId"), ("ROLE_UNASSIGNED", "invites")],
        ),
        (
            json!([
                invite(TENANT, json!({ "role": "Tenant", "roleId": landlord })),
                invite(LANDLORD, json!({ "role": "Landlord" })),
            ]),
            &[("INVALID", "invites.0.role"), ("ROLE_UNASSIGNED", "invites")],
        ),
        (
            json!([
                invite(TENANT, json!({ "role": "Tenant", "roleId": tenant })),
                invite(LANDLORD, json!({ "role": "Nobody", "roleId": landlord })),
            ]),
            &[("ROLE_NOT_FOUND", "invites.1.role"), ("ROLE_UNASSIGNED", "invites")],
        ),
    ];
    for (invites, reasons) in invites {
        refused(&stage, "sendFieldInvite", json!({ "documentId": id, "invites": invites }), reasons).await;
        let mut invites = invites.clone();
        for invite in invites.as_array_mut().unwrap() {
            invite["authentication"] = "NONE".into();
        }
        refused(&stage, "createEmbeddedInvites", json!({ "documentId": id, "invites": invites }), reasons)
            .await;
    }
    let both = json!([
        invite(TENANT, json!({ "role": "Tenant", "roleId": tenant })),
        invite(LANDLORD, json!({ "role": "Landlord", "roleId": landlord })),
    ]);
    stage.ask("sendFieldInvite", json!({ "documentId": id, "invites": both }), "").await.done();
}

#[tokio::test]
async fn the_owner_signs_no_embedded_invite() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let mut input = embedded(&world.document_id(DRAFT));
    input["invites"][1]["email"] = VIEWER.to_uppercase().into();
    let owner = [("OWNER_IS_SIGNER", "invites.1.email")];
    refused(&stage, "createEmbeddedInvites", input, &owner).await;
    let mut input = group(&world, SPARE);
    input["steps"][1]["signers"][0]["email"] = VIEWER.into();
    let owner = [("OWNER_IS_SIGNER", "steps.1.signers.0.email")];
    refused(&stage, "createGroupEmbeddedInvites", input, &owner).await;
}

#[tokio::test]
async fn a_group_fits_its_documents() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let create = "createGroupEmbeddedInvites";
    let mut input = group(&world, SPARE);
    input["steps"][0]["signers"][0]["documents"][1]["documentId"] = world.document_id(MAILED).into();
    let reasons =
        [("DOCUMENT_NOT_FOUND", "steps.0.signers.0.documents.1.documentId"), ("ROLE_UNASSIGNED", "steps")];
    refused(&stage, create, input, &reasons).await;
    let mut input = group(&world, SPARE);
    input["steps"][1]["signers"][0]["documents"][0]["role"] = "Nobody".into();
    let reasons = [("ROLE_NOT_FOUND", "steps.1.signers.0.documents.0.role"), ("ROLE_UNASSIGNED", "steps")];
    refused(&stage, create, input, &reasons).await;
    let mut input = group(&world, SPARE);
    input["steps"].as_array_mut().unwrap().pop();
    let reasons = [("ROLE_UNASSIGNED", "steps"), ("ROLE_UNASSIGNED", "steps")];
    refused(&stage, create, input, &reasons).await;
    let mut input = group(&world, GROUP);
    for document in ["Rental contract Grove Lane", "House rules Grove Lane"] {
        let id = world.document_id(document);
        let place = usize::from(document.starts_with("House"));
        for (step, signer) in [(0, 0), (1, 0)] {
            input["steps"][step]["signers"][signer]["documents"][place]["documentId"] = id.clone().into();
        }
        input["steps"][0]["signers"][1]["documents"][0]["documentId"] = id.into();
    }
    refused(&stage, create, input, &[("INVITE_EXISTS", "documentGroupId")]).await;
    stage.app.edit_world(json!({ "document_groups": { "Bare": { "documents": [FREEFORM] } } })).await;
    let world = stage.world().await;
    let look = json!([{ "documentId": world.document_id(FREEFORM), "action": "VIEW" }]);
    let signer = json!({ "email": TENANT, "authentication": "NONE", "documents": look });
    let input = json!({
        "documentGroupId": world.group_id("Bare"), "signAsMerged": true,
        "steps": [{ "order": 1, "signers": [signer] }],
    });
    refused(&stage, create, input, &[("NO_FIELDS", "documentGroupId")]).await;
}

#[tokio::test]
async fn every_role_of_a_group_has_one_signer() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let mut input = group(&world, SPARE);
    let tenant = world.role_id(DRAFT, "Tenant");
    input["steps"][1]["signers"][0]["documents"][0] =
        json!({ "documentId": world.document_id(DRAFT), "action": "SIGN", "roleId": tenant });
    let reasons = [("DUPLICATE", "steps.1.signers.0.documents.0.roleId"), ("ROLE_UNASSIGNED", "steps")];
    refused(&stage, "createGroupEmbeddedInvites", input, &reasons).await;
}

#[tokio::test]
async fn what_has_fields_is_signed_in_them() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    for document in [DRAFT, MAILED] {
        let input = json!({ "documentId": world.document_id(document), "email": TENANT });
        refused(&stage, "sendFreeformInvite", input, &[("HAS_FIELDS", "documentId")]).await;
    }
}

#[tokio::test]
async fn only_what_waits_is_resent_taken_back_or_linked() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let invite = |document: &str, place: usize| json!({ "documentId": world.document_id(document), "inviteId": world.invite_id(document, place) });
    let not_found = [("INVITE_NOT_FOUND", "inviteId")];
    refused(&stage, "resendFieldInvite", invite(SIGNED, 0), &not_found).await;
    refused(&stage, "resendFieldInvite", invite(EMBEDDED, 0), &[("INVALID", "inviteId")]).await;
    refused(&stage, "resendFieldInvite", invite(MAILED, 1), &[("INVITE_OUT_OF_TURN", "inviteId")]).await;
    let canceled = json!({
        "documentId": world.document_id(FREEFORM), "inviteId": world.freeform_id(FREEFORM, 1),
    });
    refused(&stage, "cancelFreeformInvite", canceled, &not_found).await;
    let nothing = [("INVITE_NOT_FOUND", "documentId")];
    for document in [DRAFT, SIGNED] {
        let input = json!({ "documentId": world.document_id(document) });
        refused(&stage, "cancelFieldInvites", input, &nothing).await;
    }
    for document in [DRAFT, SIGNED, MAILED] {
        let input = json!({ "documentId": world.document_id(document) });
        refused(&stage, "deleteEmbeddedInvites", input, &nothing).await;
    }
    let input = json!({ "documentGroupId": world.group_id(SPARE) });
    refused(&stage, "deleteGroupEmbeddedInvites", input, &[("INVITE_NOT_FOUND", "documentGroupId")]).await;
}

/// What was kept says that it is not the landlord's turn; meanwhile it is.
#[tokio::test]
async fn a_stale_cache_refuses_no_link() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let id = world.document_id(EMBEDDED);
    stage.look(&id).await;
    let [tenant, landlord] = [0, 1].map(|place| world.invite_id(EMBEDDED, place));
    stage.app.signer(json!({ "action": "sign", "invite": tenant })).await;
    stage.app.forget_calls().await;
    let input = json!({ "documentId": id, "inviteId": landlord, "authentication": "NONE" });
    let link = stage.ask("createEmbeddedInviteLink", input, "link").await.done();
    assert!(link["link"].is_string());
    assert_eq!(stage.app.calls().await[DOCUMENT], 1);
}

/// What was kept says that there are invites; meanwhile their time is over.
#[tokio::test]
async fn a_stale_cache_refuses_no_invite() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let id = world.document_id(MAILED);
    stage.look(&id).await;
    for place in [0, 1] {
        let invite = world.invite_id(MAILED, place);
        stage.app.signer(json!({ "action": "expire", "invite": invite })).await;
    }
    stage.ask("createEmbeddedInvites", embedded(&id), "").await.done();
    assert_eq!(stage.world().await.states(MAILED), ["pending", "created"]);
}

/// The other way round signNow refuses, and nothing is lost but a call.
#[tokio::test]
async fn what_a_stale_cache_lets_pass_signnow_refuses() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(MAILED);
    let owner = text(&stage.world().await.document(DRAFT)["owner"]);
    let mut body = shown(&id, &owner, false);
    body["field_invites"] = json!([]);
    stage.app.fault(json!({ "route": DOCUMENT, "status": 200, "body": body, "times": 1 })).await;
    stage.ask("createEmbeddedInvites", embedded(&id), "").await.refused(&[("REFUSED", "")]);
    assert_eq!(stage.world().await.states(MAILED), ["pending", "created"]);
}

/// A look costs one read where nothing was kept, and none where the document was just read; a refusal one more.
#[tokio::test]
async fn a_look_costs_no_more_than_it_must() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let (draft, rules, mailed) =
        (world.document_id(DRAFT), world.document_id(RULES), world.document_id(MAILED));
    let reads = async || stage.app.calls().await.get(DOCUMENT).copied().unwrap_or_default();
    stage.app.forget_calls().await;
    stage.ask("createEmbeddedInvites", embedded(&draft), "").await.done();
    assert_eq!(reads().await, 1);
    stage.look(&rules).await;
    stage.app.forget_calls().await;
    stage.ask("createEmbeddedInvites", embedded(&rules), "").await.done();
    assert_eq!(reads().await, 0);
    stage.look(&mailed).await;
    stage.app.forget_calls().await;
    refused(&stage, "createEmbeddedInvites", embedded(&mailed), &[("INVITE_EXISTS", "documentId")]).await;
    assert_eq!(reads().await, 1);
}
