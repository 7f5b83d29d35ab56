//! Whole flows, from invite to the last signature.

use serde_json::{Value, json};

use super::stage::{
    DRAFT, FREEFORM, LANDLORD, RULES, SPARE, Stage, TENANT, embedded_invites, field_invites, group_steps,
    pairs, standing, text,
};

/// Document 002, from the invite to the end.
#[tokio::test]
async fn two_signers_sign_one_after_the_other_inside_another_application() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(DRAFT);
    let input = json!({ "documentId": id, "invites": embedded_invites() });
    let selection = "invites { inviteId email role roleId order status isEmbedded } document { name }";
    let made = stage.ask("createEmbeddedInvites", input, selection).await.done();
    let world = stage.world().await;
    let invite = |place: usize, email: &str, role: &str, status: &str| {
        json!({
            "inviteId": world.invite_id(DRAFT, place), "email": email, "role": role,
            "roleId": world.role_id(DRAFT, role), "order": place + 1, "status": status, "isEmbedded": true,
        })
    };
    let expected =
        json!([invite(0, TENANT, "Tenant", "PENDING"), invite(1, LANDLORD, "Landlord", "CREATED")]);
    assert_eq!((&made["invites"], &made["document"]["name"]), (&expected, &json!(DRAFT)));

    let [tenant, landlord] = [0, 1].map(|place| text(&made["invites"][place]["inviteId"]));
    let link = async |invite: &str, authentication: &str| {
        let input = json!({
            "documentId": id, "inviteId": invite, "authentication": authentication, "expiresInMinutes": 15,
        });
        stage.ask("createEmbeddedInviteLink", input, "link").await
    };
    let first = text(&link(&tenant, "NONE").await.done()["link"]);
    assert!(first.starts_with(&format!("https://app.signnow.com/webapp/document/{id}?access_token=")));
    link(&landlord, "EMAIL").await.refused(&[("INVITE_OUT_OF_TURN", "inviteId")]);
    assert_eq!(stage.world().await.links(), 1);

    stage.app.signer(json!({ "action": "sign", "link": first })).await;
    let second = text(&link(&landlord, "EMAIL").await.done()["link"]);
    assert_eq!(standing(&stage.look_anew(&id).await), pairs(&[(TENANT, "FULFILLED"), (LANDLORD, "PENDING")]));
    stage.app.signer(json!({ "action": "sign", "link": second })).await;
    let document = stage.look_anew(&id).await;
    assert_eq!(document["signatureCount"], 2);
    assert_eq!(standing(&document), pairs(&[(TENANT, "FULFILLED"), (LANDLORD, "FULFILLED")]));
    let world = stage.world().await;
    assert_eq!((world.mails(), world.links()), (vec![], 2));
}

#[tokio::test]
async fn a_group_is_signed_inside_another_application() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let group = world.group_id(SPARE);
    let input = json!({ "documentGroupId": group, "steps": group_steps(&world), "signAsMerged": true });
    let selection =
        "inviteId documentGroupId documents { name fieldInvites { email status } group { inviteStatus } }";
    let made = stage.ask("createGroupEmbeddedInvites", input, selection).await.done();
    let invite = text(&made["inviteId"]);
    assert_eq!(invite, stage.world().await.group_invite_id(SPARE));
    let invites =
        json!([{ "email": TENANT, "status": "PENDING" }, { "email": LANDLORD, "status": "CREATED" }]);
    let document =
        |name: &str| json!({ "name": name, "fieldInvites": invites, "group": { "inviteStatus": "PENDING" } });
    assert_eq!(made["documents"], json!([document(DRAFT), document(RULES)]));
    assert_eq!(made["documentGroupId"], group.as_str());

    let link = async |email: &str| {
        let input = json!({
            "documentGroupId": group, "inviteId": invite, "email": email, "authentication": "NONE",
        });
        stage.ask("createGroupEmbeddedInviteLink", input, "link documentGroupId").await
    };
    for email in [TENANT, LANDLORD, LANDLORD] {
        let link = text(&link(email).await.done()["link"]);
        stage.app.signer(json!({ "action": "sign", "link": link })).await;
    }
    let world = stage.world().await;
    for document in [DRAFT, RULES] {
        assert!(world.states(document).iter().all(|state| *state == "fulfilled"), "{document}");
    }
    assert_eq!((world.mails(), world.links()), (vec![], 3));
}

