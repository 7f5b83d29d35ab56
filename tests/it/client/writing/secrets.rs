//! Commands carry passwords and addresses, and say nothing about them.

use std::num::NonZeroU32;

use bytes::Bytes;
use serde_json::json;
use signgraph::signnow::events::{
    CallbackUrl, ChangeEventSubscription, CreateEventSubscription, EventCallback, EventName,
};
use signgraph::signnow::v1::{
    Copies, CreateUser, EditDocument, FieldArea, FieldContent, InvitedSigner, NewField, PasswordChange,
    Recipient, SendFieldInvite, SendFreeformInvite, SendPasswordReset, SendVerificationEmail, UpdateUser,
    UploadDocument, VerifyEmail,
};
use signgraph::signnow::v2::{
    ActivateTeamAdmin, AddAdmin, AddMember, AdminRole, AllowTeamAdmin, CreateEmbeddedInviteLink,
    CreateEmbeddedInvites, CreateGroupEmbeddedInviteLink, EmbeddedInvitee, EmbeddedSigner, FileUrl,
    SignerAuthentication, UploadDocumentFromUrl,
};
use signgraph::signnow::vault::SealedStore;
use signgraph::signnow::{
    CallLog, Client, DocumentGroupId, DocumentId, EmailAddress, EventEntityId, EventSubscriptionId,
    FieldInviteId, GroupInviteId, IdentityCheck, Options, OrganizationId, Redirects, SigningRole,
};

use super::stage::Act;
use crate::client::canary::{Paper, credentials, everything};
use crate::client::scripted::{Reply, Scripted};
use crate::client::world::{HandClock, options};

fn acts() -> Vec<Act> {
    let organization = || OrganizationId::parse("o1").unwrap();
    let email = || EmailAddress::new("canary@sandbox.test");
    let password =
        PasswordChange { old: "canary-old".to_owned().into(), new: "canary-new".to_owned().into() };
    vec![
        Act::of(CreateUser {
            email: email(),
            password: "canary-password".to_owned().into(),
            first_name: None,
            last_name: None,
            phone: None,
            skips_trial: false,
            source: None,
            accepts_terms: None,
        }),
        Act::of(UpdateUser { password: Some(password), ..UpdateUser::default() }),
        Act::of(VerifyEmail { email: email(), token: "canary-token".to_owned().into() }),
        Act::of(SendVerificationEmail { email: email() }),
        Act::of(SendPasswordReset { email: email() }),
        Act::of(AddMember { organization: organization(), email: email() }),
        Act::of(AddAdmin { organization: organization(), email: email(), role: AdminRole::Admin }),
        Act::of(AllowTeamAdmin { organization: organization(), email: email() }),
        Act::of(ActivateTeamAdmin { organization: organization(), email: email(), active: true }),
        Act::of(CreateEventSubscription {
            event: EventName::DocumentOpen,
            entity: EventEntityId::parse("d1").unwrap(),
            callback: callback(),
        }),
        Act::of(ChangeEventSubscription {
            subscription: EventSubscriptionId::parse("e1").unwrap(),
            event: EventName::DocumentOpen,
            entity: EventEntityId::parse("d1").unwrap(),
            callback: callback(),
        }),
    ]
}

fn callback() -> EventCallback {
    let url = CallbackUrl::parse("https://hooks.example/canary?key=canary").unwrap();
    let mut callback = EventCallback::new(url, "canary-signing-key".to_owned().into());
    callback.headers.insert("authorization".to_owned(), "canary-header".to_owned().into());
    callback
}

fn invitations() -> Vec<Act> {
    let document = || DocumentId::parse("d1").unwrap();
    let email = || EmailAddress::new("canary@client.test");
    let role = || SigningRole::Name("Signer 1".to_owned());
    let redirects =
        || Redirects { signed: Some("https://canary.example/".to_owned()), ..Redirects::default() };
    let signer = InvitedSigner {
        identity_check: Some(IdentityCheck::Password("canary-of-a-signer".to_owned().into())),
        redirects: redirects(),
        ..InvitedSigner::new(Recipient::Email(email()), role(), NonZeroU32::MIN)
    };
    let phone = IdentityCheck::PhoneCall { phone: "canary-phone".to_owned().into() };
    let embedded = EmbeddedSigner {
        identity_check: Some(phone),
        redirects: redirects(),
        ..EmbeddedSigner::new(email(), SignerAuthentication::Password)
    };
    let invitee = EmbeddedInvitee { signer: embedded, role: role(), order: NonZeroU32::MIN };
    vec![
        Act::of(SendFieldInvite {
            copies: Copies { to: vec![email()], ..Copies::default() },
            ..SendFieldInvite::new(document(), email(), vec![signer])
        }),
        Act::of(SendFreeformInvite {
            callback_url: Some("https://canary.example/".to_owned().into()),
            redirects: redirects(),
            ..SendFreeformInvite::new(document(), email(), email())
        }),
        Act::of(CreateEmbeddedInvites { document: document(), invitees: vec![invitee] }),
        Act::of(CreateEmbeddedInviteLink {
            document: document(),
            invite: FieldInviteId::parse("i1").unwrap(),
            authentication: SignerAuthentication::None,
            expires_in: None,
            session_expires_in: None,
        }),
        Act::of(CreateGroupEmbeddedInviteLink {
            group: DocumentGroupId::parse("g1").unwrap(),
            invite: GroupInviteId::parse("i1").unwrap(),
            email: email(),
            authentication: SignerAuthentication::None,
            expires_in: None,
            session_expires_in: None,
        }),
    ]
}

