//! Invitations to sign: everything they can say, how their answers vary, and two signers from invitation to the end.

use std::num::NonZeroU32;

use serde_json::{Value, json};
use signgraph::signnow::v1::{
    CancelFieldInvites, CancelFreeformInvite, Copies, CopyStep, DocumentById, EmailGroup, ExpirationDays,
    FieldInvite, InvitedSigner, InvitedViewer, Letter, Recipient, ReminderDays, ReminderInterval, Reminders,
    ResendFieldInvite, ResentInvite, SendFieldInvite, SendFreeformInvite,
};
use signgraph::signnow::v2::{
    CreateEmbeddedInviteLink, CreateEmbeddedInvites, CreateGroupEmbeddedInviteLink,
    CreateGroupEmbeddedInvites, EmbeddedInvitee, EmbeddedSigner, GroupSigner, GroupStep, GroupTask,
    LinkExpiration, SessionExpiration, SignerAuthentication, SigningAction,
};
use signgraph::signnow::{
    Command, DocumentGroupId, DocumentId, EmailAddress, FieldInviteId, FieldRequestId, FreeformInviteId,
    GroupInviteId, IdentityCheck, InviteStatus, Language, RedirectTarget, Redirects, SignatureName,
    SigningRole,
};

use super::stage::Stage;
use crate::client::scripted::{Reply, Scripted};
use crate::client::world::client;

fn document() -> DocumentId {
    DocumentId::parse("d1").unwrap()
}

fn group() -> DocumentGroupId {
    DocumentGroupId::parse("g1").unwrap()
}

fn email(name: &str) -> EmailAddress {
    EmailAddress::new(&format!("{name}@client.test"))
}

fn name(role: &str) -> SigningRole {
    SigningRole::Name(role.to_owned())
}

fn step(order: u32) -> NonZeroU32 {
    NonZeroU32::new(order).unwrap()
}

fn letter(text: &str) -> Letter {
    Letter { subject: Some(format!("{text} subject")), message: Some(format!("{text} message")) }
}

fn redirects() -> Redirects {
    let page = |name: &str| Some(format!("https://app.test/{name}"));
    let target = Some(RedirectTarget::SameTab);
    Redirects { signed: page("signed"), declined: page("declined"), closed: page("closed"), target }
}

/// Where a command goes, and what is in it.
async fn sent<C: Command>(command: C, answer: Value) -> (String, Value, C::Answer) {
    let upstream = Scripted::answering(move |_| Reply::json(200, &answer)).await;
    let answer = client(&upstream).execute(&command).await.unwrap();
    let asked = upstream.data_asked().remove(0);
    (asked.target, serde_json::from_str(&asked.body).unwrap_or_default(), answer)
}