#[tokio::test]
async fn who_signs_a_group_only_later_gets_no_link_yet() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let group = world.group_id(SPARE);
    let mut steps = group_steps(&world);
    steps[0]["signers"].as_array_mut().unwrap().pop();
    let input = json!({ "documentGroupId": group, "steps": steps, "signAsMerged": false });
    let made = stage.ask("createGroupEmbeddedInvites", input, "inviteId").await.done();
    stage.app.forget_calls().await;
    let input = json!({
        "documentGroupId": group, "inviteId": made["inviteId"], "email": LANDLORD, "authentication": "NONE",
    });
    let told = stage.ask("createGroupEmbeddedInviteLink", input, "link").await;
    told.refused(&[("INVITE_OUT_OF_TURN", "email")]);
    assert_eq!((stage.writes().await, stage.world().await.links()), (0, 0));
}

#[tokio::test]
async fn an_invite_goes_by_mail_is_resent_declined_and_cancelled() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(DRAFT);
    let send = json!({
        "documentId": id,
        "invites": field_invites(),
        "letter": { "subject": "The lease", "message": "Please sign." },
    });
    let selection = "document { fieldInvites { inviteId email status order isEmbedded } }";
    let sent = stage.ask("sendFieldInvite", send.clone(), selection).await.done();
    let invites = &sent["document"]["fieldInvites"];
    let [tenant, landlord] = [0, 1].map(|place| text(&invites[place]["inviteId"]));
    assert_eq!(invites[1]["order"], 2);
    assert_eq!(stage.world().await.mails(), pairs(&[("field_invite", TENANT)]));

    let resend = async |invite: &str| {
        let input = json!({ "documentId": id, "inviteId": invite });
        stage.ask("resendFieldInvite", input, "document { documentId }").await
    };
    resend(&tenant).await.done();
    resend(&landlord).await.refused(&[("INVITE_OUT_OF_TURN", "inviteId")]);
    stage.app.signer(json!({ "action": "decline", "invite": tenant })).await;
    stage.look_anew(&id).await;
    resend(&tenant).await.refused(&[("INVITE_NOT_FOUND", "inviteId")]);
    stage.ask("sendFieldInvite", send.clone(), "").await.refused(&[("INVITE_EXISTS", "documentId")]);

    let cancel = json!({ "documentId": id, "reason": "Other terms" });
    let cancelled =
        stage.ask("cancelFieldInvites", cancel.clone(), "document { fieldInvites { status } }").await.done();
    assert_eq!(cancelled["document"]["fieldInvites"], json!([]));
    stage.ask("cancelFieldInvites", cancel, "").await.refused(&[("INVITE_NOT_FOUND", "documentId")]);
    stage.ask("sendFieldInvite", send, "").await.done();
    let expected = [("field_invite", TENANT), ("invite_resend", TENANT), ("field_invite", TENANT)];
    assert_eq!(stage.world().await.mails(), pairs(&expected));
}