/// What documents are called, where they come from and what stands in them.
fn papers() -> Vec<Act> {
    let canary = || "canary-paper".to_owned();
    let content = FieldContent::Text { prefilled: Some(canary()), validator: None, is_signing_date: false };
    let area = FieldArea { page: 0, x: 1, y: 1, width: 1, height: 1 };
    let (role, is_required) = ("Tenant".to_owned(), true);
    let field = NewField { area, role, is_required, name: None, label: None, content };
    let (file, url) = (Bytes::from(canary()), FileUrl::parse("https://files.test/?key=canary").unwrap());
    vec![
        Act::of(UploadDocument { file, file_name: canary(), name: Some(canary()), finds_fields: false }),
        Act::of(UploadDocumentFromUrl { url, name: Some(canary()), finds_fields: false }),
        Act::of(EditDocument {
            document: DocumentId::parse("d1").unwrap(),
            name: Some(canary()),
            fields: Some(vec![field]),
        }),
    ]
}

fn replies() -> Vec<Reply> {
    let refusal =
        json!({ "errors": [{ "code": 12_004_008, "message": "User `canary@x.test` is not found." }] });
    let link = "https://app.signnow.com/webapp/document/d1?access_token=canary&route=fieldinvite";
    let row = json!({ "id": "i1", "email": "canary@client.test", "order": 1, "status": "canary" });
    let invited = json!({ "id": "i1", "email": "canary@sandbox.test", "type": "admin", "status": "pending" });
    vec![
        Reply::json(200, &invited),
        Reply::json(200, &json!({ "data": { "link": link } })),
        Reply::json(200, &json!({ "data": { "link": "http://canary.example/" } })),
        Reply::json(201, &json!({ "data": [row] })),
        Reply::json(200, &json!({ "result": "success", "id": "i1", "callback_url": "canary" })),
        Reply::json(200, &json!({ "canary": "canary", "id": "canary/x", "email": ["canary"] })),
        Reply::json(200, &json!("canary")),
        Reply::json(404, &refusal),
        Reply::json(500, &json!({ "error": [{ "code": "HY000", "message": "canary" }] })),
        Reply::invalid_token(),
        Reply::status(307).header("location", "http://canary.example/"),
        Reply::Drop,
    ]
}

#[tokio::test]
async fn no_password_token_link_or_address_is_logged_shown_or_reported() {
    let paper = Paper::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(paper.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    // As in the canary of reads: with two subscribers every line asks both, whichever thread came first.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let upstream = Scripted::start().await;
    let options = Options { credentials: credentials(), ..options(&upstream) };
    upstream
        .answer_tokens(|_| Reply::json(200, &json!({ "access_token": "canary-access", "expires_in": 60 })));
    let client = Client::new(options, SealedStore::in_memory(), HandClock::new()).unwrap();
    let log = CallLog::new();
    let client = client.recording(log.clone());
    let mut seen = Vec::new();
    for act in acts().into_iter().chain(invitations()).chain(papers()) {
        seen.push(act.debug.clone());
        for place in 0..replies().len() {
            upstream.script(move |_| replies().swap_remove(place));
            seen.push(match act.execute(&client).await {
                Ok(answer) => answer,
                Err(error) => everything(&error),
            });
        }
    }
    let sent = [
        "canary-password",
        "canary-new",
        "canary-signing-key",
        "canary-header",
        "canary-of-a-signer",
        "canary-phone",
    ];
    for sent in sent {
        assert!(upstream.data_asked().iter().any(|asked| asked.body.contains(sent)), "{sent}");
    }
    for read in ["SigningLink(..)", "EmbeddedInvite {", "FreeformInviteId(i1)"] {
        assert!(seen.iter().any(|text| text.contains(read)), "{read}");
    }
    let logged = paper.text();
    assert!(logged.contains("POST /user/forgotpassword"), "{logged}");
    seen.push(logged);
    seen.push(format!("{log:?}"));
    for text in seen {
        let place = text.find("canary");
        let around = place.map(|place| &text[place.saturating_sub(200)..text.len().min(place + 80)]);
        assert_eq!(around, None);
    }
}