#[tokio::test]
async fn a_field_invitation_says_what_there_is_to_say_and_no_more() {
    let signer = |recipient| InvitedSigner::new(recipient, name("Signer 1"), step(1));
    let plain =
        SendFieldInvite::new(document(), email("sender"), vec![signer(Recipient::Email(email("signer")))]);
    let (target, body, ()) = sent(plain, json!({ "status": "success" })).await;
    assert_eq!(target, "/document/d1/invite");
    let to = json!([{ "email": "signer@client.test", "role": "Signer 1", "order": 1 }]);
    assert_eq!(body, json!({ "from": "sender@client.test", "to": to }));

    let first = InvitedSigner {
        letter: letter("own"),
        language: Some(Language::Spanish),
        may_decline: Some(false),
        reassign: Some(true),
        reminders: Reminders {
            after: ReminderDays::new(2),
            before: ReminderDays::new(1),
            every: ReminderInterval::new(7),
        },
        expires_in: ExpirationDays::new(180),
        identity_check: Some(IdentityCheck::Password("secret".to_owned().into())),
        signature_name: Some(SignatureName::Suggested("Ada".to_owned())),
        needs_new_signature: true,
        redirects: redirects(),
        ..signer(Recipient::Email(email("signer")))
    };
    let second = InvitedSigner {
        role: SigningRole::Id("r2".to_owned()),
        order: step(2),
        signature_name: Some(SignatureName::Prescribed("Bea".to_owned())),
        ..signer(Recipient::EmailGroup("Board".to_owned()))
    };
    let full = SendFieldInvite {
        viewers: vec![InvitedViewer {
            email: email("viewer"),
            role: "Viewer 1".to_owned(),
            order: step(1),
            letter: Letter::default(),
            closed: Some("https://app.test/closed".to_owned()),
            target: Some(RedirectTarget::NewTab),
        }],
        email_groups: vec![EmailGroup {
            id: "g1".to_owned(),
            name: "Board".to_owned(),
            emails: vec![email("chair"), email("vice")],
        }],
        letter: letter("common"),
        copies: Copies { to: vec![email("copy")], letter: letter("copy") },
        copy_steps: vec![CopyStep { email: email("step"), name: None, step: step(2) }],
        is_silent: true,
        ..SendFieldInvite::new(document(), email("sender"), vec![first, second])
    };
    let (target, body, ()) = sent(full, json!({ "status": "success" })).await;
    assert_eq!(target, "/document/d1/invite?email=disable");
    let expected = json!({
        "to": [
            {
                "email": "signer@client.test", "role": "Signer 1", "order": 1, "subject": "own subject",
                "message": "own message", "language": "es", "decline_by_signature": "0", "reassign": "1",
                "reminder": { "remind_after": 2, "remind_before": 1, "remind_repeat": 7 },
                "expiration_days": 180, "authentication_type": "password", "password": "secret",
                "prefill_signature_name": "Ada", "force_new_signature": 1,
                "redirect_uri": "https://app.test/signed", "decline_redirect_uri": "https://app.test/declined",
                "close_redirect_uri": "https://app.test/closed", "redirect_target": "self",
            },
            {
                "email_group": { "name": "Board" }, "role_id": "r2", "order": 2,
                "required_preset_signature_name": "Bea",
            },
        ],
        "from": "sender@client.test", "subject": "common subject", "message": "common message",
        "cc": ["copy@client.test"], "cc_subject": "copy subject", "cc_message": "copy message",
        "viewers": [{
            "email": "viewer@client.test", "role": "Viewer 1", "order": 1,
            "close_redirect_uri": "https://app.test/closed", "redirect_target": "blank",
        }],
        "email_groups": [{
            "id": "g1", "name": "Board",
            "emails": [{ "email": "chair@client.test" }, { "email": "vice@client.test" }],
        }],
        "cc_step": [{ "email": "step@client.test", "step": 2 }],
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_freeform_invitation_goes_to_an_address_and_is_answered_with_an_id() {
    let answer = || json!({ "result": "success", "id": "q1", "callback_url": "none" });
    let plain = || SendFreeformInvite::new(document(), email("sender"), email("signer"));
    let (target, body, id) = sent(plain(), answer()).await;
    assert_eq!((target.as_str(), id.as_str()), ("/document/d1/invite", "q1"));
    assert_eq!(body, json!({ "from": "sender@client.test", "to": "signer@client.test" }));
    let full = SendFreeformInvite {
        letter: letter("own"),
        copies: Copies { to: vec![email("copy")], ..Copies::default() },
        language: Some(Language::French),
        redirects: Redirects { declined: None, closed: None, ..redirects() },
        callback_url: Some("https://app.test/called".to_owned().into()),
        is_silent: true,
        ..plain()
    };
    let (target, body, _) = sent(full, answer()).await;
    assert_eq!(target, "/document/d1/invite?email=disable");
    let expected = json!({
        "from": "sender@client.test", "to": "signer@client.test", "subject": "own subject",
        "message": "own message", "cc": ["copy@client.test"], "language": "fr",
        "redirect_uri": "https://app.test/signed", "redirect_target": "self",
        "callback_url": "https://app.test/called",
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn what_is_sent_is_taken_back_or_sent_again() {
    let cancel =
        |reason: Option<&str>| CancelFieldInvites { document: document(), reason: reason.map(str::to_owned) };
    let success = || json!({ "status": "success" });
    let (target, body, ()) = sent(cancel(Some("let")), success()).await;
    assert_eq!((target.as_str(), body), ("/document/d1/fieldinvitecancel", json!({ "reason": "let" })));
    assert_eq!(sent(cancel(None), success()).await.1, json!({}));
    for answer in [json!({}), success()] {
        let invite = FreeformInviteId::parse("q1").unwrap();
        let (target, ..) = sent(CancelFreeformInvite { invite, reason: None }, answer).await;
        assert_eq!(target, "/invite/q1/cancel");
    }
    for invite in [
        ResentInvite::FieldRequest(FieldRequestId::parse("i1").unwrap()),
        ResentInvite::FieldInvite(FieldInviteId::parse("i1").unwrap()),
    ] {
        let (target, body, ()) = sent(ResendFieldInvite { invite }, success()).await;
        assert_eq!((target.as_str(), body), ("/fieldinvite/i1/resend", json!({})));
    }
}

fn embedded_signer() -> EmbeddedSigner {
    EmbeddedSigner {
        first_name: Some("Ada".to_owned()),
        last_name: Some("Byron".to_owned()),
        language: Some(Language::English),
        session_expires_in: SessionExpiration::new(60),
        identity_check: Some(IdentityCheck::PhoneCall { phone: "+1 555 0100".to_owned().into() }),
        signature_name: Some(SignatureName::Suggested("Ada".to_owned())),
        needs_new_signature: true,
        redirects: redirects(),
        ..EmbeddedSigner::new(email("signer"), SignerAuthentication::Mfa)
    }
}

fn embedded_signer_on_wire() -> Value {
    json!({
        "email": "signer@client.test", "auth_method": "mfa", "first_name": "Ada", "last_name": "Byron",
        "language": "en", "session_expiration": 60, "prefill_signature_name": "Ada", "force_new_signature": 1,
        "authentication": { "type": "phone", "phone": "+1 555 0100", "method": "phone_call" },
        "redirect_uri": "https://app.test/signed", "decline_redirect_uri": "https://app.test/declined",
        "close_redirect_uri": "https://app.test/closed", "redirect_target": "self",
    })
}

fn with(mut object: Value, more: Value) -> Value {
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    object
}

#[tokio::test]
async fn an_embedded_invitation_of_a_document() {
    let invitee = EmbeddedInvitee { signer: embedded_signer(), role: name("Signer 1"), order: step(2) };
    let command = CreateEmbeddedInvites { document: document(), invitees: vec![invitee] };
    let row = |status: &str| json!({ "id": "i1", "email": "s@x.test", "role_id": "r1", "order": 2, "status": status });
    let answer = json!({ "data": [row("created"), row("unheard-of")] });
    let (target, body, made) = sent(command, answer).await;
    assert_eq!(target, "/v2/documents/d1/embedded-invites");
    let invite = with(embedded_signer_on_wire(), json!({ "role": "Signer 1", "order": 2 }));
    assert_eq!(body, json!({ "invites": [invite] }));
    assert_eq!(
        made.iter().map(|made| made.status).collect::<Vec<_>>(),
        [InviteStatus::Created, InviteStatus::Other]
    );
    let first = &made[0];
    assert_eq!((first.id.as_str(), first.role_id.as_deref(), first.order), ("i1", Some("r1"), Some(2)));
    assert_eq!((first.email.as_str(), &first.role), ("s@x.test", &None));
}

#[tokio::test]
async fn an_embedded_invitation_of_a_group_is_answered_in_two_forms() {
    for data in [json!({ "id": "g9" }), json!([{ "id": "g9" }])] {
        let task = |id: &str, action| GroupTask { document: DocumentId::parse(id).unwrap(), action };
        let signs = SigningAction::Sign(SigningRole::Id("r1".to_owned()));
        let tasks = vec![task("d1", signs), task("d2", SigningAction::View)];
        let signers = vec![GroupSigner { signer: embedded_signer(), tasks }];
        let steps = vec![GroupStep { order: step(1), signers }];
        let command = CreateGroupEmbeddedInvites { group: group(), steps, sign_as_merged: false };
        let (target, body, id) = sent(command, json!({ "data": data })).await;
        assert_eq!((target.as_str(), id.as_str()), ("/v2/document-groups/g1/embedded-invites", "g9"));
        let documents = json!([
            { "id": "d1", "action": "sign", "role_id": "r1" },
            { "id": "d2", "action": "view" },
        ]);
        let signer = with(embedded_signer_on_wire(), json!({ "documents": documents }));
        let steps = json!([{ "order": 1, "signers": [signer] }]);
        assert_eq!(body, json!({ "invites": steps, "sign_as_merged": false }));
    }
}

#[tokio::test]
async fn a_link_is_asked_for_with_its_end_or_without_one() {
    let answer =
        || json!({ "data": { "link": "https://app.signnow.com/webapp/document/d1?access_token=a" } });
    let of_document = |expires_in| CreateEmbeddedInviteLink {
        document: document(),
        invite: FieldInviteId::parse("i1").unwrap(),
        authentication: SignerAuthentication::Biometric,
        expires_in,
        session_expires_in: None,
    };
    let (target, body, link) = sent(of_document(LinkExpiration::new(15)), answer()).await;
    assert_eq!(target, "/v2/documents/d1/embedded-invites/i1/link");
    assert_eq!(body, json!({ "auth_method": "biometric", "link_expiration": 15 }));
    assert_eq!(link.reveal(), "https://app.signnow.com/webapp/document/d1?access_token=a");
    let endless = json!({ "auth_method": "biometric", "link_expiration": null });
    assert_eq!(sent(of_document(None), answer()).await.1, endless);
    let of_group = CreateGroupEmbeddedInviteLink {
        group: group(),
        invite: GroupInviteId::parse("g9").unwrap(),
        email: email("signer"),
        authentication: SignerAuthentication::None,
        expires_in: None,
        session_expires_in: SessionExpiration::new(15),
    };
    let (target, body, _) = sent(of_group, answer()).await;
    assert_eq!(target, "/v2/document-groups/g1/embedded-invites/g9/link");
    let email = "signer@client.test";
    let expected =
        json!({ "email": email, "auth_method": "none", "link_expiration": null, "session_expiration": 15 });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn every_way_of_authentication_has_the_word_of_document_002() {
    let words = [
        (SignerAuthentication::None, "none"),
        (SignerAuthentication::Password, "password"),
        (SignerAuthentication::Email, "email"),
        (SignerAuthentication::Mfa, "mfa"),
        (SignerAuthentication::Social, "social"),
        (SignerAuthentication::Biometric, "biometric"),
        (SignerAuthentication::Other, "other"),
    ];
    for (authentication, word) in words {
        assert_eq!(serde_json::to_value(authentication).unwrap(), word);
    }
}

const CONTRACT: &str = "Rental contract draft";

#[tokio::test]
async fn two_signers_in_order_sign_by_link() {
    let stage = Stage::after(&json!({})).await;
    let document = stage.world().await.document_id(CONTRACT);
    let invitees = [("tenant", "Tenant", 1), ("landlord", "Landlord", 2)].map(|(who, role, order)| {
        let signer = EmbeddedSigner::new(email(who), SignerAuthentication::Email);
        EmbeddedInvitee { signer, role: name(role), order: step(order) }
    });
    let create = CreateEmbeddedInvites { document: document.clone(), invitees: invitees.to_vec() };
    let made = stage.client.execute(&create).await.unwrap();
    for invite in &made {
        let link = CreateEmbeddedInviteLink {
            document: document.clone(),
            invite: invite.id.clone(),
            authentication: SignerAuthentication::Email,
            expires_in: LinkExpiration::new(15),
            session_expires_in: None,
        };
        let link = stage.client.execute(&link).await.unwrap();
        stage.sign(link.reveal()).await;
    }
    let read = stage.client.get(&DocumentById { id: document }).await.unwrap().value;
    let standing: Vec<_> =
        read.field_invites.iter().map(|invite| (invite.address().unwrap(), invite.status.as_str())).collect();
    assert_eq!(standing, [("tenant@client.test", "fulfilled"), ("landlord@client.test", "fulfilled")]);
}

#[tokio::test]
async fn the_sandbox_understands_what_an_invitation_says() {
    let stage = Stage::after(&json!({})).await;
    let document = stage.world().await.document_id(CONTRACT);
    let sender = EmailAddress::new("viewer@sandbox.test");
    let signer =
        |who: &str, role: &str| InvitedSigner::new(Recipient::Email(email(who)), name(role), step(1));
    let tenant = InvitedSigner {
        may_decline: Some(true),
        reminders: Reminders { after: ReminderDays::new(4), ..Reminders::default() },
        expires_in: ExpirationDays::new(10),
        identity_check: Some(IdentityCheck::Password("secret".to_owned().into())),
        redirects: redirects(),
        ..signer("tenant", "Tenant")
    };
    let invite = SendFieldInvite {
        letter: letter("common"),
        is_silent: true,
        ..SendFieldInvite::new(document.clone(), sender, vec![tenant, signer("landlord", "Landlord")])
    };
    stage.client.execute(&invite).await.unwrap();
    let world = stage.world().await;
    let letter = &world.document(CONTRACT)["invites"][0]["channel"]["mail"];
    for (name, value) in [
        ("quiet", json!(true)),
        ("subject", json!("common subject")),
        ("password_protected", json!(true)),
        ("decline_by_signature", json!(true)),
        ("reminder", json!(4)),
        ("redirect_uri", json!("https://app.test/signed")),
        ("redirect_target", json!("self")),
    ] {
        assert_eq!(letter[name], value, "{name}: {letter}");
    }
    assert_eq!(world.mails("field_invite", "tenant@client.test"), 0);
    let read = stage.client.get(&DocumentById { id: document }).await.unwrap().value;
    let days = |invite: &FieldInvite| (invite.expires_at.unwrap() - invite.created_at.unwrap()).num_days();
    assert_eq!(read.field_invites.iter().map(days).collect::<Vec<_>>(), [10, 30]);
    assert!(read.field_invites[0].is_password_protected);
}
