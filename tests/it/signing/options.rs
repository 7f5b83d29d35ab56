//! What an invite can say beside who signs in which role (wire section 6.3): each option is taken, and shows where the
//! sandbox shows it.

use serde_json::{Value, json};

use super::stage::{DRAFT, FREEFORM, LANDLORD, Stage, TENANT, field_invites, pairs, standing, text};

const CHAIR: &str = "chair@client.test";
const VICE: &str = "vice@client.test";

/// The board signs as the tenant, and then the landlord.
fn to_board(document: &str) -> Value {
    json!({
        "documentId": document,
        "emailGroups": [
            { "name": "Board", "emails": [CHAIR, VICE] },
            { "name": "Nobody asks these", "emails": ["x@client.test"] },
        ],
        "invites": [
            { "emailGroup": "Board", "role": "Tenant", "order": 1 },
            { "email": LANDLORD, "role": "Landlord", "order": 2 },
        ],
    })
}

#[tokio::test]
async fn whoever_of_a_group_comes_first_signs_for_all() {
    for first in [CHAIR, VICE] {
        let stage = Stage::start().await;
        let id = stage.world().await.document_id(DRAFT);
        let selection = "document { fieldInvites { email status } }";
        let sent = stage.ask("sendFieldInvite", to_board(&id), selection).await.done();
        let waiting = json!([
            { "email": null, "status": "PENDING" }, { "email": LANDLORD, "status": "CREATED" },
        ]);
        assert_eq!(sent["document"]["fieldInvites"], waiting);
        let both = [("field_invite", CHAIR), ("field_invite", VICE)];
        assert_eq!(stage.world().await.mails(), pairs(&both));

        stage.app.signer(json!({ "action": "sign", "document": id, "email": first })).await;
        let shown = standing(&stage.look_anew(&id).await);
        assert_eq!(shown, pairs(&[(first, "FULFILLED"), (LANDLORD, "PENDING")]));
        let mails = stage.world().await.mails();
        assert_eq!(mails[2..], pairs(&[("field_invite", LANDLORD)]));

        stage.app.signer(json!({ "action": "sign", "document": id, "email": LANDLORD })).await;
        assert_eq!(stage.world().await.states(DRAFT), ["fulfilled", "fulfilled"]);
    }
}

#[tokio::test]
async fn a_whole_group_is_mailed_again_and_hears_of_the_end() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(DRAFT);
    let selection = "document { fieldInvites { inviteId } }";
    let sent = stage.ask("sendFieldInvite", to_board(&id), selection).await.done();
    let invite = text(&sent["document"]["fieldInvites"][0]["inviteId"]);
    let resend = json!({ "documentId": id, "inviteId": invite });
    stage.ask("resendFieldInvite", resend, "").await.done();
    stage.ask("cancelFieldInvites", json!({ "documentId": id }), "").await.done();
    let kinds = ["field_invite", "invite_resend", "invite_canceled"];
    let expected: Vec<_> = kinds.iter().flat_map(|kind| [(*kind, CHAIR), (*kind, VICE)]).collect();
    assert_eq!(stage.world().await.mails(), pairs(&expected));
}

#[tokio::test]
async fn a_mailed_invite_says_all_it_can() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(DRAFT);
    let redirects = json!({
        "signed": "https://app.test/signed", "declined": "https://app.test/declined", "closed": "myapp://closed",
        "target": "SAME_TAB",
    });
    let mut input = json!({
        "documentId": id,
        "invites": field_invites(),
        "viewers": [{
            "email": "viewer@client.test", "role": "Viewer 1", "order": 1, "letter": { "subject": "Look" },
            "closedRedirect": "https://app.test/closed", "redirectTarget": "NEW_TAB",
        }],
        "letter": { "subject": "The lease", "message": "Dear all,\n\nplease sign." },
        "copies": { "emails": ["copy@client.test"], "letter": { "message": "Signed,\r\nat last." } },
        "copySteps": [{ "email": "step@client.test", "name": "Step", "step": 1 }],
        "withoutMail": true,
    });
    let tenant = json!({
        "letter": { "subject": "Your lease", "message": "Dear tenant,\n\tplease sign." },
        "language": "FRENCH", "mayDecline": true, "reassign": true,
        "reminders": { "afterDays": 4, "beforeDays": 2, "everyDays": 7 }, "expiresInDays": 10,
        "identityCheck": { "password": "secret" }, "signatureName": { "suggested": "Ada" },
        "needsNewSignature": true, "redirects": redirects,
    });
    input["invites"][0].as_object_mut().unwrap().extend(tenant.as_object().unwrap().clone());
    input["invites"][1]["identityCheck"] =
        json!({ "textMessage": { "phone": "+15550100", "message": "Your code: {password}" } });
    input["invites"][1]["signatureName"] = json!({ "prescribed": "Bea" });
    let sent = stage.ask("sendFieldInvite", input, "document { fieldInvites { email } }").await.done();
    assert_eq!(sent["document"]["fieldInvites"], json!([{ "email": TENANT }, { "email": LANDLORD }]));
    let world = stage.world().await;
    let [first, second] = [0, 1].map(|place| &world.document(DRAFT)["invites"][place]["channel"]["mail"]);
    for (name, value) in [
        ("quiet", json!(true)),
        ("subject", json!("Your lease")),
        ("message", json!("Dear tenant,\n\tplease sign.")),
        ("language", json!("fr")),
        ("decline_by_signature", json!(true)),
        ("reassign", json!(true)),
        ("reminder", json!(4)),
        ("password_protected", json!(true)),
        ("redirect_uri", json!("https://app.test/signed")),
        ("redirect_target", json!("self")),
    ] {
        assert_eq!(first[name], value, "{name}: {first}");
    }
    assert_eq!((&second["subject"], &second["password_protected"]), (&json!("The lease"), &json!(false)));
    assert_eq!(world.mails(), vec![]);
}

#[tokio::test]
async fn an_invite_by_phone_call_is_sent() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(DRAFT);
    let mut input = json!({ "documentId": id, "invites": field_invites() });
    input["invites"][0]["identityCheck"] = json!({ "phoneCall": "+15550100" });
    stage.ask("sendFieldInvite", input, "").await.done();
    assert_eq!(stage.world().await.states(DRAFT), ["pending", "created"]);
}

#[tokio::test]
async fn a_freeform_invite_says_all_it_can() {
    let stage = Stage::start().await;
    let id = stage.world().await.document_id(FREEFORM);
    let input = json!({
        "documentId": id, "email": LANDLORD, "language": "SPANISH",
        "letter": { "subject": "Inventory", "message": "Dear landlord,\nplease sign." },
        "copies": { "emails": ["copy@client.test"] },
        "signedRedirect": "myapp://signed", "redirectTarget": "SAME_TAB",
        "callbackUrl": "https://hooks.test/signed", "withoutMail": true,
    });
    let sent = stage.ask("sendFreeformInvite", input, "inviteId").await.done();
    let world = stage.world().await;
    assert_eq!(sent["inviteId"], world.freeform_id(FREEFORM, 2).as_str());
    assert_eq!(world.mails(), vec![]);
}