/// A resend goes by what a field was requested by; without fields that tell, by the invite itself.
#[tokio::test]
async fn one_way_of_resending_is_tried_and_then_the_other() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(DRAFT);
    let sent =
        stage.ask("sendFieldInvite", json!({ "documentId": id, "invites": field_invites() }), "").await;
    sent.done();
    let invite = stage.world().await.invite_id(DRAFT, 0);
    let resend = || stage.ask("resendFieldInvite", json!({ "documentId": id, "inviteId": invite }), "");
    let route = "PUT /fieldinvite/{field_invite_id}/resend";
    let path = |arrival: &Value| text(&arrival["path"]);
    resend().await.done();
    let request = text(&stage.world().await.document(DRAFT)["fields"][0]["request_id"]);
    assert_eq!(path(&stage.arrivals(route).await[0]), format!("/fieldinvite/{request}/resend"));

    stage.app.forget_calls().await;
    let unknown = json!({ "errors": [{ "code": 65_582, "message": "Invite not found" }] });
    stage.app.fault(json!({ "route": route, "status": 404, "body": unknown, "times": 1 })).await;
    resend().await.done();
    let arrivals = stage.arrivals(route).await;
    assert_eq!(arrivals.len(), 2);
    assert_eq!(path(&arrivals[1]), format!("/fieldinvite/{invite}/resend"));
    let mails = stage.world().await.mails();
    assert_eq!(mails.iter().filter(|(kind, _)| kind == "invite_resend").count(), 2);
}

#[tokio::test]
async fn somebody_is_asked_to_sign_anywhere_and_then_is_not() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(FREEFORM);
    let input = json!({ "documentId": id, "email": LANDLORD, "letter": { "subject": "Inventory" } });
    let selection = "inviteId document { freeformInvites { inviteId signerEmail isCanceled } }";
    let sent = stage.ask("sendFreeformInvite", input, selection).await.done();
    let invite = stage.world().await.freeform_id(FREEFORM, 2);
    assert_eq!(sent["inviteId"], invite.as_str());
    let shown = &sent["document"]["freeformInvites"][2];
    assert_eq!(shown, &json!({ "inviteId": invite, "signerEmail": LANDLORD, "isCanceled": false }));

    let cancel = || json!({ "documentId": id, "inviteId": invite });
    let cancelled = stage
        .ask("cancelFreeformInvite", cancel(), "document { freeformInvites { isCanceled } }")
        .await
        .done();
    assert_eq!(cancelled["document"]["freeformInvites"][2]["isCanceled"], true);
    let again = stage.ask("cancelFreeformInvite", cancel(), "").await;
    again.refused(&[("INVITE_NOT_FOUND", "inviteId")]);
    let expected = [("freeform_invite", LANDLORD), ("invite_canceled", LANDLORD)];
    assert_eq!(stage.world().await.mails(), pairs(&expected));
}

#[tokio::test]
async fn embedded_invites_are_taken_back_with_what_shows_them() {
    let stage = Stage::start().await;
    let world = stage.world().await;
    let id = world.document_id(DRAFT);
    stage
        .ask("createEmbeddedInvites", json!({ "documentId": id, "invites": embedded_invites() }), "")
        .await
        .done();
    let delete = || json!({ "documentId": id });
    let deleted =
        stage.ask("deleteEmbeddedInvites", delete(), "document { fieldInvites { status } }").await.done();
    assert_eq!(deleted["document"]["fieldInvites"], json!([]));
    let again = stage.ask("deleteEmbeddedInvites", delete(), "").await;
    again.refused(&[("INVITE_NOT_FOUND", "documentId")]);

    let group = world.group_id(SPARE);
    let input = json!({ "documentGroupId": group, "steps": group_steps(&world), "signAsMerged": true });
    stage.ask("createGroupEmbeddedInvites", input, "").await.done();
    let delete = || json!({ "documentGroupId": group });
    let selection = "documentGroupId documents { fieldInvites { status } }";
    let deleted = stage.ask("deleteGroupEmbeddedInvites", delete(), selection).await.done();
    assert_eq!(deleted["documents"], json!([{ "fieldInvites": [] }, { "fieldInvites": [] }]));
    let again = stage.ask("deleteGroupEmbeddedInvites", delete(), "").await;
    again.refused(&[("INVITE_NOT_FOUND", "documentGroupId")]);
}
